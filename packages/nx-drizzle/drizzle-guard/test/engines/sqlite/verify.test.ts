import { startBin, withWorkspace } from 'testkit';
import { expect, test } from 'vitest';
import { masked } from '../../databases';
import { files, one, POSTS, REBUILD, sql, USERS, withSqlite, type Migration } from './fixtures';
import { CREDENTIALS, startLibsql } from './libsql-server';

const TAGS: Migration = ['0003_tags', 'CREATE TABLE IF NOT EXISTS `tags` (`id` integer, `name` text);\n'];

test('SQLite: what was there before is one line, what is new is drift; a dry run says what its one lock does', () =>
  withSqlite([USERS, POSTS, REBUILD, TAGS], async (workspace) => {
    const { bin } = workspace;
    expect(bin(['migrate', '--to', '0001_posts']).exitCode).toBe(0);
    await sql(workspace, 'CREATE INDEX by_author ON posts (author)');
    const plan = bin(['migrate', '--dry-run', '--to', '0002_users_again']).stdout;
    expect(plan.split('\n').slice(-3)).toMatchInlineSnapshot(`
      [
        "    PRAGMA foreign_keys=ON;",
        "  each of them locks the whole database while it runs, as every write does in SQLite",
        "",
      ]
    `);
    expect(masked(bin(['migrate', '--to', '0002_users_again']).stdout)).toMatchInlineSnapshot(`
      "shop  development  sqlite local.db
        0002_users_again  <n> ms
      shop  applied 1 migration, 1 left pending
        1 difference between the database and its migrations was there before: index by_author
      "
    `);
    await sql(workspace, 'CREATE TABLE tags (id integer, label text)');
    expect(one(workspace, 'migrate')).toMatchObject({
      exitCode: 1,
      applied: [{ migration: '0003_tags' }],
      findings: [
        {
          code: 'drift',
          details: [
            'column tags.label is in the database and in no migration',
            'column tags.name is in the migrations and not in the database',
          ],
        },
      ],
      olderDifferences: ['index by_author'],
      notChecked: ['base'],
    });
  }));

test('a server of libsql is verified too', async () => {
  const server = await startLibsql();
  const dbCredentials = { url: server.url, ...CREDENTIALS };
  const all = files([USERS, POSTS, REBUILD], { dialect: 'turso', dbCredentials });
  try {
    await withWorkspace(all, async ({ dir }) => {
      await startBin(['migrate', '--to', '0000_users'], { cwd: dir });
      server.rows('CREATE TABLE by_hand (id integer)');
      const run = await startBin(['migrate', '--json'], { cwd: dir });
      expect(run.json().databases[0]).toMatchObject({
        applied: [{ migration: '0001_posts' }, { migration: '0002_users_again' }],
        findings: [],
        olderDifferences: ['table by_hand'],
        notChecked: ['base'],
      });
    });
  } finally {
    server.close();
  }
});
