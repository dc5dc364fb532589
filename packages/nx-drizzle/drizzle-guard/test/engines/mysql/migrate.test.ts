import { isLong } from 'testkit';
import { describe, expect, test, vi } from 'vitest';
import {
  BAD,
  configFile,
  hasMysql,
  LEDGER,
  one,
  ROWS,
  sql,
  tagsIn,
  urlOf,
  USERS,
  withMysql,
} from './fixtures';

// The journeys of a database of MySQL or MariaDB through the built bin.

vi.setConfig({ testTimeout: 120_000 });

const RUNS = "SHOW TABLES LIKE '%guard_runs'";
const MORE = ['0003_more', 'CREATE TABLE `c` (`id` int);\n'] as const;

describe.runIf(await hasMysql())('MySQL', () => {
  test('a first migrate, then nothing to do; a status writes nothing', () =>
    withMysql([USERS, ROWS], async (shop) => {
      expect(one(shop, 'status')).toMatchObject({
        ...{ exitCode: 0, target: `mysql 127.0.0.1:3306/${shop.database}` },
        migrations: [{ state: 'pending' }, { state: 'pending' }],
      });
      expect(await shop.sql('SHOW TABLES')).toEqual([]);
      expect(one(shop, 'migrate', '--dry-run').pending).toHaveLength(2);
      expect(await shop.sql('SHOW TABLES')).toEqual([]);
      expect(tagsIn(one(shop, 'migrate'))).toEqual(['0000_users', '0001_rows']);
      expect(await shop.sql('SELECT count(*) AS n FROM users')).toEqual([{ n: 2 }]);
      expect(one(shop, 'migrate')).toMatchObject({ exitCode: 0, applied: [], pending: [], findings: [] });
      expect(one(shop, 'status').migrations).toMatchObject([{ state: 'applied' }, { state: 'applied' }]);
      expect(await shop.sql(RUNS)).toEqual([]);
    }));

  test.runIf(isLong)('rows alone are taken back as a whole', () =>
    withMysql(
      [USERS, ['0001_x', `${ROWS[1]}--> statement-breakpoint\nINSERT INTO nowhere VALUES (1);\n`]],
      async (shop) => {
        const { error } = one(shop, 'migrate');
        expect(error.message).toContain('0001_x was rolled back. Applied in this run: 0000_users.');
        expect(await shop.sql('SELECT * FROM users')).toEqual([]);
        expect(await shop.sql(LEDGER)).toHaveLength(1);
        expect(one(shop, 'status').exitCode).toBe(0);
      },
    ),
  );

  test('a first statement that is refused has left nothing', () =>
    withMysql([['0000_x', 'ALTER TABLE nowhere ADD x int;\n']], async (shop) => {
      expect(one(shop, 'migrate').error.message).toContain('0000_x was rolled back');
      expect(one(shop, 'status').exitCode).toBe(0);
      expect(await shop.sql(RUNS)).toEqual([]);
    }));

  test('a migration that begins and ends transactions itself goes on where the rest was taken back', () =>
    withMysql(
      [
        USERS,
        [
          '0001_own',
          "CREATE TABLE z (id int);--> statement-breakpoint\nSTART TRANSACTION;--> statement-breakpoint\nINSERT INTO users (name) VALUES ('Ada');--> statement-breakpoint\nINSERT INTO nowhere VALUES (1);--> statement-breakpoint\nCOMMIT;\n",
        ],
      ],
      async (shop) => {
        expect(one(shop, 'migrate').error.code).toBe('failed-statement');
        expect(await shop.sql('SELECT * FROM users')).toEqual([]);
        await shop.sql('CREATE TABLE nowhere (id int)');
        expect(one(shop, 'migrate', '--resolve', '0001_own=continue')).toMatchObject({ exitCode: 0 });
        expect(await shop.sql('SELECT name FROM users')).toEqual([{ name: 'Ada' }]);
      },
    ));

  test('locked tables, and another database', () =>
    withMysql(
      [
        USERS,
        [
          '0001_dump',
          "LOCK TABLES users WRITE;--> statement-breakpoint\nINSERT INTO users (name) VALUES ('Ada');--> statement-breakpoint\nUNLOCK TABLES;--> statement-breakpoint\nUSE mysql;\n",
        ],
        MORE,
      ],
      async (shop) => {
        expect(one(shop, 'migrate')).toMatchObject({ exitCode: 0 });
        expect(await shop.sql("SHOW TABLES LIKE 'c'")).toHaveLength(1);
      },
    ));

  describe('a third migration that fails', () => {
    const failed = (use: Parameters<typeof withMysql>[1]) =>
      withMysql([USERS, ROWS, BAD, MORE], async (shop) => {
        const result = one(shop, 'migrate');
        expect(tagsIn(result)).toEqual(['0000_users', '0001_rows']);
        expect([result.exitCode, result.error.code]).toEqual([2, 'failed-statement']);
        expect(result.error.message).toBe(
          `0002_bad failed at statement 3 of 4 (drizzle/0002_bad.sql:5):\n    ALTER TABLE \`nowhere\`\n    ADD \`x\` int;\n  Table '${shop.database}.nowhere' doesn't exist (ER_NO_SUCH_TABLE, 1146)\n  0002_bad was NOT rolled back: the database cannot take back what its statements before that did, and remembers that it is unfinished. Applied in this run: 0000_users, 0001_rows. Not applied: 0002_bad, 0003_more.`,
        );
        expect(result.error.help).toContain('migrate --resolve 0002_bad=continue');
        expect(one(shop, 'status')).toMatchObject({
          exitCode: 1,
          migrations: [{ state: 'applied' }, { state: 'applied' }, { state: 'failed' }, { state: 'pending' }],
          findings: [
            { code: 'failed-migration', message: expect.stringContaining('2 of its 4 statements have run') },
          ],
        });
        expect(one(shop, 'migrate')).toMatchObject({ exitCode: 1, applied: [] });
        await use(shop);
        expect(await shop.sql(RUNS)).toEqual([]);
      });

    test('goes on at that statement', () =>
      failed(async (shop) => {
        await shop.sql('CREATE TABLE nowhere (id int)');
        expect(one(shop, 'migrate', '--resolve', '0002_bad=continue')).toMatchObject({
          exitCode: 0,
          resolved: { migration: '0002_bad', as: 'continue' },
          applied: [{ migration: '0002_bad' }],
        });
        expect(tagsIn(one(shop, 'migrate'))).toEqual(['0003_more']);
        expect(await shop.sql('SELECT count(*) AS n FROM a')).toEqual([{ n: 1 }]);
        expect(await shop.sql(LEDGER)).toHaveLength(4);
      }));

    test.runIf(isLong)('is recorded where the rest was done by hand', () =>
      failed(async (shop) => {
        expect(one(shop, 'migrate', '--resolve', '0002_bad=applied').exitCode).toBe(0);
        expect(tagsIn(one(shop, 'migrate'))).toEqual(['0003_more']);
      }),
    );

    test('is pending again where it was taken back', () =>
      failed(async (shop) => {
        await shop.sql('DROP TABLE a');
        expect(one(shop, 'migrate', '--resolve', '0002_bad=rolled-back').exitCode).toBe(0);
        await shop.sql('CREATE TABLE nowhere (id int)');
        expect(tagsIn(one(shop, 'migrate'))).toEqual(['0002_bad', '0003_more']);
      }));
  });

  test('a user that may only read sees the status, and what it may not do', () =>
    withMysql([USERS], async (shop) => {
      const user = shop.database.slice(0, 30);
      await sql(`create user '${user}'@'127.0.0.1' identified by 'p@ss/w#rd'`);
      try {
        await sql(`grant select on ${shop.database}.* to '${user}'@'127.0.0.1'`);
        const url = `mysql://${user}:${encodeURIComponent('p@ss/w#rd')}@127.0.0.1:3306/${shop.database}`;
        shop.write({ 'drizzle.config.ts': configFile({ url }) });
        expect(one(shop, 'status')).toMatchObject({ exitCode: 0, migrations: [{ state: 'pending' }] });
        expect(await shop.sql('SHOW TABLES')).toEqual([]);
        const { exitCode, error } = one(shop, 'migrate');
        expect([exitCode, error.code]).toEqual([2, 'failed-ledger']);
        expect(error.help).toContain(`GRANT CREATE, ALTER, DROP`);
        await sql(`revoke all on ${shop.database}.* from '${user}'@'127.0.0.1'`);
        await shop.sql(
          'CREATE TABLE __drizzle_migrations (id serial primary key, hash text not null, created_at bigint)',
        );
        await sql(`grant insert on ${shop.database}.* to '${user}'@'127.0.0.1'`);
        expect(one(shop, 'status').error.code).toBe('unreadable-ledger');
        const field = { host: '127.0.0.1', user, password: 'p@ss/w#rD', database: shop.database };
        shop.write({ 'drizzle.config.ts': configFile(field) });
        const wrong = one(shop, 'status');
        expect(wrong.error).toMatchObject({
          code: 'cannot-connect',
          message: expect.stringContaining('Access denied'),
        });
        expect(JSON.stringify(wrong)).not.toContain('ss/w');
      } finally {
        await sql(`drop user '${user}'@'127.0.0.1'`);
      }
    }));

  test('what cannot be reached is said in one sentence', () =>
    withMysql([USERS], (shop) => {
      const said = (url: string) => {
        shop.write({ 'drizzle.config.ts': configFile({ url }) });
        const { exitCode, error, ...rest } = one(shop, 'status');
        expect(exitCode).toBe(2);
        expect(JSON.stringify([error, rest])).not.toContain('hunter2');
        return [error.code, error.message];
      };
      expect(said('mysql://ada:hunter2@127.0.0.1:3306/no_such_database')[0]).toBe('cannot-connect');
      expect(said(`${urlOf('no_such_database').url}`)[1]).toMatch(/Unknown database 'no_such_database'$/);
      expect(said('mysql://ada:hunter2@127.0.0.1:1/shop')[1]).toMatch(
        /cannot be reached: connect ECONNREFUSED/,
      );
      expect(said('mysql://ada:hunter2@no.such.host.invalid/shop')[1]).toMatch(/ENOTFOUND|EAI_AGAIN/);
      expect(said(`mysql://root@127.0.0.1/${shop.database}?ssl-mode=REQUIRED`)[1]).toMatch(
        /secure connection/i,
      );
      expect(said('mysql://ada:hunter2#x@127.0.0.1/shop')[1]).toBe(
        'the URL of the MySQL database cannot be read',
      );
      expect(said('mysql://ada:hunter2@127.0.0.1')[0]).toBe('no-credentials');
      expect(said('postgres://ada:hunter2@127.0.0.1/shop')[1]).toContain('no mysql:// URL');
    }));
});
