import {
  branchFiles,
  branchSchema,
  drizzleConfig,
  kitOneModules,
  withRepository,
  type Repository,
} from 'testkit';
import { expect, test, vi } from 'vitest';
import { fork, forked, head, schemaWith, steps, THEIRS, MINE, withDb } from '../hooks/fixtures';
import { tagsOf, type as typeSteps, typedIn } from '../hooks/advice';
import { expectGreen, migrationsAt, MOVED, withSettling } from '../hooks/settled';

// What a rebase says is typed as it stands, until nothing is left to do.

vi.setConfig({ testTimeout: 400_000 });

const CONFLICT = { '.gitattributes': 'drizzle/meta/*.json -merge\n' };

/** What a database has that was brought to it from nothing, and one that had theirs before. */
function migrated({ bin, env, prepare, remove, exists }: Repository, file: string): string[][] {
  const now = prepare('rev-parse', '--abbrev-ref', 'HEAD');
  const drop = () => {
    for (const one of [file, `${file}-wal`, `${file}-shm`]) if (exists(one)) remove(one);
  };
  const run = () => {
    const applied = bin(['migrate', '--json'], { env });
    expect([applied.stderr, applied.exitCode]).toEqual([applied.stderr, 0]);
    return bin(['status', '--json'], { env }).json().databases[0].migrations as { state: string }[];
  };
  const states = () => [...new Set(run().map(({ state }) => state))];
  const fresh = states();
  drop();
  prepare('checkout', '--quiet', 'main');
  run();
  prepare('checkout', '--quiet', now);
  const grown = states();
  drop();
  return [fresh, grown];
}

test('SQLite, schema.ts in conflict too: settled by hand in between, and no database misses anything', async () => {
  const schema = (...columns: string[]) =>
    `import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
export const users = sqliteTable('users', {
  id: integer('id').primaryKey(),
${columns.map((name) => `  ${name}: text('${name}'),\n`).join('')}});
`;
  const config = drizzleConfig({ dialect: 'sqlite', dbCredentials: { url: 'file:./shop.db' } });
  const files = {
    ...{ 'package.json': '{ "name": "shop" }', 'drizzle-guard.json': '{ "base": "main" }' },
    ...{ 'drizzle.config.ts': config, '.gitignore': 'shop.db*\n', 'schema.ts': schema(), ...CONFLICT },
  };
  await withRepository(files, async (repository) => {
    const { prepare, git, bin, env } = repository;
    const generated = (name: string, ...columns: string[]) => {
      repository.write({ 'schema.ts': schema(...columns) });
      expect(bin(['generate', '--name', name], { env }).exitCode).toBe(0);
      repository.commit(name);
    };
    generated('start');
    prepare('checkout', '--quiet', '-b', 'feat');
    generated('title', 'title');
    prepare('checkout', '--quiet', 'main');
    generated('tag', 'tag');
    prepare('checkout', '--quiet', 'feat');
    expect(git(['merge', 'main']).exitCode).toBe(1);
    const told = bin(['rebase'], { env });
    expect([told.exitCode, told.stdout]).toMatchInlineSnapshot(`
      [
        0,
        "shop  1 migration moved
        0001_title → 0002_title
        settle by hand first: schema.ts
        next:
          git add schema.ts
          git commit --no-edit
      ",
      ]
    `);
    repository.write({ 'schema.ts': schema('tag', 'title') });
    expect(typeSteps(repository, typedIn(told.stdout))).toMatchObject({ exitCode: 0 });
    expectGreen(repository, 2);
    expect(bin(['check', '--base', 'main'], { env }).exitCode).toBe(0);
    expect(migrated(repository, 'shop.db')).toEqual([['applied'], ['applied']]);
  });
});

test('MySQL without a server for it: the hook moves nothing that was not proved, and what it names does', async () => {
  const schema = (...branches: ('x' | 'y')[]) => ({ 'schema.ts': branchSchema('mysql', ...branches) });
  const files = {
    ...{ 'package.json': '{ "name": "shop" }', 'drizzle.config.ts': drizzleConfig({ dialect: 'mysql' }) },
    'drizzle-guard.json': '{ "base": "main", "onMerge": "rebase" }',
    ...schema(),
    ...branchFiles('mysql', ['start']),
  };
  await withRepository(
    files,
    async (repository) => {
      fork(
        repository,
        { ...schema('x'), ...branchFiles('mysql', ['x']) },
        { ...schema('y'), ...branchFiles('mysql', ['y']) },
      );
      const stopped = repository.git(['merge', '--no-edit', 'main']);
      expect(stopped.exitCode).toBe(1);
      expect(stopped.stderr.split('\n').filter((line) => /not moved|late-migration/.test(line)))
        .toMatchInlineSnapshot(`
        [
          "  error[late-migration] 20260112000000_x (2026-01-12 00:00:00Z) is not newer than 20260114000000_y (2026-01-14 00:00:00Z), which is on main: drizzle-orm applies it out of order, in silence, where that one is applied",
          "not moved by themselves: shop: it was not run that they go together: a shadow of MySQL is made on a server, and "shadow" in drizzle-guard.json names none",
        ]
      `);
      const [rebase] = typedIn(stopped.stderr);
      expect(rebase).toBe('npx drizzle-guard rebase --database shop');
      const typed = typeSteps(repository, typedIn(stopped.stderr));
      expect(typed).toMatchObject({ exitCode: 0 });
      expectGreen(repository, 2);
      expect(repository.bin(['check', '--base', 'main'], { env: repository.env }).exitCode).toBe(0);
    },
    kitOneModules(),
  );
});

test('HUSKY=0 with the merge driver: refused by every tool, taken back as rebase says, and merged again', async () => {
  await withSettling((repository) => {
    const { git, prepare } = repository;
    forked(repository);
    const before = head(repository);
    expect(git(['-c', 'core.hooksPath=/dev/null', 'merge', '--no-edit', 'main']).exitCode).toBe(0);
    const told = repository.bin(['rebase', '--onto', 'main'], { env: repository.env });
    expect([told.exitCode, told.stdout]).toMatchInlineSnapshot(`
      [
        2,
        "db
        error[rebase-refused] the migrations of db cannot be moved; nothing was written
          mine: broken-journal: db/drizzle/meta/_journal.json holds both sides of a merge
          help: the merge that HEAD is has recorded it so: \`git reset --keep HEAD^\` takes that back; then merge again, with hooks
      0 errors, 0 warnings, 1 database could not be dealt with
      ",
      ]
    `);
    prepare('reset', '--keep', 'HEAD^');
    expect(head(repository)).toBe(before);
    expect(git(['merge', '--no-edit', 'main']).exitCode).toBe(0);
    expectGreen(repository, 2);
    expect(migrationsAt(repository, 'HEAD')).toEqual(MOVED);
  });
});

test('two databases in one merge, one of which is refused: neither is moved, and both are when that is settled', async () => {
  const second = (files: Record<string, string>) =>
    Object.fromEntries(
      Object.entries(files).map(([file, text]) => [
        file.replace(/^db\//, 'db2/'),
        text.replace('"name": "db"', '"name": "db2"'),
      ]),
    );
  await withDb(async (repository) => {
    const files = repository.prepare('ls-files', 'db').split('\n');
    repository.commit(
      'Second',
      second(Object.fromEntries(files.map((file) => [file, repository.read(file)]))),
    );
    const both = { ...THEIRS, tag: '0003_mine' };
    fork(
      repository,
      { ...steps(MINE), ...second(steps(both)) },
      { ...steps(THEIRS), ...second(steps(THEIRS)) },
    );
    const before = repository.prepare('status', '--porcelain');
    const told = repository.bin(['rebase', '--onto', 'main'], { env: repository.env });
    expect([told.exitCode, told.stdout]).toMatchInlineSnapshot(`
      [
        2,
        "db2
        error[rebase-refused] 0003_mine cannot be moved; nothing was written
          0003_mine: theirs has all of it already, and 0003_tag fails after 0003_mine: column "tag" of relation "entries" already exists (db2/drizzle/0003_tag.sql:1)
          help: \`npx drizzle-guard rebase --database db2 --drop-duplicates\` leaves that out of it, and nothing else
      db  not moved: all databases are or none, and another one is refused
      0 errors, 0 warnings, 1 database could not be dealt with
      ",
      ]
    `);
    expect(repository.prepare('status', '--porcelain')).toBe(before);
    const again = repository.bin(['rebase', '--onto', 'main', '--drop-duplicates'], { env: repository.env });
    expect(again.exitCode).toBe(0);
    expect(typeSteps(repository, typedIn(again.stdout))).toMatchObject({ exitCode: 0 });
    expectGreen(repository, 2);
    expect([tagsOf(repository), migrationsAt(repository, 'HEAD', 'db2/drizzle')]).toEqual([
      ['0003_tag', '0004_title'],
      [...MOVED.slice(0, 3), '0003_tag'],
    ]);
    expect(schemaWith('tag', 'users.title')).toBe(repository.read('db/src/schema.ts'));
  });
});
