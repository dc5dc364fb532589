import { spawn, spawnSync } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { isLong, repositoryRoot, sampleOf, startBin, withWorkspace, type BinRun } from 'testkit';
import { describe, expect, test } from 'vitest';
import { databaseMigratedTo, FIRST_ENTRIES, LEDGER, sql } from './databases';
import { fingerprint, shop } from './fixtures';

const withDatabase = databaseMigratedTo('0000_users');
const lockOf = (pid: number, since: string) => JSON.stringify({ pid, host: os.hostname(), since });

describe('one after another', () => {
  test('a lock that a living process holds: 2 in the end, and nothing is done or even opened', () =>
    withDatabase(
      { 'drizzle-guard.json': '{ "migrate": { "lockWait": "1s" } }' },
      async ({ bin, dir, write }) => {
        const holder = spawn(process.execPath, ['-e', 'setTimeout(() => undefined, 60_000)']);
        try {
          const since = new Date().toISOString();
          write({ '.pglite.lock': lockOf(holder.pid!, since) });
          const before = fingerprint(dir);
          for (const command of ['migrate', 'status']) {
            const run = bin([command, '--json']);
            expect(run.exitCode).toBe(2);
            expect(run.json().databases[0]).toMatchObject({
              error: {
                code: 'lock-held',
                message: `.pglite is in use by process ${holder.pid} on ${os.hostname()} since ${since}; nothing was done`,
              },
            });
          }
          expect(fingerprint(dir)).toEqual(before);
        } finally {
          holder.kill();
        }
      },
    ));

  test('the lock of a process that has died is taken over', () =>
    withDatabase({}, async (workspace) => {
      const { pid } = spawnSync(process.execPath, ['-e', '']);
      workspace.write({ '.pglite.lock': lockOf(pid, new Date().toISOString()) });
      expect(workspace.bin(['migrate'])).toMatchObject({ exitCode: 0 });
      expect(workspace.exists('.pglite.lock')).toBe(false);
      expect(await sql(workspace, FIRST_ENTRIES)).toHaveLength(1);
    }));
});

/** What two processes did together: one applied everything, the other said so or that it had to stay out. */
function expectOneToHaveApplied(runs: readonly BinRun[], tags: readonly string[]): void {
  const databases = runs.map((run) => run.json().databases[0]);
  const appliers = databases.filter(({ applied }) => applied.length > 0);
  expect(appliers).toHaveLength(1);
  expect(appliers[0].applied.map(({ migration }: { migration: string }) => migration)).toEqual(tags);
  expect(appliers[0].error).toBeUndefined();
  const other = databases.find(({ applied }) => applied.length === 0);
  if (other.error) expect(other.error.code).toBe('lock-held');
  else expect(other).toMatchObject({ pending: [], findings: [] });
}

describe('at the same time', () => {
  test.each(sampleOf([1, 2, 3, 4, 5], 5))('two migrates apply everything exactly once (round %i)', () =>
    withDatabase({}, async (workspace) => {
      const start = () => startBin(['migrate', '--json'], { cwd: workspace.dir });
      expectOneToHaveApplied(await Promise.all([start(), start()]), ['0001_entries', '0002_first_entry']);
      expect(await sql(workspace, LEDGER)).toHaveLength(3);
      expect(await sql(workspace, FIRST_ENTRIES)).toHaveLength(1);
      expect(workspace.exists('.pglite.lock')).toBe(false);
    }),
  );

  test.runIf(isLong)('also on a database that neither of them has seen yet', () =>
    withWorkspace(shop(), async (workspace) => {
      const start = () => startBin(['migrate', '--json'], { cwd: workspace.dir });
      const all = ['0000_users', '0001_entries', '0002_first_entry'];
      expectOneToHaveApplied(await Promise.all([start(), start()]), all);
      expect(await sql(workspace, LEDGER)).toHaveLength(3);
    }),
  );

  test('also where one is held up between looking for the database and opening it', () => {
    // The package's own driver: the first process that loads it lets another migrate from beginning to end.
    const driver = `if (process.env.HELD_UP) require('node:child_process').execFileSync(process.execPath,
  [${JSON.stringify(path.join(repositoryRoot, 'packages/drizzle-guard/bin/drizzle-guard.js'))}, 'migrate'],
  { env: { ...process.env, HELD_UP: '' } });
module.exports = require(${JSON.stringify(path.join(repositoryRoot, 'node_modules/@electric-sql/pglite'))});\n`;
    const files = {
      'repository/.git/HEAD': '',
      ...Object.fromEntries(Object.entries(shop()).map(([file, text]) => [`repository/${file}`, text])),
      'repository/node_modules/@electric-sql/pglite/package.json': '{ "main": "driver.cjs" }',
      'repository/node_modules/@electric-sql/pglite/driver.cjs': driver,
    };
    return withWorkspace(files, async ({ bin, dir }) => {
      const run = bin(['migrate', '--json'], { in: 'repository', env: { HELD_UP: '1' } });
      expect(run.json().databases[0]).toMatchObject({ applied: [], pending: [], findings: [] });
      expect(run.exitCode).toBe(0);
      expect(await sql({ dir: path.join(dir, 'repository') }, LEDGER)).toHaveLength(3);
    });
  });
});
