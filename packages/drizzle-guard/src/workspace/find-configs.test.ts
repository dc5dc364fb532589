import { expect, test } from 'vitest';
import { memoryTree } from '../sources/memory-tree';
import { readConfiguration } from './configuration';
import { discoverDatabases } from './discover';

async function discover(files: readonly string[], configuration?: object) {
  const texts = Object.fromEntries(files.map((file) => [file, '']));
  if (configuration) texts['drizzle-guard.json'] = JSON.stringify(configuration);
  const tree = memoryTree(texts, '/srv/shop');
  return (await discoverDatabases(tree, await readConfiguration(tree))).databases;
}

test('of configs that are called alike drizzle-kit’s own choice counts, TypeScript before JavaScript', async () => {
  const files = [
    'drizzle.config.js',
    'drizzle.config.ts',
    'drizzle.config.prod.js',
    'drizzle.config.prod.ts',
  ];
  const [database, ...more] = await discover(files);
  expect(database).toMatchObject({
    configFile: 'drizzle.config.ts',
    environmentConfigs: { production: 'drizzle.config.prod.ts' },
  });
  expect([database!.rivals, more]).toEqual([undefined, []]);
});

test('several configs of one environment are told, and none of them is taken silently', async () => {
  const environments = ['local', 'dev', 'test'].map((name) => `drizzle.config.${name}.ts`);
  const files = ['drizzle.config.ts', ...environments];
  const rivals = { development: ['drizzle.config.dev.ts', 'drizzle.config.local.ts'] };
  expect(await discover(files)).toMatchObject([{ rivals }]);
  expect(await discover(files, { databases: { shop: { dir: '.' } } })).toMatchObject([{ rivals }]);
});

test('configs of one infix that are spelled otherwise are two databases, and neither is passed over', async () => {
  const files = ['db/drizzle-auth.config.ts', 'db/drizzle.auth.config.ts'];
  await expect(discover(files)).rejects.toMatchObject({ code: 'duplicate-database' });
  const second = { dir: 'db', config: 'drizzle.auth.config.ts' };
  const named = await discover([...files, 'db/drizzle.auth.prod.config.ts'], { databases: { second } });
  expect(named).toMatchObject([
    { configFile: files[0], environmentConfigs: {} },
    { name: 'second', configFile: files[1], environmentConfigs: {} },
  ]);
});
