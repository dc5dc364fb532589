import os from 'node:os';
import { isLong, startBin, type Workspace } from 'testkit';
import { describe, expect, test, vi } from 'vitest';
import { expectOnce, killMigrate, migrateAtOnce, moments, startMigrate } from '../at-once';
import { LEDGER, one, sql, USERS, withSqlite, type Migration } from './fixtures';

vi.setConfig({ testTimeout: 600_000 });

/** Each adds rows: what is run twice is seen. */
const MANY: Migration[] = [
  USERS,
  ...Array.from({ length: 12 }, (_, at): Migration => {
    const tag = `${String(at + 1).padStart(4, '0')}_m`;
    const rows = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) INSERT INTO users (name) SELECT '${tag}' FROM n;`;
    return [tag, `CREATE TABLE \`t${at}\` (\`id\` integer);--> statement-breakpoint\n${rows}\n`];
  }),
];
const TAGS = MANY.map(([tag]) => tag);

async function expectAllOnce(workspace: Workspace): Promise<void> {
  expect(await sql(workspace, LEDGER)).toHaveLength(TAGS.length);
  const rows = await sql(workspace, 'SELECT name, count(*) AS n FROM users GROUP BY name');
  expect(rows.map(({ n }) => n)).toEqual(TAGS.slice(1).map(() => 20_000));
  expect(await sql(workspace, 'PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
}

describe.each([2, 8])('%i migrates at once', (times) => {
  test.each(Array.from({ length: isLong ? 20 : 1 }, (_, at) => at + 1))(
    'apply everything exactly once (round %i)',
    () =>
      withSqlite(MANY, async (workspace) => {
        const runs = await migrateAtOnce(workspace.dir, times);
        expectOnce(runs, TAGS);
        expect(runs.map(({ exitCode }) => exitCode)).toEqual(runs.map(() => 0));
        await expectAllOnce(workspace);
        expect(workspace.exists('local.db.lock')).toBe(false);
      }),
  );
});

test('who waits says for whom, and gives up after lockWait', () =>
  withSqlite([USERS], async (workspace) => {
    const lock = { pid: process.pid, host: os.hostname(), since: new Date().toISOString() };
    workspace.write({
      'local.db.lock': JSON.stringify(lock),
      'drizzle-guard.json': '{ "migrate": { "lockWait": "1s" } }',
    });
    const { exitCode, error } = one(workspace, 'migrate');
    expect([exitCode, error]).toEqual([
      2,
      {
        code: 'lock-held',
        message: `local.db is in use by process ${process.pid} on ${lock.host} since ${lock.since}; nothing was done`,
        help: expect.stringContaining('local.db.lock'),
      },
    ]);
    const waiting = startBin(['migrate', '--json'], { cwd: workspace.dir });
    setTimeout(() => workspace.remove('local.db.lock'), 300);
    expect((await waiting).exitCode).toBe(0);
  }));

test('a waiter whose holder is killed half-way applies the rest, once', () =>
  withSqlite(MANY, async (workspace) => {
    const { child, ended } = startMigrate(workspace.dir);
    const isBegun = async () =>
      workspace.exists('local.db.lock') &&
      (await sql(workspace, LEDGER).then(
        (rows) => rows.length > 1,
        () => false,
      ));
    while (!(await isBegun())) if (child.exitCode !== null) break;
    const waiting = startBin(['migrate', '--json'], { cwd: workspace.dir });
    child.kill('SIGKILL');
    await ended;
    expect((await waiting).exitCode).toBe(0);
    await expectAllOnce(workspace);
  }));

test('SIGKILL at any moment: nothing is lost, nothing is twice, and the next migrate finishes', async () => {
  const start = performance.now();
  await withSqlite(MANY, (workspace) => void one(workspace, 'migrate'));
  const whole = performance.now() - start;
  const count = isLong ? 50 : 3;
  for (const moment of moments(count, whole))
    await withSqlite(MANY, async (workspace) => {
      await killMigrate(workspace.dir, moment);
      const result = one(workspace, 'migrate');
      expect([moment, result.exitCode, result.error]).toEqual([moment, 0, undefined]);
      await expectAllOnce(workspace);
      expect(workspace.exists('local.db.lock')).toBe(false);
    });
});
