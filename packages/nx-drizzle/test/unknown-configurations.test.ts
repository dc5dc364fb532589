import { rmSync } from 'node:fs';
import path from 'node:path';
import { isLong, sampleOf } from 'testkit';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createWorkspace, type Workspace } from './support/workspace';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let workspace: Workspace;

beforeAll(() => {
  workspace = createWorkspace({
    'packages/db/package.json': {
      name: '@acme/db',
      nx: { targets: { migrate: { configurations: { qa: { environment: 'qa' } } } } },
    },
    'packages/db/drizzle.config.ts': '',
    'packages/orders/package.json': { name: 'orders' },
    'packages/orders/drizzle.config.ts': '',
    'packages/web/package.json': {
      name: 'web',
      nx: { targets: { build: { command: 'echo built', configurations: { fast: {} } } } },
    },
  });
});
afterAll(() => workspace.remove());

test('a mistyped configuration is named, with those that exist', async () => {
  const { output } = await workspace.nx(['run', 'db:migrate:prodution']);
  expect(output.trim().replace(/\n\s*Pass --verbose.*$/s, '')).toMatchInlineSnapshot(`
    "NX   There is no configuration "prodution":

      - @acme/db:migrate has development, staging, production, qa
    Nx would run the default instead of it. Nothing was run.
      help: name a configuration that exists, as in \`nx run @acme/db:migrate:production\`"
  `);
});

test.each(
  sampleOf(
    [
      'status orders -c typo',
      'run orders:check:typo',
      'run-many -t migrate status check -p orders -c qa',
      'affected -t migrate -c typo --files=packages/db/drizzle.config.ts',
    ],
    2,
  ),
)('nx %s runs nothing', async (command) => {
  const { exitCode, output, calls } = await workspace.nx(command.split(' '));
  expect(output).toContain('There is no configuration');
  expect({ exitCode, calls }).toEqual({ exitCode: 1, calls: [] });
});

test('within a package too', async () => {
  const { exitCode, output, calls } = await workspace.nx(['run', 'migrate:typo'], { folder: 'packages/db' });
  expect(output).toContain('There is no configuration "typo"');
  expect({ exitCode, calls }).toEqual({ exitCode: 1, calls: [] });
});

test.each(
  sampleOf(
    [
      ['run db:migrate:qa', 1],
      ['run-many -t migrate check -p orders -c production', 2],
      ['run orders:check -c typo', 1],
      ['run web:build:typo', 0],
    ],
    2,
  ),
)('nx %s runs', async (command, calls) => {
  const result = await workspace.nx([...command.split(' '), '--output-style=static']);
  expect({ exitCode: result.exitCode, calls: result.calls.length }, result.output).toEqual({
    exitCode: 0,
    calls,
  });
});

test('a graph that Nx is told not to keep is made anew', async () => {
  const env = { NX_CACHE_PROJECT_GRAPH: 'false' };
  const targets = { migrate: { configurations: { new: { environment: 'new' } } } };
  workspace.write({ 'packages/orders/package.json': { name: 'orders', nx: { targets } } });
  expect(await workspace.nx(['run', 'orders:migrate:new'], { env })).toMatchObject({ exitCode: 0 });
  rmSync(path.join(workspace.root, '.nx'), { recursive: true, force: true });
  const { exitCode, output } = await workspace.nx(['run', 'orders:migrate:newer'], { env });
  expect(output).toContain('There is no configuration "newer"');
  expect(exitCode).toBe(1);
});

test.runIf(isLong)('with the daemon, a configuration that was just added is known', async () => {
  const env = { NX_DAEMON: 'true', NX_ISOLATE_PLUGINS: 'true' };
  try {
    const { output } = await workspace.nx(['run', 'orders:status:added'], { env });
    expect(output).toContain('There is no configuration "added"');
    const targets = { status: { configurations: { added: { environment: 'added' } } } };
    workspace.write({ 'packages/orders/package.json': { name: 'orders', nx: { targets } } });
    expect(await workspace.nx(['run', 'orders:status:added'], { env })).toMatchObject({ exitCode: 0 });
  } finally {
    await workspace.nx(['daemon', '--stop'], { env });
  }
});
