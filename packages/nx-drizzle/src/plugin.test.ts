import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
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
  return createNodes[1](files, options, { workspaceRoot, nxJsonConfiguration: {} });
}

async function inferRoots(files: string[]): Promise<string[]> {
  return (await infer(files)).flatMap(([, { projects }]) => Object.keys(projects));
}

test('the config that a node comes from stands beside it, and the packages that Nx knows in it', async () => {
  write('packages/db/package.json', { name: 'db' });
  write('package-lock.json', { packages: { 'node_modules/drizzle-kit': { version: '0.31.11' } } });
  const nodes = await infer(['package-lock.json', 'packages/db/drizzle.config.ts']);
  expect(nodes.map(([configFile]) => configFile)).toEqual(['packages/db/drizzle.config.ts']);
  expect(nodes[0]![1].projects['packages/db']!.targets['check']!.inputs).toContainEqual({
    externalDependencies: ['drizzle-kit'],
  });
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

test('options that are not known are an error', async () => {
  await expect(infer(['packages/db/drizzle.config.ts'], { prefix: 'x' })).rejects.toThrow(
    '"prefix" is unknown',
  );
});

test('both names that Nx looks for are the same', () => {
  expect(createNodesV2).toBe(createNodes);
});
