import { drizzleConfig, withRepository, type Repository } from 'testkit';
import { expect, test, vi } from 'vitest';
import { merge } from '../../hooks/after';
import { words } from '../../hooks/fixtures';
import { files, LEDGER, POSTS, sql, USERS, type Migration } from './fixtures';

vi.setConfig({ testTimeout: 120_000 });

const SCHEMA = `import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
export const users = sqliteTable('users', { id: integer('id').primaryKey(), name: text('name').notNull() });
`;

/** A package `db` whose database is db/local.db, ignored by git. */
function db(migrations: readonly Migration[]): Record<string, string> {
  const config = drizzleConfig({
    dialect: 'sqlite',
    schema: './schema.ts',
    dbCredentials: { url: 'file:./local.db' },
  });
  const all = { ...files(migrations), 'package.json': '{ "name": "db" }', 'drizzle.config.ts': config };
  return {
    '.gitignore': 'node_modules\n/db/local.db*\n',
    // The snapshots are empty.
    ...Object.fromEntries(Object.entries(all).map(([file, text]) => [`db/${file}`, text])),
    'db/schema.ts': SCHEMA,
  };
}

const CHECKS = { 'stale-schema': 'off', 'snapshot-mismatch': 'off' };

function withDb(configuration: object, use: (repository: Repository) => Promise<void> | void): Promise<void> {
  const settings = { 'drizzle-guard.json': JSON.stringify({ checks: CHECKS, ...configuration }) };
  return withRepository({ ...db([USERS]), ...settings }, async (repository) => {
    expect(repository.bin(['migrate']).exitCode).toBe(0);
    const { prepare, commit } = repository;
    prepare('checkout', '--quiet', '-b', 'feat');
    commit('Posts', db([USERS, POSTS]));
    prepare('checkout', '--quiet', 'main');
    commit('Meanwhile', { 'main/index.ts': 'export {};\n' });
    await use(repository);
  });
}

test('after a merge: what is pending is named, nothing is applied unasked', () =>
  withDb({}, (repository) => {
    expect(merge(repository)).toMatchInlineSnapshot(`
      "db: arrived 0001_posts
        pending on sqlite db/local.db: 0001_posts
        run \`npx drizzle-guard migrate --database db\`"
    `);
  }));

test('after a merge: what arrived is applied where that was permitted', () =>
  withDb(
    { environments: { development: { applyAfterMerge: true, applyAfterMergeLimit: '5m' } } },
    async (repository) => {
      expect(merge(repository)).toMatchInlineSnapshot(`
        "db: arrived 0001_posts
          applied to sqlite db/local.db: 0001_posts"
      `);
      expect(await sql({ dir: `${repository.dir}/db` }, LEDGER)).toHaveLength(2);
      const run = repository.git(['checkout', 'feat']);
      expect(words(run, repository)).not.toContain('pending');
    },
  ));

test('init hides the file, what SQLite puts beside it, and its lock', () =>
  withRepository({ ...db([USERS]), '.gitignore': 'node_modules\n' }, ({ bin, prepare }) => {
    expect(bin(['init']).exitCode).toBe(0);
    const data = ['', '-journal', '-wal', '-shm', '.lock'].map((ending) => `db/local.db${ending}`);
    expect(
      prepare('check-ignore', '--', ...data)
        .trim()
        .split('\n'),
    ).toEqual(data);
  }));
