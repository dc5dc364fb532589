import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isLong, sampleOf } from 'testkit';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { installNx } from '../support/installed-nx';
import { createWorkspace, type Workspace } from '../support/workspace';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 600_000 });

describe.each(sampleOf(['22.7.12', '23.2.1', '24.0.6'], 2))('Nx %s, without @nx/devkit', (nx) => {
  let workspace: Workspace;

  beforeAll(() => {
    workspace = createWorkspace(
      {
        'packages/db/package.json': {
          name: 'db',
          nx: { targets: { migrate: { configurations: { production: { args: '--to=0004_tags' } } } } },
        },
        'packages/db/sql/drizzle.config.ts': '',
        'packages/orders/package.json': { name: 'orders' },
        'packages/orders/drizzle.pg.config.ts': '',
        'packages/orders/drizzle.sqlite.config.ts': '',
        'packages/legacy/package.json': { name: 'legacy', scripts: { migrate: 'node -p 40+2' } },
        'packages/legacy/drizzle.config.ts': '',
      },
      { installed: installNx(nx), isolated: true },
    );
  });
  afterAll(() => workspace?.remove());

  test('is what runs here', () => {
    const manifest = readFileSync(path.join(workspace.root, 'node_modules/nx/package.json'), 'utf8');
    expect(JSON.parse(manifest)).toMatchObject({ version: nx });
  });

  test('can require the plugin, which loads nothing of Nx by that', () => {
    const script =
      'const plugin = require("nx-drizzle");' +
      'const loaded = Object.keys(require.cache).filter((file) => !file.includes("nx-drizzle/"));' +
      'console.log(JSON.stringify({ names: Object.keys(plugin).sort(), same: plugin.createNodes === plugin.createNodesV2, loaded }));';
    const output = execFileSync(process.execPath, ['-e', script], { cwd: workspace.root, encoding: 'utf8' });
    expect(JSON.parse(output)).toEqual({
      names: ['createNodes', 'createNodesV2', 'preTasksExecution'],
      same: true,
      loaded: [],
    });
  });

  test('shows the targets', async () => {
    const { targets } = await workspace.show('db');
    expect(targets['migrate']).toMatchObject({
      executor: 'nx:run-commands',
      options: { command: 'drizzle-guard migrate', database: 'packages/db' },
      parallelism: false,
    });
  });

  test("passes the environment on beside a user's arguments", async () => {
    const { exitCode, output, calls } = await workspace.nx(['run', 'db:migrate:production', '--dry-run']);
    expect(calls, output).toEqual([
      {
        arguments: [
          'migrate',
          '--database=packages/db',
          '--environment=production',
          '--to=0004_tags',
          '--dry-run',
        ],
        folder: workspace.root,
      },
    ]);
    expect(exitCode).toBe(0);
  });

  test.each(sampleOf(['run db:migrate:prodution', 'run-many -t migrate -c prodution'], 2))(
    'nx %s runs nothing',
    async (command) => {
      const { exitCode, output, calls } = await workspace.nx(command.split(' '));
      expect(output).toContain('There is no configuration "prodution"');
      expect(output).toContain('Nothing was run.');
      expect({ exitCode, calls }).toEqual({ exitCode: 1, calls: [] });
    },
  );

  test.runIf(isLong)(
    'says before it runs that a script has the name of a target, and refuses it with a configuration',
    async () => {
      const words =
        "legacy:migrate is a script of package.json and does not run drizzle-guard; drizzle-guard's is";
      const bare = await workspace.nx(['run', 'legacy:migrate']);
      expect(bare.output).toContain(`nx-drizzle: ${words} legacy:drizzle-migrate`);
      expect(bare.exitCode).toBe(0);
      const staging = await workspace.nx(['run', 'legacy:migrate:staging']);
      expect(staging.output).toContain(words);
      expect(staging.output).not.toContain('node -p');
      expect(staging.exitCode).toBe(1);
    },
  );

  test('runs the databases of one package in series', async () => {
    const { exitCode, calls } = await workspace.nx(['run', 'orders:migrate:production']);
    expect(exitCode).toBe(0);
    expect(calls.map((call) => call.arguments)).toEqual([
      ['migrate', '--fail-fast', '--database=packages/orders', '--environment=production'],
    ]);
  });
});
