import { expect, test } from 'vitest';
import type { Database } from './discover';
import { selectDatabases } from './select';

const database = (name: string, dir: string): Database => ({
  name,
  dir,
  packageName: `@shop/${dir.split('/').at(-1)}`,
  configFile: `${dir}/drizzle.config.ts`,
  environmentConfigs: {},
  stated: null,
});
const all = [
  database('root', '.'),
  database('api', 'apps/api'),
  database('cache', 'apps/api/cache'),
  database('orders', 'packages/orders'),
  database('orders-pg', 'packages/orders'),
];
const select = (asked: string[], from = '') =>
  selectDatabases(all, asked, '/repo', from === '' ? '/repo' : `/repo/${from}`).map(({ name }) => name);

test('at the root all databases are meant', () => {
  expect(select([])).toEqual(['root', 'api', 'cache', 'orders', 'orders-pg']);
});

test('in a package its own are meant, from any folder below', () => {
  expect(select([], 'packages/orders')).toEqual(['orders', 'orders-pg']);
  expect(select([], 'packages/orders/src/schema')).toEqual(['orders', 'orders-pg']);
});

test('of packages inside one another the innermost is meant', () => {
  expect(select([], 'apps/api')).toEqual(['api']);
  expect(select([], 'apps/api/cache/src')).toEqual(['cache']);
});

test('in a folder without a database all are meant, also where its name begins like a package’s', () => {
  expect(select([], 'docs')).toHaveLength(5);
  expect(select([], 'packages/orders-old')).toHaveLength(5);
});

test('a name, a folder from the root, a folder from here', () => {
  expect(select(['orders-pg'], 'apps/api')).toEqual(['orders-pg']);
  expect(select(['packages/orders'], 'apps/api')).toEqual(['orders', 'orders-pg']);
  expect(select(['../../packages/orders/'], 'apps/api')).toEqual(['orders', 'orders-pg']);
  expect(select(['.'], 'apps/api')).toEqual(['api']);
  expect(select(['.'])).toEqual(['root']);
});

test('a package by its full name', () => {
  expect(select(['@shop/api'])).toEqual(['api']);
  expect(select(['@shop/orders'], 'apps/api')).toEqual(['orders', 'orders-pg']);
  expect(() => select(['@other/api'])).toThrow('there is no database @other/api');
});

test('several may be asked for, and each is dealt with once', () => {
  expect(select(['orders', 'packages/orders', 'api'])).toEqual(['orders', 'orders-pg', 'api']);
});

test('an unknown name is refused with the names that there are', () => {
  expect(() => select(['order'])).toThrow(
    'there is no database order: the workspace has root (.), api (apps/api), cache (apps/api/cache), orders (packages/orders), orders-pg (packages/orders)',
  );
});

test('a workspace without any database is refused: an answer about nothing would look like fine', () => {
  expect(() => selectDatabases([], [], '/repo', '/repo')).toThrow('no drizzle config was found below /repo');
});

test('a config in a folder of its project is found by that folder, and by where one stands', () => {
  const lib = { ...database('billing', '.'), configFile: 'libs/billing/drizzle.config.ts' };
  const select = (asked: string[], cwd: string) =>
    selectDatabases([...all, lib], asked, '/repo', `/repo/${cwd}`).map(({ name }) => name);
  expect(select(['libs/billing'], 'docs')).toEqual(['billing']);
  expect(select(['.'], 'libs/billing')).toEqual(['billing']);
  expect(select([], 'libs/billing/src')).toEqual(['billing']);
  expect(select(['packages/orders'], '')).toEqual(['orders', 'orders-pg']);
});

test('where there is none, what was not looked at is said', () => {
  expect(() => selectDatabases([], [], '/repo', '/repo', ['not looked at: dist/x'])).toThrow(
    'so nothing was checked or done\nnot looked at: dist/x',
  );
});
