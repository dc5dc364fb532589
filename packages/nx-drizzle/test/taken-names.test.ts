import { sampleOf } from 'testkit';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createWorkspace, type Workspace } from './support/workspace';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let workspace: Workspace;

beforeAll(() => {
  workspace = createWorkspace({
    'nx.json': { plugins: ['nx-drizzle', './tools/other.js'] },
    'tools/other.js':
      "exports.createNodes = exports.createNodesV2 = ['**/other.json', async (files) => files.map((file) => [file, { projects: { 'packages/other': { targets: { migrate: { command: 'echo other' } } } } }])];",
    'packages/db/package.json': { name: 'db', scripts: { migrate: 'echo plain drizzle-kit' } },
    'packages/db/drizzle.config.ts': '',
    'packages/own/project.json': { name: 'own', targets: { migrate: { command: 'echo plain' } } },
    'packages/own/drizzle.config.ts': '',
    'packages/other/package.json': { name: 'other' },
    'packages/other/other.json': {},
    'packages/other/drizzle.config.ts': '',
    'tsconfig.json': {},
  });
});
afterAll(() => workspace.remove());

test.each(
  sampleOf(
    [
      [
        'db',
        "db:migrate is a script of package.json and does not run drizzle-guard; drizzle-guard's is db:drizzle-migrate",
      ],
      [
        'own',
        "own:migrate is a target of another origin and does not run drizzle-guard; drizzle-guard's is own:drizzle-migrate",
      ],
      [
        'other',
        'other:migrate is a target of another origin and does not run drizzle-guard; set another name for ours',
      ],
    ],
    2,
  ),
)(
  'what has the name of a target of %s is said before it runs, and refused with a configuration',
  async (project, words) => {
    const staging = await workspace.nx(['run', `${project}:migrate:staging`]);
    expect(staging.output).toContain(words);
    expect(staging.output).toContain('Nothing was run.');
    expect(staging.exitCode).toBe(1);
    const bare = await workspace.nx(['run', `${project}:migrate`], { env: { NX_ISOLATE_PLUGINS: 'true' } });
    expect(bare.output).toContain(`nx-drizzle: ${words}`);
    expect(bare.exitCode).toBe(0);
  },
);

test('the target that is called otherwise has the configurations', async () => {
  const { calls } = await workspace.nx(['run', 'own:drizzle-migrate:staging']);
  expect(calls[0]?.arguments).toEqual(['migrate', '--database=packages/own', '--environment=staging']);
});
