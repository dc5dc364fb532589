import os from 'node:os';
import { afterEach, expect, test, vi } from 'vitest';
import { failedVerification, healthChecksOf, runHealthChecks, type HealthChecks } from './health-checks';

afterEach(() => vi.unstubAllEnvs());

const node = (script: string) => [process.execPath, '-e', script];
const checks = (commands: string[][], more: Partial<HealthChecks> = {}): HealthChecks => ({
  ...{ commands, timeout: 60_000, root: os.tmpdir(), database: 'shop', environment: 'staging' },
  ...more,
});

test('each is run in turn, with the database and the environment, and without what is git’s', async () => {
  vi.stubEnv('GIT_DIR', '/elsewhere');
  const sees = `process.exit(process.env.DRIZZLE_GUARD_DATABASE === 'shop' && process.env.DRIZZLE_GUARD_ENVIRONMENT === 'staging' && !process.env.GIT_DIR ? 0 : 9)`;
  const told: string[] = [];
  const { runs, failed } = await runHealthChecks(checks([node(sees), node('')]), (what) => told.push(what));
  expect(failed).toBeNull();
  expect(runs.map(({ milliseconds }) => typeof milliseconds)).toEqual(['number', 'number']);
  expect(told[1]).toBe(`running ${runs[1]!.command}`);
});

test('the first that fails is the last, with the end of what it printed', async () => {
  const prints = `for (let line = 1; line <= 30; line++) process.stdout.write('\\x1b[31mline ' + line + '\\x1b[0m postgres://me:secret@db/shop\\n'); process.exitCode = 3`;
  const { runs, failed } = await runHealthChecks(checks([node(prints), node('')]));
  expect(runs).toHaveLength(1);
  expect(failed?.how).toBe('it ended with 3');
  const lines = failed!.printed.split('\n');
  expect([lines.length, lines[0], lines[1]!.slice(0, 7), lines.at(-1)!.slice(0, 7)]).toEqual([
    ...[21, '…', 'line 11', 'line 30'],
  ]);
  expect(failed!.printed).not.toMatch(/\u001b|secret/);
});

test('one that is not there, and one that takes too long with what it has started', async () => {
  const absent = await runHealthChecks(checks([['no-such-program']]));
  expect(absent.failed?.how).toContain('ENOENT');
  const parent = `require('node:child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 20000)'], { stdio: 'inherit' }); setTimeout(() => {}, 60000)`;
  const start = performance.now();
  const late = await runHealthChecks(checks([node(parent)], { timeout: 1500 }));
  expect(late.failed?.how).toBe('it took longer than 1500 ms');
  expect(performance.now() - start).toBeLessThan(15_000);
});

test('one that ends, and leaves behind what holds on to its output, is waited for no longer than it may take', async () => {
  const leaves = `require('node:child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 20000)'], { stdio: 'inherit' }).unref()`;
  const { failed } = await runHealthChecks(checks([node(leaves)], { timeout: 1500 }));
  expect(failed?.how).toBe('it took longer than 1500 ms');
});

test('those of the environment, where it has some', () => {
  const configuration = {
    environments: { staging: { verify: [['node', 'health.mjs']] }, qa: { verify: [] } },
  } as unknown as Parameters<typeof healthChecksOf>[0]['configuration'];
  const of = (environment: string) => healthChecksOf({ root: '/r', configuration }, 'shop', environment);
  expect(of('staging')).toEqual({
    ...{ commands: [['node', 'health.mjs']], timeout: 300_000 },
    ...{ root: '/r', database: 'shop', environment: 'staging' },
  });
  expect([of('qa'), of('production')]).toEqual([undefined, undefined]);
});

test('what failed names what stays and the ways back', () => {
  const failed = { command: 'node health.mjs', how: 'it ended with 1', printed: 'no answer\non port 80' };
  const failure = failedVerification(
    { database: 'shop', environment: 'production' },
    failed,
    ['0001_b'],
    'drizzle-guard restore b.dump',
  );
  expect(`${failure.message}\n${failure.help}`).toMatchInlineSnapshot(`
    "the health check \`node health.mjs\` failed after migrations were applied to production: it ended with 1
        no answer
        on port 80
      Applied in this run, and stays applied: 0001_b.
    mend what it found with a new migration; or take back what was applied with \`drizzle-guard rollback 1 --database shop --environment production\` (\`--dry-run\` shows what is lost); or go back with \`drizzle-guard restore b.dump\`, which loses all that was written since; then run \`node health.mjs\` again by hand, since migrate runs it only when it has applied something"
  `);
  expect(
    failedVerification({ database: 'shop', environment: 'qa' }, failed, ['0001_b'], null).help,
  ).not.toContain('go back');
});
