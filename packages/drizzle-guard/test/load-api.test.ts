import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { loadApi } from '../src/schema/load-api';

const { cache, resolve } = createRequire(__filename);
const CORES = ['pg-core', 'mysql-core', 'sqlite-core', 'singlestore-core'];
const fileOf = (core: string) => resolve(`drizzle-orm/${core}`);
const loadedOf = (cores: readonly string[]) => cores.filter((core) => fileOf(core) in cache);

test('each dialect of drizzle-orm is loaded when something of it is used', async () => {
  // Another test may have loaded them in this process.
  for (const core of CORES) delete cache[fileOf(core)];
  const api = loadApi(resolve('drizzle-kit/api'));
  expect(loadedOf(CORES)).toEqual([]);
  const state = await api['generateSingleStoreDrizzleJson']!({ nothing: {} });
  expect(state).toMatchObject({ dialect: 'singlestore', tables: {} });
  expect(loadedOf(CORES)).toContain('singlestore-core');
  expect(loadedOf(CORES)).not.toContain('mysql-core');
});
