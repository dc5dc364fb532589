import { drizzleConfig, hasPgbouncer, hasPostgres, isLong, startBin, withPgbouncer } from 'testkit';
import { expect, test, vi } from 'vitest';
import { connect } from '../../../src/engines/postgres/client';
import { placeOf } from '../../../src/engines/postgres/credentials';
import { takeLock } from '../../../src/engines/postgres/lock';
import { expectOnce, migrateAtOnce, startMigrate } from '../at-once';
import { LEDGER, LOCKS, one, onPostgres, withDatabase, withPostgres } from './fixtures';

vi.setConfig({ testTimeout: 600_000 });

const MANY = Array.from({ length: 8 }, (_, at) => {
  const tag = `000${at}_m`;
  const rows = `INSERT INTO "t${at}" SELECT 1 FROM pg_sleep(0.05);`;
  return { tag, sql: `CREATE TABLE "t${at}" ("id" integer);--> statement-breakpoint\n${rows}\n` };
});
const INDEX = { tag: '0008_index', sql: 'CREATE INDEX CONCURRENTLY "i" ON "t0" ("id");\n' };
const TAGS = [...MANY, INDEX].map(({ tag }) => tag);
const ROWS = `select ${MANY.map((_, at) => `(select count(*) from t${at})::int`).join(' + ')} as n`;

const behindPgbouncer = test.runIf(hasPostgres() && hasPgbouncer());

function withPooler(use: Parameters<typeof withPostgres>[1]): Promise<void> {
  return withPgbouncer((through) =>
    withPostgres([...MANY, INDEX], async (workspace, database) => {
      const url = through(database.url);
      workspace.write({
        'drizzle.config.ts': drizzleConfig({ dialect: 'postgresql', dbCredentials: { url } }),
      });
      await use(workspace, database);
      expect(await database.sql(LEDGER)).toHaveLength(TAGS.length);
      expect(await database.sql(ROWS)).toEqual([{ n: MANY.length }]);
      expect(await database.sql(LOCKS)).toEqual([]);
    }),
  );
}

behindPgbouncer.each(Array.from({ length: isLong ? 20 : 1 }, (_, at) => at + 1))(
  'behind a pooler of transactions everything is applied once, and no lock stays (round %i)',
  () =>
    withPooler(async (workspace) => {
      const runs = await migrateAtOnce(workspace.dir, isLong ? 8 : 3);
      expectOnce(runs, TAGS);
      expect(runs.map(({ exitCode }) => exitCode)).toEqual(runs.map(() => 0));
      expect(one(workspace, 'status')).toMatchObject({ exitCode: 0, findings: [] });
    }),
);

behindPgbouncer('behind a pooler a killed holder gives the lock back, and a waiter goes on', () =>
  withPooler(async (workspace, database) => {
    const { child, ended } = startMigrate(workspace.dir);
    const recorded = () =>
      database.sql(LEDGER).then(
        ({ length }) => length,
        () => 0,
      );
    while ((await recorded()) < 2) if (child.exitCode !== null) break;
    const holder = `select state from pg_stat_activity where pid in (${LOCKS})`;
    expect(await database.sql(holder)).toEqual([{ state: 'idle in transaction' }]);
    const waiting = startBin(['migrate', '--json'], { cwd: workspace.dir });
    child.kill('SIGKILL');
    await ended;
    expect((await waiting).exitCode).toBe(0);
  }),
);

behindPgbouncer('a pooler that takes no transactions is named, and nothing is done', () =>
  withPgbouncer(
    (through) =>
      withPostgres(MANY, async (workspace, { url, sql }) => {
        const dbCredentials = { url: through(url) };
        workspace.write({ 'drizzle.config.ts': drizzleConfig({ dialect: 'postgresql', dbCredentials }) });
        const { exitCode, error } = one(workspace, 'migrate');
        expect([exitCode, error.code]).toEqual([2, 'cannot-connect']);
        expect(error.message).toMatch(/pooler that takes no transactions: .*; nothing was done$/);
        expect(await sql("select to_regclass('t0') as made")).toEqual([{ made: null }]);
      }),
    'statement',
  ),
);

// Where both ends are sockets in the file system there is no port that could differ.
onPostgres('a pooler is known by the process that it names', () =>
  withDatabase(async ({ url, sql }) => {
    const client = await connect(placeOf({ url }, {}));
    const direct = await takeLock(client, 'it', 0, () => undefined);
    expect(direct.process).toBe(client.process);
    await direct.release();
    const behind = await takeLock({ ...client, process: client.process! + 1 }, 'it', 0, () => undefined);
    try {
      expect(behind.process).toBe(null);
      const locks = await sql(LOCKS);
      expect(locks).toHaveLength(1);
      expect(locks).not.toEqual([{ pid: client.process }]);
    } finally {
      await behind.release();
      await client.close();
    }
    expect(await sql(LOCKS)).toEqual([]);
  }),
);
