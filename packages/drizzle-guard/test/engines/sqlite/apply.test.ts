import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ReadMigration } from '../../../src/apply/read-migrations';
import { runMigrate, type MigrateOutcome } from '../../../src/apply/run-migrate';
import type { Connection } from '../../../src/engines/connection';
import { sqliteConnection } from '../../../src/engines/sqlite/connection';
import type { SqliteClient } from '../../../src/engines/sqlite/client';
import { DRIVERS, driverIn, isFound } from './drivers';
import { POSTS, REBUILD, USERS, type Migration } from './fixtures';

// What a migration does to a file of SQLite, and what it leaves behind where it fails, on each driver.

const PLACE = { schema: 'drizzle', table: '__drizzle_migrations' };

const read = ([tag, sql]: Migration): ReadMigration => ({
  ...{ tag, name: null, hash: `hash of ${tag}`, hashes: [] },
  timestamp: Number(tag.slice(0, 4)) + 1,
  statements: sql.split('--> statement-breakpoint'),
});
const migration = (tag: string, ...statements: string[]): ReadMigration =>
  read([tag, statements.join('--> statement-breakpoint')]);
const [users, posts, rebuild] = [read(USERS), read(POSTS), read(REBUILD)];
const table = (tag: string) => migration(tag, `CREATE TABLE "${tag}" (id integer)`);
const applied = ({ applied: done }: MigrateOutcome) => done.map(({ migration: tag }) => tag);

describe.each(DRIVERS)('%s', (name) => {
  describe.skipIf(!isFound(name))('', () => {
    let [dir, client, connection]: [string, SqliteClient, Connection] = ['', null!, null!];
    beforeEach(() => {
      dir = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'drizzle-guard-sqlite-')));
      const driver = driverIn(dir, name);
      expect(driver.name).toBe(name);
      client = driver.open(path.join(dir, 'local.db'));
      const { suspendsForeignKeys } = driver;
      connection = sqliteConnection(client, { suspendsForeignKeys, lock: async () => undefined });
    });
    afterEach(async () => {
      await connection.close();
      rmSync(dir, { recursive: true });
    });
    const run = (...migrations: ReadMigration[]) =>
      runMigrate(connection, PLACE, { migrations, before: [], after: [] });
    const tables = async () => {
      const rows = await client.query(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%drizzle%' ORDER BY name",
      );
      return rows.map((row) => row['name']);
    };
    const recorded = async () =>
      (await connection.readLedger(PLACE)).rows.map(({ hash }) => hash.replace('hash of ', ''));
    const count = async (from: string) => (await client.query(`SELECT count(*) AS n FROM ${from}`))[0]!['n'];

    test('a table that is made anew keeps the rows that refer to it', async () => {
      expect(applied(await run(users, posts, rebuild))).toHaveLength(3);
      expect(await count('posts')).toBe(3);
      expect(await client.query('PRAGMA foreign_keys')).toEqual([{ foreign_keys: 1 }]);
    });

    test('one that leaves its transaction for the pragma alone is one transaction all the same', async () => {
      await run(users, posts);
      const again = ['COMMIT TRANSACTION', 'PRAGMA foreign_keys = OFF', 'BEGIN TRANSACTION'];
      const rest = rebuild.statements.slice(1, -1);
      const end = ['COMMIT', 'PRAGMA foreign_keys = ON', 'BEGIN'];
      const bad = await run(migration('0002_again', ...again, ...rest, ...end, 'SELECT nope'));
      expect(bad.failure!.message).toContain(`0002_again failed at statement ${rest.length + 7} of`);
      expect(bad.failure!.message).toContain('0002_again was rolled back.');
      expect(applied(await run(migration('0002_again', ...again, ...rest, ...end)))).toEqual(['0002_again']);
      expect(await count('posts')).toBe(3);
    });

    test('a failing migration is taken back whole, and those before it stay', async () => {
      const outcome = await run(users, migration('0001_bad', 'CREATE TABLE a (id integer)', 'SELECT nope'));
      expect(applied(outcome)).toEqual(['0000_users']);
      expect(outcome.failure!.message).toContain('0001_bad failed at statement 2 of 2');
      expect(outcome.failure!.message).toContain('no such column: nope');
      expect(outcome.failure!.message).toContain(
        '0001_bad was rolled back. Applied in this run: 0000_users.',
      );
      expect([await tables(), await recorded()]).toEqual([['users'], ['0000_users']]);
    });

    test('rows whose foreign key leads nowhere afterwards: rolled back, and told', async () => {
      await run(users, posts);
      const outcome = await run(
        migration('0002_gone', 'PRAGMA foreign_keys=OFF', 'DELETE FROM users WHERE id = 2'),
      );
      expect(outcome.failure!.message).toContain(
        'it leaves rows whose foreign keys lead nowhere: 2 of posts refer to rows of users that are not there (row 2: author 2; row 3: author 2)',
      );
      expect(outcome.failure!.message).toContain('0002_gone was rolled back.');
      expect([await count('users'), await recorded()]).toEqual([2, ['0000_users', '0001_posts']]);
    });

    test('what led nowhere before is not laid to its charge', async () => {
      await run(users, posts);
      await client.execute('PRAGMA foreign_keys=OFF; DELETE FROM users WHERE id = 1; PRAGMA foreign_keys=ON');
      expect(applied(await run(rebuild))).toEqual(['0002_users_again']);
    });

    test.each([
      ['its own COMMIT', ['CREATE TABLE left_behind (id integer)', 'COMMIT'], true],
      ['a COMMIT and another BEGIN', ['CREATE TABLE left_behind (id integer)', 'COMMIT; BEGIN'], true],
      ['a COMMIT before what fails', ['CREATE TABLE left_behind (id integer); COMMIT; SELECT nope'], true],
      ['a BEGIN of its own', ['CREATE TABLE left_behind (id integer)', 'BEGIN'], false],
      ['its own ROLLBACK', ['CREATE TABLE left_behind (id integer)', 'ROLLBACK;'], false],
      ['a ROLLBACK with more behind it', ['ROLLBACK; CREATE TABLE left_behind (id integer)'], true],
      [
        'a conflict that rolls back',
        ['CREATE TABLE a (id integer PRIMARY KEY)', 'INSERT OR ROLLBACK INTO a VALUES (1), (1)'],
        false,
      ],
    ])('%s: what stays is told', async (_, statements, stays) => {
      const outcome = await run(migration('0000_a', ...statements));
      expect(outcome.failure!.message).toContain(
        stays ? '0000_a was NOT rolled back' : '0000_a was rolled back.',
      );
      expect([await tables(), await recorded()]).toEqual([stays ? ['left_behind'] : [], []]);
      expect(applied(await run(table('0001_b')))).toEqual(['0001_b']);
    });

    test('words that could end a transaction and do not are no fault', async () => {
      const outcome = await run(
        migration(
          '0000_a',
          'CREATE TABLE a (id integer, note text)',
          "CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE a SET note = CASE id WHEN 1 THEN 'begin; commit' END; END;",
          "-- ROLLBACK;\nINSERT INTO a VALUES (1, 'COMMIT')",
          'SAVEPOINT mine; DELETE FROM a; ROLLBACK TO mine; RELEASE mine',
          ...['SAVEPOINT mine', 'DELETE FROM a', 'ROLLBACK TO mine;', '-- done\nRELEASE SAVEPOINT mine'],
        ),
      );
      expect([outcome.failure, applied(outcome)]).toEqual([null, ['0000_a']]);
      expect(await client.query('SELECT note FROM a')).toEqual([{ note: 'begin; commit' }]);
    });

    describe('what forbids a transaction', () => {
      test.each([
        ['VACUUM', ['VACUUM']],
        [
          'a pragma',
          ['PRAGMA journal_mode=WAL', 'CREATE TABLE a (id integer)', 'PRAGMA synchronous = NORMAL'],
        ],
      ])('%s runs on its own, and nothing is left to remember', async (_, statements) => {
        const outcome = await run(users, migration('0001_b', ...statements));
        expect([outcome.failure, applied(outcome)]).toEqual([null, ['0000_users', '0001_b']]);
        expect((await connection.readLedger(PLACE)).unfinished).toEqual([]);
        expect(await client.query("SELECT name FROM sqlite_master WHERE name LIKE '%runs%'")).toEqual([]);
      });

      const half = migration('0001_b', 'CREATE TABLE a (id integer)', 'VACUUM', 'SELECT nope', 'VACUUM');

      test('what failed in its middle is remembered, and gone on with', async () => {
        const { failure } = await run(users, half);
        expect(failure!.message).toContain('0001_b failed at statement 3 of 4');
        expect(failure!.message).toContain('0001_b was NOT rolled back');
        expect(failure!.help).toContain('--resolve 0001_b=continue');
        expect(await tables()).toEqual(['a', 'users']);
        const unfinished = {
          migration: '0001_b',
          hash: half.hash,
          done: 2,
          total: 4,
          since: expect.any(String),
        };
        expect((await connection.readLedger(PLACE)).unfinished).toEqual([unfinished]);
        const statements = half.statements.with?.(2, 'SELECT 1') ?? [...half.statements.slice(0, 2), '', ''];
        const row = { hash: half.hash, createdAt: 2, name: null };
        await connection.apply({ tag: '0001_b', statements, row, from: 2 }, PLACE, []);
        expect([await recorded(), (await connection.readLedger(PLACE)).unfinished]).toEqual([
          ['0000_users', '0001_b'],
          [],
        ]);
      });

      test.each([
        ['taken back', null, ['0000_users']],
        ['done', { hash: half.hash, createdAt: 2, name: null }, ['0000_users', '0001_b']],
      ])('what somebody says is %s is settled', async (_, row, expected) => {
        await run(users, half);
        await connection.settle(PLACE, '0001_b', row);
        expect([await recorded(), (await connection.readLedger(PLACE)).unfinished]).toEqual([expected, []]);
        expect(applied(await run(table('0002_c')))).toEqual(['0002_c']);
      });

      test('where the first statement fails nothing is left, and nothing remembered', async () => {
        const { failure } = await run(users, migration('0001_b', 'SELECT nope', 'VACUUM'));
        expect(failure!.message).toContain('0001_b was rolled back.');
        expect((await connection.readLedger(PLACE)).unfinished).toEqual([]);
      });
    });

    describe('a way back', () => {
      const undo = (...statements: string[]) =>
        connection.undo({ tag: 'undo:0001_b', hash: 'h', statements, row: 2 }, PLACE);
      const [early, late] = [table('0000_a'), table('0001_b')];
      const all = async () => [
        await recorded(),
        await tables(),
        (await connection.readLedger(PLACE)).unfinished,
      ];

      test('runs in one transaction with its row, and leaves all where it fails', async () => {
        await run(early, late);
        await expect(undo('DROP TABLE "0001_b"', 'SELECT nope')).rejects.toMatchObject({ left: 'nothing' });
        expect(await all()).toEqual([['0000_a', '0001_b'], ['0000_a', '0001_b'], []]);
        await undo('DROP TABLE "0001_b"');
        expect(await all()).toEqual([['0000_a'], ['0000_a'], []]);
        expect(applied(await run(late))).toEqual(['0001_b']);
      });

      test('is remembered where it is left half-way, and gone on with or settled', async () => {
        await run(early, late);
        const statements = ['DROP TABLE "0001_b"', 'VACUUM', 'SELECT nope'];
        await expect(undo(...statements)).rejects.toMatchObject({
          left: 'unfinished',
          step: { statement: 2 },
        });
        expect(await all()).toMatchObject([
          ['0000_a', '0001_b'],
          ['0000_a'],
          [{ migration: 'undo:0001_b', done: 2 }],
        ]);
        await connection.undo(
          {
            tag: 'undo:0001_b',
            hash: 'h',
            statements: [...statements.slice(0, 2), 'SELECT 1'],
            row: 2,
            from: 2,
          },
          PLACE,
        );
        expect(await all()).toEqual([['0000_a'], ['0000_a'], []]);
        await run(late);
        await expect(undo(...statements)).rejects.toThrow();
        await connection.settle(PLACE, 'undo:0001_b', 2);
        expect(await all()).toEqual([['0000_a'], ['0000_a'], []]);
        expect(applied(await run(late))).toEqual(['0001_b']);
      });
    });

    test('a ledger that somebody else has changed meanwhile stops it before the first statement', async () => {
      await run(users);
      await connection.readLedger(PLACE);
      await client.query("INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('theirs', 2)");
      const { failure } = await run(table('0002_c'));
      expect(failure).toMatchObject({ code: 'lock-held' });
      expect(await tables()).toEqual(['users']);
    });

    test('a row that is refused takes its migration back', async () => {
      await run(users);
      await client.execute(
        "CREATE TRIGGER no BEFORE INSERT ON __drizzle_migrations BEGIN SELECT RAISE(ABORT, 'not here'); END",
      );
      const { failure } = await run(table('0001_b'));
      expect(failure!.message).toContain('0001_b failed at recording it in the ledger: not here');
      expect(await tables()).toEqual(['users']);
    });

    test('a constraint that is looked at in the end belongs to COMMIT', async () => {
      await connection.createLedger(PLACE, 'hashes');
      const deferred = migration(
        '0000_a',
        'CREATE TABLE a (id integer PRIMARY KEY)',
        'CREATE TABLE b (a integer REFERENCES a (id) DEFERRABLE INITIALLY DEFERRED)',
        'INSERT INTO b VALUES (7)',
      );
      const { failure } = await run(deferred);
      expect(failure!.message).toMatch(/^0000_a failed at COMMIT, when everything in it had run:/);
      expect(failure!.message).toContain('0000_a was rolled back.');
      expect(await tables()).toEqual([]);
    });
  });
});
