import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { loadApi } from '../src/schema/load-api';

const { cache, resolve } = createRequire(__filename);
const isLoaded = (core: string) => resolve(`drizzle-orm/${core}`) in cache;

test('each dialect of drizzle-orm is loaded when something of it is used', async () => {
  const cores = ['pg-core', 'mysql-core', 'sqlite-core', 'singlestore-core'].filter(
    (core) => !isLoaded(core),
  );
  expect(cores).toContain('singlestore-core');
  const api = loadApi(resolve('drizzle-kit/api'));
  expect(cores.filter((core) => core !== 'pg-core' && isLoaded(core))).toEqual([]);
  const state = await api['generateSingleStoreDrizzleJson']!({});
  expect(state).toMatchObject({ dialect: 'singlestore', tables: {} });
});
