import { describe, expect, test } from 'vitest';
import { memoryTree } from '../sources/memory-tree';
import { readConfiguration } from './configuration';
import { discoverDatabases, type Database } from './discover';

/** Files by name, or with what is in them; drizzle-guard.json as an object. */
async function look(files: readonly string[] | Record<string, object>, configuration?: object) {
  const texts = Array.isArray(files)
    ? Object.fromEntries(files.map((file) => [file, textOf(file)]))
    : Object.fromEntries(Object.entries(files).map(([file, value]) => [file, JSON.stringify(value)]));
  if (configuration) texts['drizzle-guard.json'] = JSON.stringify(configuration);
  const tree = memoryTree(texts, '/srv/shop');
  return discoverDatabases(tree, await readConfiguration(tree));
}

async function discover(...what: Parameters<typeof look>): Promise<Database[]> {
  return (await look(...what)).databases;
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

describe('Nx projects', () => {
  const nx = { 'nx.json': {}, 'package.json': { name: '@acme/source' } };
  const one = (more: Record<string, object>) =>
    discover({ ...nx, 'libs/billing/drizzle.config.ts': {}, ...more });

  test.each([
    ['project.json with a name', { 'libs/billing/project.json': { name: 'billing-db' } }, 'billing-db'],
    ['with a scope', { 'libs/billing/project.json': { name: '@acme/money' } }, 'money'],
    [
      'project.json without a name, the package’s',
      { 'libs/billing/project.json': {}, 'libs/billing/package.json': { name: '@acme/pay' } },
      'pay',
    ],
    ['neither with a name', { 'libs/billing/project.json': {} }, 'billing'],
    [
      '`nx` in package.json',
      { 'libs/billing/package.json': { name: '@acme/pay', nx: { name: 'bills' } } },
      'bills',
    ],
  ])('%s', async (_what, more, name) => {
    expect(await one(more)).toMatchObject([{ name, dir: 'libs/billing', cwds: ['libs/billing', '.'] }]);
  });

  test('a folder’s name is in lower case, as Nx has it', async () => {
    expect(
      await discover({ ...nx, 'libs/Pay/drizzle.config.ts': {}, 'libs/Pay/project.json': {} }),
    ).toMatchObject([{ name: 'pay' }]);
  });

  test('two with one package.json at the root, and several configs in one', async () => {
    const files = {
      ...nx,
      'libs/billing/project.json': { name: 'billing' },
      'libs/billing/drizzle.config.ts': {},
      'libs/orders/project.json': { name: 'orders' },
      'libs/orders/src/db/drizzle.pg.config.ts': {},
      'libs/orders/src/db/drizzle.sqlite.config.ts': {},
    };
    expect(await discover(files)).toMatchObject([
      { name: 'billing', dir: 'libs/billing' },
      { name: 'orders-pg', dir: 'libs/orders', cwds: ['libs/orders', 'libs/orders/src/db', '.'] },
      { name: 'orders-sqlite', dir: 'libs/orders' },
    ]);
  });

  test('a project within a package is the nearest', async () => {
    const files = {
      ...nx,
      'packages/api/package.json': { name: 'api' },
      'packages/api/store/project.json': { name: 'store' },
      'packages/api/store/drizzle.config.ts': {},
    };
    expect(await discover(files)).toMatchObject([
      { name: 'store', cwds: ['packages/api/store', 'packages/api', '.'] },
    ]);
  });

  test('a project.json without Nx is another tool’s', async () => {
    const files = {
      'package.json': { name: 'app' },
      'a/project.json': { name: 'x' },
      'a/drizzle.config.ts': {},
    };
    expect(await discover(files)).toMatchObject([{ name: 'app', dir: '.' }]);
  });

  test('two of one name are refused', async () => {
    const files = {
      ...nx,
      'a/project.json': { name: 'db' },
      'a/drizzle.config.ts': {},
      'b/project.json': { name: '@x/db' },
      'b/drizzle.config.ts': {},
    };
    await expect(discover(files)).rejects.toThrow(
      'two databases are called db: a/drizzle.config.ts and b/drizzle.config.ts',
    );
  });
});

test('configs of one infix in folders of one package are called by their folders', async () => {
  const files = ['package.json', 'libs/a/drizzle.config.ts', 'libs/b/drizzle.config.ts', 'drizzle.config.ts'];
  expect(brief(await discover(files))).toEqual([
    'a | . | libs/a/drizzle.config.ts',
    'b | . | libs/b/drizzle.config.ts',
    'root | . | drizzle.config.ts',
  ]);
});

test('drizzle-guard.json says where drizzle-kit is run', async () => {
  const files = ['package.json', 'libs/a/drizzle.config.ts'];
  const entry = { dir: 'libs/a', config: 'drizzle.config.ts', cwd: './' };
  expect(await discover(files, { databases: { bills: entry } })).toMatchObject([
    { name: 'bills', dir: 'libs/a', configFile: 'libs/a/drizzle.config.ts', cwds: ['.'] },
  ]);
});

describe('what is left out', () => {
  const files = [
    'db/package.json',
    'db/drizzle.config.ts',
    'templates/app/package.json',
    'templates/app/drizzle.config.ts',
    'templates/[x]/drizzle.pg.config.ts',
  ];
  const left = async (...keys: string[]) => {
    const { databases, notes } = await look(files, {
      databases: Object.fromEntries(keys.map((key) => [key, false])),
    });
    return [...databases.map(({ name }) => name), ...notes.map(({ text }) => text)];
  };

  test.each([
    ['a name', ['app'], ['db', '[x]']],
    ['a folder with all below it', ['templates'], ['db']],
    ['a folder with a slash', ['./templates/app/'], ['db', '[x]']],
    ['a folder that looks like a glob', ['templates/[x]'], ['db', 'app']],
    ['a path', ['templates/app/drizzle.config.ts'], ['db', '[x]']],
    ['a glob', ['templates/**'], ['db']],
    ['a glob of files', ['**/drizzle.pg.*'], ['db', 'app']],
    ['a name before a folder', ['db', 'templates'], []],
  ])('%s', async (_what, keys, expected) => {
    expect(await left(...keys)).toEqual(expected);
  });

  test('a key that leaves nothing out is told of', async () => {
    expect(await left('templatez', 'templates')).toEqual([
      'db',
      'drizzle-guard.json: "templatez": false leaves nothing out: no database is called that, and no drizzle config lies there',
    ]);
  });

  test('two of one name are two no more', async () => {
    const twice = [
      'a/db/package.json',
      'a/db/drizzle.config.ts',
      'b/db/package.json',
      'b/db/drizzle.config.ts',
    ];
    expect(brief(await discover(twice, { databases: { b: false } }))).toEqual([
      'db | a/db | a/db/drizzle.config.ts',
    ]);
  });
});

describe('folders that mostly hold what was built', () => {
  test('what is no copy is a database like another', async () => {
    const files = ['build', 'coverage', '.config', 'dist', 'line\nbreak', '.a\nb'].flatMap((folder) => [
      `${folder}/package.json`,
      `${folder}/drizzle.config.ts`,
    ]);
    const { databases, notes } = await look(files);
    expect(databases.map(({ name }) => name).sort()).toEqual(
      ['.a\nb', '.config', 'build', 'coverage', 'dist', 'line\nbreak'].sort(),
    );
    expect(notes).toEqual([]);
  });

  test.each([
    ['p/dist/drizzle.config.js', 'p/drizzle.config.ts'],
    ['dist/p/drizzle.config.js', 'p/drizzle.config.ts'],
    ['p/dist/drizzle.config.mjs', 'p/src/drizzle.config.ts'],
    ['p/.out/drizzle.pg.config.json', 'p/drizzle.pg.config.json'],
  ])('%s is told of as a copy of %s', async (copy, original) => {
    const { databases, notes } = await look(['p/package.json', copy, original]);
    expect(databases).toMatchObject([{ configFile: original }]);
    expect(notes).toMatchObject([
      {
        file: copy,
        text: expect.stringContaining(
          `not looked at: ${copy}, which looks like a copy that was made of ${original}; if it is a database`,
        ),
      },
    ]);
  });

  test('a copy that is named is a database, and one that is left out is not told of', async () => {
    const files = ['p/package.json', 'p/drizzle.config.ts', 'p/dist/drizzle.config.js'];
    const named = { built: { dir: 'p/dist', config: 'drizzle.config.js' } };
    const both = await look(files, { databases: named });
    expect([both.databases.map(({ name }) => name), both.notes]).toEqual([['built', 'p'], []]);
    expect((await look(files, { databases: { 'p/dist': false } })).notes).toEqual([]);
  });
});
