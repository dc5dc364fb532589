import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createWorkspace, type Workspace } from './support/workspace';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const FROM_CACHE = 'Nx read the output from the cache';

async function check(workspace: Workspace): Promise<'from the cache' | 'run'> {
  const { exitCode, output, calls } = await workspace.nx(['run', 'db:check']);
  if (exitCode !== 0 || calls.length !== 1)
    throw new Error(`nx run db:check ended with ${exitCode}:\n${output}`);
  return output.includes(FROM_CACHE) ? 'from the cache' : 'run';
}

async function externalDependencies(workspace: Workspace): Promise<string[]> {
  const { targets } = await workspace.show('db');
  const inputs = targets['check']?.['inputs'] as (string | { externalDependencies: string[] })[];
  return inputs.flatMap((input) => (typeof input === 'string' ? [] : input.externalDependencies));
}

function packageLock(versions: Record<string, string>, links: Record<string, string> = {}): object {
  const packages: Record<string, object> = { '': { name: 'workspace', workspaces: ['packages/*'] } };
  for (const [name, version] of Object.entries(versions)) {
    packages[`node_modules/${name}`] = { version, integrity: `sha512-${name}${version}` };
  }
  for (const [name, resolved] of Object.entries(links)) {
    packages[`node_modules/${name}`] = { resolved, link: true };
    packages[resolved] = { version: '0.1.0' };
  }
  return { name: 'workspace', lockfileVersion: 3, requires: true, packages };
}

const VERSIONS = {
  'drizzle-guard': '0.1.0',
  'drizzle-kit': '0.31.11',
  'drizzle-orm': '0.45.4',
  'left-pad': '1.0.0',
};

describe('check', () => {
  let workspace: Workspace;
  beforeAll(async () => {
    workspace = createWorkspace({
      'packages/db/package.json': { name: 'db', dependencies: { model: '*' } },
      'packages/db/drizzle.config.ts': '',
      'packages/db/drizzle/0000_first.sql': 'select 1;',
      'packages/model/package.json': { name: 'model', version: '1.0.0' },
      'packages/model/index.ts': 'export const a = 1;',
      'packages/other/package.json': { name: 'other' },
      'packages/other/index.ts': 'export const a = 1;',
      'package-lock.json': packageLock(VERSIONS, { model: 'packages/model' }),
      'tsconfig.base.json': {},
    });
    await check(workspace);
  });
  afterAll(() => workspace.remove());

  test('is answered from the cache where nothing changed', async () => {
    expect(await check(workspace)).toBe('from the cache');
  });

  test.each([
    ['a migration', { 'packages/db/drizzle/0000_first.sql': 'select 2;' }],
    ['a new migration', { 'packages/db/drizzle/0001_second.sql': 'select 1;' }],
    ['the config', { 'packages/db/drizzle.config.ts': 'export default {};' }],
    ['a file of a package that it depends on', { 'packages/model/index.ts': 'export const a = 2;' }],
    ['drizzle-guard.json', { 'drizzle-guard.json': {} }],
    ['the baseline', { 'drizzle-guard.baseline.json': { version: 1, findings: [] } }],
    ['a tsconfig of the root', { 'tsconfig.base.json': { compilerOptions: {} } }],
    [
      'the version of drizzle-kit',
      {
        'package-lock.json': packageLock(
          { ...VERSIONS, 'drizzle-kit': '0.31.12' },
          { model: 'packages/model' },
        ),
      },
    ],
  ])('runs again after a change of %s', async (_, files) => {
    workspace.write(files);
    expect(await check(workspace)).toBe('run');
  });

  test('does not run again for a package and a file that it has nothing to do with', async () => {
    const versions = { ...VERSIONS, 'drizzle-kit': '0.31.12', 'left-pad': '2.0.0' };
    workspace.write({
      'packages/other/index.ts': 'export const a = 2;',
      'package-lock.json': packageLock(versions, { model: 'packages/model' }),
    });
    expect(await check(workspace)).toBe('from the cache');
  });
});

/** A name in `externalDependencies` that Nx does not have as an npm package fails the task. */
describe('packages that Nx does not know', () => {
  let workspace: Workspace;
  beforeAll(() => {
    workspace = createWorkspace({
      'packages/db/package.json': { name: 'db' },
      'packages/db/drizzle.config.ts': '',
      'packages/drizzle-guard/package.json': { name: 'drizzle-guard', version: '0.1.0' },
      'package-lock.json': packageLock(
        { 'drizzle-kit': '0.31.11' },
        { 'drizzle-guard': 'packages/drizzle-guard' },
      ),
    });
  });
  afterAll(() => workspace.remove());

  test('drizzle-orm is absent, and drizzle-guard a project of the workspace', async () => {
    expect(await check(workspace)).toBe('run');
    expect(await externalDependencies(workspace)).toEqual(['drizzle-kit']);
  });

  test('git ignores the lock file', async () => {
    workspace.write({ '.gitignore': 'package-lock.json\nnode_modules\n.nx\n' });
    expect(await check(workspace)).toBe('run');
    workspace.write({ '.gitignore': 'node_modules\n.nx\n' });
  });

  test('Nx is told not to read the lock file', async () => {
    workspace.write({
      'nx.json': { plugins: ['nx-drizzle'], pluginsConfig: { '@nx/js': { analyzeLockfile: false } } },
    });
    expect(await check(workspace)).toBe('run');
    workspace.write({ 'nx.json': { plugins: ['nx-drizzle'] } });
  });

  test('there are two lock files', async () => {
    workspace.write({ 'yarn.lock': '# yarn lockfile v1\n\n' });
    expect(await check(workspace)).toBe('run');
  });
});

describe('the packages are found in', () => {
  test.each([
    [
      'pnpm-lock.yaml',
      {
        'node_modules/.modules.yaml': 'hoistedDependencies: {}\n',
        'pnpm-workspace.yaml': 'packages:\n  - packages/*\n',
        'pnpm-lock.yaml': [
          "lockfileVersion: '9.0'",
          'importers:',
          '  .: {}',
          '  packages/db:',
          '    devDependencies:',
          '      drizzle-kit:',
          '        specifier: ^0.31.0',
          '        version: 0.31.11',
          'packages:',
          '  drizzle-kit@0.31.11:',
          '    resolution: {integrity: sha512-x}',
          'snapshots:',
          '  drizzle-kit@0.31.11: {}',
          '',
        ].join('\n'),
      },
    ],
    [
      'yarn.lock',
      {
        'yarn.lock': [
          '# yarn lockfile v1',
          '',
          'drizzle-kit@^0.31.0:',
          '  version "0.31.11"',
          '  resolved "https://example.test/drizzle-kit-0.31.11.tgz#x"',
          '  integrity sha512-x',
          '',
        ].join('\n'),
      },
    ],
    [
      'bun.lock',
      {
        'bun.lock': [
          '{',
          '  "lockfileVersion": 1,',
          '  "workspaces": { "": { "name": "workspace" }, "packages/db": { "name": "db" } },',
          '  "packages": {',
          '    "drizzle-kit": ["drizzle-kit@0.31.11", "", {}, "sha512-x"],',
          '  }',
          '}',
          '',
        ].join('\n'),
      },
    ],
  ])('%s', async (_, files) => {
    const workspace = createWorkspace({
      'packages/db/package.json': { name: 'db' },
      'packages/db/drizzle.config.ts': '',
      ...files,
    });
    try {
      expect(await check(workspace)).toBe('run');
      expect(await externalDependencies(workspace)).toEqual(['drizzle-kit']);
    } finally {
      workspace.remove();
    }
  });
});
