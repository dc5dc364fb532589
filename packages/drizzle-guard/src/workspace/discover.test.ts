import { expect, test } from 'vitest';
import { memoryTree } from '../sources/memory-tree';
import { readConfiguration } from './configuration';
import { discoverDatabases, type Database } from './discover';

/** Files by name; drizzle-guard.json as an object. */
async function discover(files: readonly string[], configuration?: object): Promise<Database[]> {
  const texts = Object.fromEntries(files.map((file) => [file, textOf(file)]));
  if (configuration) texts['drizzle-guard.json'] = JSON.stringify(configuration);
  const tree = memoryTree(texts, '/srv/shop');
  return discoverDatabases(tree, await readConfiguration(tree));
}

function textOf(file: string): string {
  const folder = file.split('/').at(-2);
  return file.endsWith('package.json')
    ? JSON.stringify(folder ? { name: `@acme/${folder}` } : { name: 'root' })
    : '';
}

const brief = (databases: readonly Database[]) =>
  databases.map(({ name, dir, configFile }) => `${name} | ${dir} | ${configFile}`);

test('a database is called like its package, without the scope', async () => {
  expect(
    brief(await discover(['packages/orders/package.json', 'packages/orders/drizzle.config.ts'])),
  ).toEqual(['orders | packages/orders | packages/orders/drizzle.config.ts']);
});

test('without a package the folder gives the name, at the root the root’s own', async () => {
  expect(brief(await discover(['apps/api/drizzle.config.ts', 'drizzle.config.ts']))).toEqual([
    'shop | . | drizzle.config.ts',
    'api | apps/api | apps/api/drizzle.config.ts',
  ]);
});

test('several databases of a package are told apart by the infix', async () => {
  const files = ['drizzle.config.ts', 'drizzle.pg.config.ts', 'drizzle-read-model.config.ts'];
  expect(
    brief(await discover(['p/orders/package.json', ...files.map((file) => `p/orders/${file}`)])),
  ).toEqual([
    'orders | p/orders | p/orders/drizzle.config.ts',
    'orders-pg | p/orders | p/orders/drizzle.pg.config.ts',
    'orders-read-model | p/orders | p/orders/drizzle-read-model.config.ts',
  ]);
});

test('the only config of a package needs no infix in the name', async () => {
  const [database] = await discover(['p/orders/package.json', 'p/orders/drizzle.pg.config.ts']);
  expect(database!.name).toBe('orders');
});

test('a config of an environment belongs to its neighbour', async () => {
  const files = [
    'drizzle.config.ts',
    'drizzle.config.prod.ts',
    'drizzle.config.staging.ts',
    'drizzle.pg.config.ts',
  ];
  const [main, pg] = await discover(files.concat('drizzle.pg.prod.config.ts', 'package.json'));
  expect(main).toMatchObject({
    name: 'root',
    configFile: 'drizzle.config.ts',
    environmentConfigs: { production: 'drizzle.config.prod.ts', staging: 'drizzle.config.staging.ts' },
  });
  expect(pg).toMatchObject({
    name: 'root-pg',
    environmentConfigs: { production: 'drizzle.pg.prod.config.ts' },
  });
});

test('where there are only configs of environments, that of development is the database’s own', async () => {
  const [database, ...others] = await discover(['drizzle.config.prod.ts', 'drizzle.config.dev.ts']);
  expect(others).toEqual([]);
  expect(database).toMatchObject({
    configFile: 'drizzle.config.dev.ts',
    environmentConfigs: { production: 'drizzle.config.prod.ts' },
  });
});

test('a config in a sub-folder runs in the folder of its package', async () => {
  expect(brief(await discover(['apps/api/package.json', 'apps/api/src/db/drizzle.config.ts']))).toEqual([
    'api | apps/api | apps/api/src/db/drizzle.config.ts',
  ]);
});

test('two databases of one name are refused, naming both', async () => {
  await expect(
    discover([
      'apps/db/package.json',
      'apps/db/drizzle.config.ts',
      'packages/db/package.json',
      'packages/db/drizzle.config.ts',
    ]),
  ).rejects.toMatchObject({
    code: 'duplicate-database',
    message: 'two databases are called db: apps/db/drizzle.config.ts and packages/db/drizzle.config.ts',
  });
});

test('drizzle-guard.json gives another name, and what it names is not found twice', async () => {
  const files = [
    'apps/db/package.json',
    'apps/db/drizzle.config.ts',
    'packages/db/package.json',
    'packages/db/drizzle.config.ts',
  ];
  const databases = await discover(files, { databases: { legacy: { dir: './apps/db/' } } });
  expect(brief(databases)).toEqual([
    'legacy | apps/db | apps/db/drizzle.config.ts',
    'db | packages/db | packages/db/drizzle.config.ts',
  ]);
});

test('drizzle-guard.json can state a database that has no config', async () => {
  const stated = {
    dir: 'legacy',
    dialect: 'mysql',
    schema: 'src/*.ts',
    out: 'drizzle',
    casing: 'snake_case',
  };
  const [database] = await discover([], { databases: { legacy: stated } });
  expect(database).toEqual({
    name: 'legacy',
    dir: 'legacy',
    packageName: null,
    configFile: null,
    environmentConfigs: {},
    stated: { dialect: 'mysql', schema: ['src/*.ts'], out: 'drizzle', casing: 'snake_case' },
  });
});

test('a name of drizzle-guard.json that a package already has is refused', async () => {
  const legacy = { dir: 'legacy', dialect: 'mysql', schema: 'src', out: 'drizzle' };
  await expect(
    discover(['db/package.json', 'db/drizzle.config.ts'], { databases: { db: legacy } }),
  ).rejects.toMatchObject({
    code: 'duplicate-database',
    message: 'two databases are called db: legacy (drizzle-guard.json) and db/drizzle.config.ts',
  });
});

test.each([
  ['a config that is not there', { dir: 'db', config: 'drizzle.gone.ts' }, 'db/drizzle.gone.ts is not there'],
  ['a folder without a config', { dir: 'empty' }, 'empty has no drizzle config'],
  ['a folder with several configs', { dir: 'db' }, 'db has several drizzle configs'],
  ['a part of what is to be stated', { dir: 'db', dialect: 'mysql', out: 'drizzle' }, 'states only a part'],
])('an entry with %s is refused', async (_name, entry, words) => {
  const files = ['db/package.json', 'db/drizzle.config.ts', 'db/drizzle.pg.config.ts'];
  await expect(discover(files, { databases: { mine: entry } })).rejects.toMatchObject({
    code: 'invalid-configuration',
    message: expect.stringContaining(words),
  });
});
