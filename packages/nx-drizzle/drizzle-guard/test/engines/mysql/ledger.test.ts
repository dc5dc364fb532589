import { describe, expect, test, vi } from 'vitest';
import {
  drizzleKit,
  drizzleOrm,
  folders,
  hasMysql,
  LEDGER,
  one,
  ROWS,
  stamped,
  tagsIn,
  USERS,
  withMysql,
  withMysqlOne,
  type Migration,
} from './fixtures';

// drizzle-kit and drizzle-orm agree with what drizzle-guard has recorded, and it with them.

vi.setConfig({ testTimeout: 120_000 });

const LATER: Migration = ['0002_later', 'CREATE TABLE `later` (`id` int);\n'];

describe.runIf(await hasMysql())('the ledger of MySQL', () => {
  test('of drizzle-orm 0.x: nothing is pending afterwards, for either', () =>
    withMysql([USERS, ROWS], async (shop) => {
      expect(one(shop, 'migrate').exitCode).toBe(0);
      const before = await shop.sql(LEDGER);
      drizzleOrm(shop);
      drizzleKit(shop);
      expect(await shop.sql(LEDGER)).toEqual(before);
      expect(await shop.sql('SELECT count(*) AS n FROM users')).toEqual([{ n: 2 }]);
    }));

  test('what drizzle-orm 0.x has applied is applied', () =>
    withMysql([USERS, ROWS], (shop) => {
      drizzleOrm(shop);
      expect(one(shop, 'status').migrations).toMatchObject([{ state: 'applied' }, { state: 'applied' }]);
      expect(one(shop, 'migrate')).toMatchObject({ exitCode: 0, applied: [] });
    }));

  test('a database that was made by other means is adopted, and drizzle-kit agrees', () =>
    withMysql([USERS, ROWS, LATER], async (shop) => {
      await shop.sql('CREATE TABLE `users` (`id` serial PRIMARY KEY, `name` varchar(99) NOT NULL)');
      expect(one(shop, 'status').hint).toContain('users is there already');
      const refused = one(shop, 'migrate', '--baseline', LATER[0]);
      expect([refused.exitCode, refused.error.message]).toEqual([2, expect.stringContaining('later')]);
      expect(await shop.sql("SHOW TABLES LIKE '%drizzle%'")).toEqual([]);
      const { exitCode, baselined } = one(shop, 'migrate', '--baseline', ROWS[0]);
      expect([exitCode, baselined]).toEqual([0, [USERS[0], ROWS[0]]]);
      expect(await shop.sql('SELECT * FROM users')).toEqual([]);
      expect(tagsIn(one(shop, 'migrate'))).toEqual([LATER[0]]);
      const rows = await shop.sql(LEDGER);
      drizzleKit(shop);
      expect(await shop.sql(LEDGER)).toEqual(rows);
      expect(rows).toHaveLength(3);
    }));

  test('of drizzle-orm 1.0: the same', () =>
    withMysqlOne([USERS, ROWS], async (shop) => {
      expect(one(shop, 'migrate').exitCode).toBe(0);
      const before = await shop.sql(LEDGER);
      expect(before.map(({ name }) => name)).toEqual([USERS, ROWS].map(([tag]) => stamped(tag)));
      drizzleOrm(shop);
      drizzleKit(shop);
      expect(await shop.sql(LEDGER)).toEqual(before);
      expect(one(shop, 'status').migrations).toMatchObject([{ appliedAt: expect.stringMatching(/^20/) }, {}]);
    }));

  test('one of 0.x becomes one of 1.0 with the next migration', () =>
    withMysqlOne([USERS, ROWS], async (shop) => {
      expect(one(shop, 'migrate').exitCode).toBe(0);
      await shop.sql('ALTER TABLE __drizzle_migrations DROP name, DROP applied_at');
      shop.write(folders([USERS, ROWS, LATER]));
      expect(tagsIn(one(shop, 'migrate'))).toEqual([stamped(LATER[0])]);
      const rows = await shop.sql(LEDGER);
      expect(rows.map(({ name }) => name)).toEqual([USERS, ROWS, LATER].map(([tag]) => stamped(tag)));
      expect(rows.map(({ applied_at }) => applied_at === null)).toEqual([true, true, false]);
      drizzleOrm(shop);
      drizzleKit(shop);
      expect(await shop.sql(LEDGER)).toEqual(rows);
    }));

  test.each([
    ['has no such columns', '(id int, what text)'],
    [
      'holds rows that are none',
      "(id serial primary key, hash text, created_at text) SELECT 1 AS id, 'h' AS hash, 'x' AS created_at",
    ],
  ])('that %s is not taken for one', (_, shape) =>
    withMysql([USERS], async (shop) => {
      await shop.sql(`CREATE TABLE __drizzle_migrations ${shape}`);
      for (const command of ['status', 'migrate'])
        expect(one(shop, command)).toMatchObject({ exitCode: 2, error: { code: 'unreadable-ledger' } });
      expect(await shop.sql('SHOW TABLES')).toHaveLength(1);
    }),
  );
});
