import { describe, expect, test } from 'vitest';
import { drizzleKit } from '../../databases';
import { isFound } from './drivers';
import {
  drizzleOrm,
  folders,
  LEDGER,
  one,
  POSTS,
  REBUILD,
  sql,
  stamped,
  tagsIn,
  USERS,
  withSqlite,
  withSqliteOne,
} from './fixtures';

const ALL = [USERS, POSTS, REBUILD];

test('a database that was made by other means is adopted, and drizzle-kit agrees', () =>
  withSqlite(ALL, async (shop) => {
    await sql(shop, USERS[1]);
    expect(one(shop, 'status').hint).toContain('users is there already');
    const refused = one(shop, 'migrate', '--baseline', POSTS[0]);
    expect([refused.exitCode, refused.error.message]).toEqual([2, expect.stringContaining('posts')]);
    const { exitCode, baselined } = one(shop, 'migrate', '--baseline', USERS[0]);
    expect([exitCode, baselined]).toEqual([0, [USERS[0]]]);
    expect(tagsIn(one(shop, 'migrate'))).toEqual([POSTS[0], REBUILD[0]]);
    const rows = await sql(shop, LEDGER);
    drizzleKit(shop, 'migrate');
    expect(await sql(shop, LEDGER)).toEqual(rows);
    expect(rows).toHaveLength(3);
  }));

describe('drizzle-orm 0.x', () => {
  test('the rows are what its own migrator writes, and it agrees that nothing is pending', () =>
    withSqlite(ALL, async (theirs) => {
      drizzleOrm(theirs);
      const written = await sql(theirs, LEDGER);
      expect(written[0]).toEqual({
        id: null,
        hash: expect.any(String),
        created_at: Date.UTC(2026, 0, 1, 0, 1),
      });
      expect(one(theirs, 'migrate')).toMatchObject({ exitCode: 0, applied: [], pending: [], findings: [] });
      expect(await sql(theirs, LEDGER)).toEqual(written);
      await withSqlite(ALL, async (ours) => {
        expect(tagsIn(one(ours, 'migrate'))).toEqual(ALL.map(([tag]) => tag));
        expect(await sql(ours, LEDGER)).toEqual(written);
        const schema = "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE '%drizzle%' ORDER BY name";
        expect(await sql(ours, schema)).toEqual(await sql(theirs, schema));
        drizzleOrm(ours);
        drizzleKit(ours, 'migrate');
        expect(await sql(ours, LEDGER)).toEqual(written);
      });
    }));

  test('what drizzle-kit began is gone on with, in a table of another name too', () =>
    withSqlite(
      [USERS],
      async (workspace) => {
        drizzleKit(workspace, 'migrate');
        expect(one(workspace, 'status')).toMatchObject({
          exitCode: 0,
          target: 'sqlite local.db',
          migrations: [{ migration: '0000_users', state: 'applied' }],
        });
        const { 'package.json': _, ...more } = (await import('./fixtures')).files(ALL, MOVED);
        workspace.write(more);
        expect(tagsIn(one(workspace, 'migrate'))).toEqual(['0001_posts', '0002_users_again']);
        expect(await sql(workspace, 'SELECT count(*) AS n FROM applied')).toEqual([{ n: 3 }]);
        drizzleKit(workspace, 'migrate');
        expect(await sql(workspace, 'SELECT count(*) AS n FROM applied')).toEqual([{ n: 3 }]);
      },
      MOVED,
    ));

  test('a row whose migration was moved since is stamped anew, and drizzle-orm agrees', () =>
    withSqlite([USERS, POSTS], async (workspace) => {
      one(workspace, 'migrate');
      await sql(workspace, 'UPDATE __drizzle_migrations SET created_at = created_at - 5000 WHERE rowid = 2');
      expect(one(workspace, 'migrate')).toMatchObject({ exitCode: 0, moved: [{ to: '0001_posts' }] });
      drizzleOrm(workspace);
      expect(await sql(workspace, 'SELECT count(*) AS n FROM posts')).toEqual([{ n: 3 }]);
    }));

  test.skipIf(!isFound('better-sqlite3'))('the migrator of better-sqlite3 agrees too', () =>
    withSqlite(ALL, async (workspace) => {
      expect(tagsIn(one(workspace, 'migrate'))).toHaveLength(3);
      const written = await sql(workspace, LEDGER);
      drizzleOrm(workspace, 'better-sqlite3');
      expect(await sql(workspace, LEDGER)).toEqual(written);
      workspace.remove('local.db');
      drizzleOrm(workspace, 'better-sqlite3');
      expect(await sql(workspace, LEDGER)).toEqual(written);
      expect(one(workspace, 'migrate')).toMatchObject({ exitCode: 0, applied: [], findings: [] });
    }),
  );

  test('another table of that name is no ledger', () =>
    withSqlite([USERS], async (workspace) => {
      await sql(workspace, 'CREATE TABLE __drizzle_migrations (version text)');
      for (const command of ['status', 'migrate'])
        expect(one(workspace, command)).toMatchObject({ exitCode: 2, error: { code: 'unreadable-ledger' } });
    }));
});

const MOVED = { migrations: { table: 'applied' } };

describe('drizzle-orm 1.0', () => {
  test('the rows are what its own migrator writes, and it agrees that nothing is pending', () =>
    withSqliteOne(ALL, async (theirs) => {
      drizzleOrm(theirs);
      const written = (await sql(theirs, LEDGER)).map(withoutTime);
      expect(written[1]).toEqual({
        ...{ id: 2, hash: expect.any(String), created_at: Date.UTC(2026, 0, 1, 0, 1) },
        ...{ name: stamped('0001_posts'), applied_at: 'a time' },
      });
      expect(one(theirs, 'status').migrations[0]).toMatchObject({
        state: 'applied',
        appliedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      });
      await withSqliteOne(ALL, async (ours) => {
        expect(tagsIn(one(ours, 'migrate'))).toHaveLength(3);
        expect((await sql(ours, LEDGER)).map(withoutTime)).toEqual(written);
        drizzleOrm(ours);
        drizzleKit(ours, 'migrate');
        expect((await sql(ours, LEDGER)).map(withoutTime)).toEqual(written);
      });
    }));

  test('a ledger of 0.x becomes one of 1.0 with the first migration, as drizzle-orm does it', () =>
    withSqliteOne([USERS], async (workspace) => {
      await sql(
        workspace,
        'CREATE TABLE __drizzle_migrations (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric)',
      );
      const { hash } = await fresh();
      await sql(workspace, 'CREATE TABLE users (id integer PRIMARY KEY NOT NULL, name text NOT NULL)');
      await sql(
        workspace,
        `INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('${hash}', ${Date.UTC(2026, 0, 1)})`,
      );
      expect(one(workspace, 'status').migrations).toMatchObject([{ state: 'applied' }]);
      workspace.write(folders([USERS, POSTS]));
      expect(tagsIn(one(workspace, 'migrate'))).toEqual([stamped('0001_posts')]);
      expect((await sql(workspace, LEDGER)).map(withoutTime)).toMatchObject([
        { id: null, hash, name: stamped('0000_users'), applied_at: null },
        { id: null, name: stamped('0001_posts'), applied_at: 'a time' },
      ]);
      drizzleOrm(workspace);
      drizzleKit(workspace, 'migrate');
      expect(await sql(workspace, 'SELECT count(*) AS n FROM posts')).toEqual([{ n: 3 }]);
    }));
});

/** What drizzle-orm records of the first migration. */
async function fresh(): Promise<{ hash: string }> {
  let hash = '';
  await withSqliteOne([USERS], async (workspace) => {
    drizzleOrm(workspace);
    hash = String((await sql(workspace, LEDGER))[0]!['hash']);
  });
  return { hash };
}

function withoutTime(row: Record<string, unknown>): Record<string, unknown> {
  return { ...row, applied_at: row['applied_at'] === null ? null : 'a time' };
}
