import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { installRealBin, installStandInBin } from './support/stand-in-bin';
import { createWorkspace, type Workspace } from './support/workspace';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const FROM_CACHE = 'Nx read the output from the cache';

let workspace: Workspace;

beforeAll(() => {
  workspace = createWorkspace({
    'packages/db/package.json': { name: 'db' },
    'packages/db/drizzle.config.ts': '',
  });
});
afterAll(() => workspace.remove());

test('the target check-base is never answered from the cache', async () => {
  for (const _ of [1, 2]) {
    const { output, calls } = await workspace.nx(['run', 'db:check-base']);
    expect(calls.map((call) => call.arguments)).toEqual([
      ['check', '--base', 'auto', '--database=packages/db'],
    ]);
    expect(output).not.toContain(FROM_CACHE);
  }
});

test('flags are part of what Nx knows a check by, and a ref that moves is not: the cached answer would lie', async () => {
  const cached = async (...flags: string[]) =>
    (await workspace.nx(['run', 'db:check', ...flags])).output.includes(FROM_CACHE);
  expect(await cached()).toBe(false);
  expect(await cached('--base=main')).toBe(false);
  expect(await cached('--base=main')).toBe(true);
});

test('so drizzle-guard refuses a base and a head there, which Nx does not keep', async () => {
  installRealBin(workspace.root);
  try {
    for (const flag of ['--base=origin/main', '--base=origin/main', '--head=index']) {
      const { exitCode, output } = await workspace.nx(['run', 'db:check', flag]);
      expect(output).not.toContain(FROM_CACHE);
      expect(output).toContain('error[cached-base] the target check is cached by Nx');
      expect(output).toContain('help: run the target check-base, with the same flags');
      expect(exitCode).not.toBe(0);
    }
  } finally {
    installStandInBin(workspace.root);
  }
});
