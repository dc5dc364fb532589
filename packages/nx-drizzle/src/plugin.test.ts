import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isDrizzleTarget } from './drizzle-target';
import { createNodes, createNodesV2 } from './plugin';
import { TARGETS } from '../test/support/targets';

let workspaceRoot: string;

beforeEach(() => {
  workspaceRoot = mkdtempSync(path.join(tmpdir(), 'nx-drizzle-nodes-'));
  write('package.json', { name: 'workspace', workspaces: ['packages/*'] });
});
afterEach(() => rmSync(workspaceRoot, { recursive: true }));

function write(file: string, content: object): void {
  mkdirSync(path.dirname(path.join(workspaceRoot, file)), { recursive: true });
  writeFileSync(path.join(workspaceRoot, file), JSON.stringify(content));
}

function infer(files: string[], options?: object) {
  return createNodes[1](files, options, { workspaceRoot });
}

async function inferRoots(files: string[]): Promise<string[]> {
  return (await infer(files)).flatMap(([, { projects }]) => Object.keys(projects));
}

test('the config that a node comes from stands beside it', async () => {
  write('packages/db/package.json', { name: 'db' });
  const nodes = await infer(['packages/db/drizzle.config.ts']);
  expect(nodes.map(([configFile]) => configFile)).toEqual(['packages/db/drizzle.config.ts']);
});

describe('the project of a config', () => {
  test('is the package around its folder', async () => {
    write('packages/api/package.json', { name: 'api' });
    expect(await infer(['packages/api/database/drizzle.config.ts'])).toMatchObject([
      [
        'packages/api/database/drizzle.config.ts',
        { projects: { 'packages/api': { targets: { check: { options: { database: 'packages/api' } } } } } },
      ],
    ]);
  });

  test('is the nearest one, with a project.json alone too', async () => {
    write('packages/api/package.json', { name: 'api' });
    write('packages/api/store/project.json', { name: 'store' });
    expect(
      await inferRoots(['packages/api/store/sql/drizzle.config.ts', 'packages/api/drizzle.config.ts']),
    ).toEqual(['packages/api/store', 'packages/api']);
  });

  test('is not a folder whose package.json has no name and is no package of the workspace', async () => {
    write('packages/api/package.json', { name: 'api' });
    write('packages/api/database/package.json', { type: 'module' });
    expect(await inferRoots(['packages/api/database/drizzle.config.ts'])).toEqual(['packages/api']);
  });

  test('is none for a package outside the workspace', async () => {
    write('fixtures/db/package.json', { name: 'db' });
    expect(await infer(['fixtures/db/drizzle.config.ts'])).toEqual([]);
  });

  test('can be the workspace itself', async () => {
    expect(await infer(['drizzle.config.ts'])).toMatchObject([
      ['drizzle.config.ts', { projects: { '.': { targets: { check: { options: { database: '.' } } } } } }],
    ]);
  });

  test('is not a workspace without a name, which Nx could not make a project of', async () => {
    write('package.json', { private: true });
    expect(await infer(['drizzle.config.ts'])).toEqual([]);
  });
});

test('environments have no targets of their own', async () => {
  write('packages/db/package.json', { name: 'db' });
  const files = ['drizzle-dev.config.ts', 'drizzle-prod.config.ts'].map((file) => `packages/db/${file}`);
  const nodes = await infer(files);
  expect(nodes).toHaveLength(1);
  expect(Object.keys(nodes[0]![1].projects['packages/db']!.targets)).toEqual(TARGETS);
});

test('nothing comes from the config, from the environment or from where the workspace lies', async () => {
  write('packages/db/package.json', { name: 'db' });
  write('packages/db/drizzle.config.ts', { content: 'throw new Error("evaluated")' });
  const text = JSON.stringify(await infer(['packages/db/drizzle.config.ts']));
  expect(text).not.toContain(workspaceRoot);
  expect(text).not.toContain('evaluated');
});

test('only scripts that become targets stand in the way of one', async () => {
  const targetsOf = async (options?: object) => {
    const [node] = await infer(['packages/db/drizzle.config.ts'], options);
    return Object.keys(node![1].projects['packages/db']!.targets);
  };
  write('packages/db/package.json', { name: 'db', scripts: { migrate: 'x' } });
  expect(await targetsOf()).toContain('drizzle-migrate');
  expect(await targetsOf({ targets: { migrate: 'db-migrate' } })).toContain('db-migrate');
  write('packages/db/package.json', { name: 'db', scripts: { migrate: 'x' }, nx: { includedScripts: [] } });
  expect(await targetsOf()).toContain('migrate');
});

test('so do targets of project.json that are more than an addition', async () => {
  write('packages/db/project.json', {
    targets: {
      migrate: { command: 'drizzle-kit migrate' },
      check: { configurations: { qa: {} } },
      status: { executor: 'nx:run-commands', options: { command: 'npx drizzle-guard status' } },
    },
  });
  const [node] = await infer(['packages/db/drizzle.config.ts']);
  expect(Object.keys(node![1].projects['packages/db']!.targets)).toEqual(
    TARGETS.map((name) => (name === 'migrate' ? 'drizzle-migrate' : name)),
  );
});

test('a copy that a compiler made of a config is no database', async () => {
  write('packages/db/package.json', { name: 'db' });
  const files = ['packages/db/drizzle.config.ts', 'packages/db/dist/drizzle.config.js'];
  const [node] = await infer(files);
  expect(node![1].projects['packages/db']!.targets['check']).toMatchObject({
    command: 'drizzle-guard check',
  });
});

describe('what drizzle-guard.json leaves out', () => {
  const files = [
    'libs/pay/drizzle.config.ts',
    'libs/pay/drizzle.pg.config.ts',
    'templates/x/drizzle.config.ts',
  ];
  const left = async (key: string, where = '') => {
    write('libs/pay/project.json', { name: '@acme/billing' });
    write('templates/x/project.json', {});
    write(`${where}drizzle-guard.json`, { databases: { other: { dir: 'x' }, [key]: false } });
    return (await infer(files)).map(([configFile]) => configFile);
  };

  test.each([
    ['templates', ['libs/pay/drizzle.config.ts']],
    ['templates/**', ['libs/pay/drizzle.config.ts']],
    ['x', ['libs/pay/drizzle.config.ts']],
    ['billing', ['libs/pay/drizzle.pg.config.ts', 'templates/x/drizzle.config.ts']],
    ['libs/pay', ['templates/x/drizzle.config.ts']],
    ['nothing', ['libs/pay/drizzle.config.ts', 'templates/x/drizzle.config.ts']],
  ])('%s', async (key, expected) => {
    expect(await left(key)).toEqual(expected);
  });

  test('where the workspace is a folder of its repository, paths count from the repository', async () => {
    const outer = workspaceRoot;
    mkdirSync(path.join(outer, '.git'));
    write('drizzle-guard.json', { databases: { 'front/templates': false } });
    workspaceRoot = path.join(outer, 'front');
    try {
      write('package.json', { name: 'front' });
      write('templates/x/project.json', {});
      expect(await infer(['templates/x/drizzle.config.ts'])).toEqual([]);
    } finally {
      workspaceRoot = outer;
    }
  });
});

test('options that are not known are an error', async () => {
  await expect(infer(['packages/db/drizzle.config.ts'], { prefix: 'x' })).rejects.toThrow(
    '"prefix" is unknown',
  );
});

test('both names that Nx looks for are the same', () => {
  expect(createNodesV2).toBe(createNodes);
});

test('a target runs what is installed at the root, and else what the plugin depends on', async () => {
  write('packages/db/package.json', { name: 'db' });
  const check = async () => {
    const [node] = await infer(['packages/db/drizzle.config.ts']);
    return node![1].projects['packages/db']!.targets['check']!;
  };
  expect((await check()).command).toBe('drizzle-guard check');
  write('node_modules/nx-drizzle/bin/drizzle-guard.js', {});
  expect((await check()).command).toBe('node node_modules/nx-drizzle/bin/drizzle-guard.js check');
  expect(isDrizzleTarget({ options: { command: (await check()).command } })).toBe(true);
  write('node_modules/.bin/drizzle-guard', {});
  expect((await check()).command).toBe('drizzle-guard check');
});
