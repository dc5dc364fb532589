import { createConnection } from 'mysql2/promise';
import { isLong, startBin } from 'testkit';
import { describe, expect, test, vi } from 'vitest';
import { lockName } from '../../../src/engines/mysql/lock';
import { mysqlTarget } from '../../../src/engines/mysql/target';
import { expectOnce, killMigrate, migrateAtOnce, moments, startMigrate } from '../at-once';
import { cuttingProxy } from './cutting-proxy';
import {
  configFile,
  hasMysql,
  LEDGER,
  one,
  SERVER,
  urlOf,
  USERS,
  withMysql,
  type Migration,
  type Shop,
} from './fixtures';

vi.setConfig({ testTimeout: 900_000 });

/** Each makes a table, which cannot be taken back, and adds rows: what is run twice is seen. */
const MANY: Migration[] = [
  USERS,
  ...Array.from({ length: 8 }, (_, at): Migration => {
    const tag = `${String(at + 1).padStart(4, '0')}_m`;
    const rows = `INSERT INTO users (name) SELECT '${tag}' FROM information_schema.collations LIMIT 100;`;
    return at % 2 === 0
      ? [tag, `CREATE TABLE \`t${at}\` (\`id\` int);--> statement-breakpoint\n${rows}\n`]
      : [tag, `${rows}\n`];
  }),
];
const TAGS = MANY.map(([tag]) => tag);

async function expectAllOnce(shop: Shop): Promise<void> {
  expect(await shop.sql(LEDGER)).toHaveLength(TAGS.length);
  const rows = await shop.sql('SELECT name, count(*) AS n FROM users GROUP BY name ORDER BY name');
  expect(rows).toEqual(TAGS.slice(1).map((name) => ({ name, n: 100 })));
  // Where the last migration was recorded and the process ended then, the table is there, and holds nothing.
  if ((await shop.sql("SHOW TABLES LIKE '%guard_runs'")).length > 0)
    expect(await shop.sql('SELECT * FROM __drizzle_guard_runs')).toEqual([]);
}

/**
 * What somebody does who reads what `migrate` says: looks whether the statement that may or may not have run has, takes
 * it back, and goes on there.
 */
async function finish(shop: Shop): Promise<string> {
  const first = one(shop, 'migrate');
  if (first.exitCode === 0) return 'finished';
  expect([first.exitCode, first.findings.map(({ code }: { code: string }) => code)]).toEqual([
    1,
    ['failed-migration'],
  ]);
  const { migration, message } = first.findings[0];
  // Of the first statements of these migrations alone it is not known: of rows it is.
  if (/statement 1 may or may not have run/.test(message))
    await shop.sql(
      `DROP TABLE IF EXISTS ${migration === USERS[0] ? 'users' : `t${Number(migration.slice(0, 4)) - 1}`}`,
    );
  else expect(message).toMatch(/[12] of its/);
  expect(one(shop, 'migrate', '--resolve', `${migration}=continue`).exitCode).toBe(0);
  expect(one(shop, 'migrate').exitCode).toBe(0);
  return 'resolved';
}

describe.runIf(await hasMysql())('MySQL', () => {
  describe.each([2, 8])('%i migrates at once', (times) => {
    test.each(Array.from({ length: isLong ? 20 : 1 }, (_, at) => at + 1))(
      'apply everything exactly once (round %i)',
      () =>
        withMysql(MANY, async (shop) => {
          const runs = await migrateAtOnce(shop.dir, times);
          expectOnce(runs, TAGS);
          expect(runs.map(({ exitCode }) => exitCode)).toEqual(runs.map(() => 0));
          await expectAllOnce(shop);
        }),
    );
  });

  test('who waits says for whom, and gives up after lockWait', () =>
    withMysql([USERS], async (shop) => {
      const holder = await createConnection({ ...SERVER });
      await holder.query('select get_lock(?, 0)', [lockName(shop.database)]);
      shop.write({ 'drizzle-guard.json': '{ "migrate": { "lockWait": "1s" } }' });
      const { exitCode, error } = one(shop, 'migrate');
      const who = `connection ${holder.threadId} of the server (root from `;
      expect([exitCode, error.code]).toEqual([2, 'lock-held']);
      expect(error.message).toContain(`mysql 127.0.0.1:3306/${shop.database} is in use by ${who}`);
      const limits = { lockWait: 20_000, lockTimeout: null, statementTimeout: null };
      const waiter = await mysqlTarget(urlOf(shop.database)).open(limits);
      const told: string[] = [];
      await waiter.lock((whom) => {
        told.push(whom);
        void holder.end();
      });
      await waiter.close();
      expect(told).toEqual([expect.stringContaining(who)]);
    }));

  test.runIf(isLong)('a table that somebody keeps is waited for, and who may be in the way is named', () =>
    withMysql([USERS, ['0001_x', 'ALTER TABLE users ADD x int;\n']], async (shop) => {
      one(shop, 'migrate', '--to', '0000_users');
      shop.write({ 'drizzle-guard.json': '{ "migrate": { "lockTimeout": "1s" } }' });
      const reader = await createConnection({ ...SERVER, database: shop.database });
      await reader.query('start transaction');
      await reader.query('select * from users');
      const { error } = one(shop, 'migrate');
      expect(error.message).toMatch(
        /Lock wait timeout exceeded.*\(ER_LOCK_WAIT_TIMEOUT, 1205\) \(1000 ms, 5 times\)/,
      );
      expect(error.message).toContain(`connection ${reader.threadId} (root from`);
      expect(error.message).toContain('0001_x was rolled back');
      await reader.end();
      expect(one(shop, 'migrate').exitCode).toBe(0);
    }),
  );

  test('a waiter whose holder is killed half-way applies the rest, once, or says what to do', () =>
    withMysql(MANY, async (shop) => {
      const { child, ended } = startMigrate(shop.dir);
      const isBegun = () =>
        shop.sql(LEDGER).then(
          ({ length }) => length > 1,
          () => false,
        );
      while (!(await isBegun())) if (child.exitCode !== null) break;
      const waiting = startBin(['migrate', '--json'], { cwd: shop.dir });
      child.kill('SIGKILL');
      await ended;
      expect([0, 1]).toContain((await waiting).exitCode);
      await finish(shop);
      await expectAllOnce(shop);
    }));

  test('SIGKILL at any moment: nothing is lost, nothing is twice, and the next migrate goes on or says how', async () => {
    const start = performance.now();
    await withMysql(MANY, (shop) => void one(shop, 'migrate'));
    const whole = performance.now() - start;
    const ends: string[] = [];
    for (const moment of moments(isLong ? 50 : 3, whole))
      await withMysql(MANY, async (shop) => {
        await killMigrate(shop.dir, moment);
        ends.push(await finish(shop));
        await expectAllOnce(shop);
      });
    expect(ends).toContain('finished');
  });

  test('a connection that is cut at any point: the same', async () => {
    const whole = await cuttingProxy(Infinity, false);
    let bytes = 0;
    await withMysql(MANY, async (shop) => {
      shop.write({ 'drizzle.config.ts': configFile(urlOf(shop.database, whole.port)) });
      expect((await startBin(['migrate', '--json'], { cwd: shop.dir })).exitCode).toBe(0);
      bytes = whole.sent();
    });
    whole.close();
    for (const [at, cut] of moments(isLong ? 60 : 4, bytes).entries())
      await withMysql(MANY, async (shop) => {
        const proxy = await cuttingProxy(cut, at % 2 === 0);
        shop.write({ 'drizzle.config.ts': configFile(urlOf(shop.database, proxy.port)) });
        const run = await startBin(['migrate', '--json'], { cwd: shop.dir });
        proxy.close();
        // Where the answer that did not come turned out to be yes, nothing was left to do.
        if (run.exitCode !== 0) {
          expect([cut, run.exitCode]).toEqual([cut, 2]);
          const { error } = run.json().databases[0];
          const known = ['cannot-connect', 'failed-statement', 'failed-ledger', 'unreadable-ledger'];
          expect(known, JSON.stringify([cut, error])).toContain(error.code);
        }
        shop.write({ 'drizzle.config.ts': configFile(urlOf(shop.database)) });
        await finish(shop);
        await expectAllOnce(shop);
      });
  });
});
