import { afterAll, beforeAll, expect, test, vi } from 'vitest';
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
