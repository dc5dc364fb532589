import { isLong, startBin, type MigrationSpec } from 'testkit';
import { describe, expect, vi } from 'vitest';
import { expectOnce, killMigrate, migrateAtOnce, moments, startMigrate } from '../at-once';
import { LEDGER, LOCKS, one, onPostgres, withPostgres, type Database } from './fixtures';

vi.setConfig({ testTimeout: 600_000 });

const MANY: MigrationSpec[] = [
  { tag: '0000_users', sql: 'CREATE TABLE "users" ("id" serial PRIMARY KEY, "name" text NOT NULL);\n' },
  // Each adds rows: what is run twice is seen.
  ...Array.from({ length: 12 }, (_, at) => {
    const tag = `${String(at + 1).padStart(4, '0')}_m`;
    const rows = `INSERT INTO "users" ("name") SELECT '${tag}' FROM generate_series(1, 2000), pg_sleep(0.03);`;
    return { tag, sql: `CREATE TABLE "t${at}" ("id" integer);--> statement-breakpoint\n${rows}\n` };
  }),
];
/** While it runs it is unfinished, and to nobody a failed one. */
const WITH_INDEX: MigrationSpec[] = [
  ...MANY.slice(0, 4),
  {
    tag: '0004_index',
    sql: 'SELECT pg_sleep(1.5);--> statement-breakpoint\nCREATE INDEX CONCURRENTLY "i" ON "users" ("name");--> statement-breakpoint\nSELECT pg_sleep(1.5);\n',
  },
];
const TAGS = MANY.map(({ tag }) => tag);

async function expectAllOnce({ sql }: Database): Promise<void> {
  expect(await sql(LEDGER)).toHaveLength(TAGS.length);
  const rows = await sql('select count(*)::int as n from users group by name order by name');
  expect(rows.map(({ n }) => n)).toEqual(TAGS.slice(1).map(() => 2000));
  expect(await sql(LOCKS)).toEqual([]);
}

describe.each([2, 8])('%i migrates at once', (times) => {
  onPostgres.each(Array.from({ length: isLong ? 20 : 1 }, (_, at) => at + 1))(
    'apply everything exactly once (round %i)',
    () =>
      withPostgres(MANY, async (workspace, database) => {
        const runs = await migrateAtOnce(workspace.dir, times);
        expectOnce(runs, TAGS);
        expect(runs.map(({ exitCode }) => exitCode)).toEqual(runs.map(() => 0));
        await expectAllOnce(database);
      }),
  );
});

onPostgres('who comes while an index is made concurrently waits for it too', () =>
  withPostgres(WITH_INDEX, async (workspace, { sql }) => {
    const first = startBin(['migrate', '--json'], { cwd: workspace.dir });
    const begun = () => sql('select * from drizzle.__drizzle_guard_runs').catch(() => []);
    while ((await begun()).length === 0);
    const runs = [
      first,
      ...Array.from({ length: 3 }, () => startBin(['migrate', '--json'], { cwd: workspace.dir })),
    ];
    const ended = await Promise.all(runs);
    expectOnce(
      ended,
      WITH_INDEX.map(({ tag }) => tag),
    );
    expect(ended.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0]);
    expect(await sql(LEDGER)).toHaveLength(WITH_INDEX.length);
  }),
);

onPostgres('who waits gives up after lockWait, and says for whom', () =>
  withPostgres(
    [{ tag: '0000_slow', sql: 'CREATE TABLE "t" AS SELECT 1 AS "id" FROM pg_sleep(6);\n' }],
    async (workspace, database) => {
      const holder = startBin(['migrate', '--json'], { cwd: workspace.dir });
      let pid: unknown;
      while (pid === undefined) pid = (await database.sql(LOCKS))[0]?.['pid'];
      workspace.write({ 'drizzle-guard.json': '{ "migrate": { "lockWait": "1s" } }' });
      const who = `process ${String(pid)} of the server \\(drizzle-guard, from \\S+ since \\S+Z\\)`;
      const { exitCode, error, stderr } = one(workspace, 'migrate');
      expect([exitCode, error.code]).toEqual([2, 'lock-held']);
      const told = stderr.split('\n').filter((line: string) => line.includes('waiting'));
      expect(told).toEqual([
        expect.stringMatching(`^shop: waiting for ${who}, which is at work on postgres `),
      ]);
      expect(error.message).toMatch(new RegExp(`^postgres \\S+ is in use by ${who}; nothing was done$`));
      expect((await holder).json().databases[0]).toMatchObject({ applied: [{ migration: '0000_slow' }] });
    },
  ),
);

onPostgres('a waiter whose holder is killed half-way applies the rest, once', () =>
  withPostgres(MANY, async (workspace, database) => {
    const { child, ended } = startMigrate(workspace.dir);
    const recorded = () =>
      database.sql(LEDGER).then(
        ({ length }) => length,
        () => 0,
      );
    while ((await recorded()) < 2) if (child.exitCode !== null) break;
    const waiting = startBin(['migrate', '--json'], { cwd: workspace.dir });
    child.kill('SIGKILL');
    await ended;
    const run = await waiting;
    expect(run.exitCode).toBe(0);
    expect(run.json().databases[0].applied.length).toBeGreaterThan(0);
    await expectAllOnce(database);
  }),
);

onPostgres(
  'SIGKILL at any moment: nothing is lost, nothing is twice, and the next migrate finishes',
  async () => {
    let whole = 0;
    await withPostgres(MANY, async (workspace) => {
      const start = performance.now();
      workspace.bin(['migrate']);
      whole = performance.now() - start;
    });
    for (const moment of moments(isLong ? 50 : 3, whole))
      await withPostgres(MANY, async (workspace, database) => {
        await killMigrate(workspace.dir, moment);
        const result = one(workspace, 'migrate');
        expect([moment, result.exitCode, result.error]).toEqual([moment, 0, undefined]);
        await expectAllOnce(database);
      });
  },
);
