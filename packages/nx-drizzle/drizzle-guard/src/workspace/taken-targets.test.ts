import { expect, test } from 'vitest';
import { takenTargets } from './taken-targets';

const TARGETS = [{ name: 'migrate' }, { name: 'check' }];
const taken = (files: Record<string, object>, dir = 'db') =>
  takenTargets((file) => (files[file] ? JSON.stringify(files[file]) : null), dir, TARGETS);
const nx = { 'nx.json': { plugins: ['nx-drizzle'] } };

test('scripts, and targets that are more than an addition', async () => {
  const files = {
    ...nx,
    'db/package.json': {
      scripts: { migrate: 'x', lint: 'y' },
      nx: { targets: { check: { executor: 'a:b' } } },
    },
    'db/project.json': { targets: { migrate: { configurations: { qa: {} } } } },
  };
  expect(await taken(files)).toEqual([
    '`check` is a target of package.json, which takes the place of the Nx target of that name: the target is `drizzle-check`',
    '`migrate` is a script of package.json, which takes the place of the Nx target of that name: the target is `drizzle-migrate`',
  ]);
  const own = {
    targets: { migrate: { command: 'drizzle-kit migrate' }, check: { command: 'drizzle-guard check' } },
  };
  expect(await taken({ ...nx, 'project.json': own }, '.')).toEqual([
    expect.stringContaining('`migrate` is a target of project.json'),
  ]);
});

test('scripts that Nx makes no targets of take nothing', async () => {
  const manifest = { scripts: { migrate: 'x', check: 'y' }, nx: { includedScripts: ['check'] } };
  expect(await taken({ ...nx, 'db/package.json': manifest })).toHaveLength(1);
});

test('nothing without the plugin, or where its targets have other names', async () => {
  const files = { 'db/package.json': { scripts: { migrate: 'x' } } };
  expect(await taken(files)).toEqual([]);
  const options = { targetPrefix: 'db-' };
  expect(await taken({ ...files, 'nx.json': { plugins: [{ plugin: 'nx-drizzle', options }] } })).toEqual([]);
});
