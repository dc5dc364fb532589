import { afterEach, describe, expect, test, vi } from 'vitest';
import { Configuration } from '../workspace/configuration';
import * as v from 'valibot';
import { shadowServerOf } from './shadow-server';

afterEach(() => vi.unstubAllEnvs());

const SHOP = { name: 'shop', dir: '.', packageName: null };

function found(url: string, dialect: string | null = 'mysql', { onlyLocal = false, more = {} } = {}) {
  vi.stubEnv('SHADOW_URL', url);
  vi.stubEnv('OWN_URL', 'mysql://own.example.com');
  vi.stubEnv('NX_LOAD_DOT_ENV_FILES', 'false');
  const configuration = v.parse(Configuration, { shadow: { urlEnv: 'SHADOW_URL' }, ...more });
  return shadowServerOf({ root: '/nowhere', configuration }, SHOP, dialect, { command: 'check', onlyLocal });
}

const described = (...given: Parameters<typeof found>) => {
  const server = found(...given);
  return typeof server === 'object' && server !== null ? server.place.description : server;
};

describe('the server that is configured', () => {
  test.each([
    ['mysql://me:x@127.0.0.1', 'mysql', "the shadow's server mysql 127.0.0.1:3306 (SHADOW_URL)"],
    ['mariadb://me:x@[::1]:3307/shop', 'mysql', "the shadow's server mysql [::1]:3307 (SHADOW_URL)"],
    [
      'mysql://me@localhost/?socketPath=%2Frun%2Fmysqld.sock',
      'mysql',
      "the shadow's server mysql /run/mysqld.sock (SHADOW_URL)",
    ],
    [
      'postgresql://me:x@db.example.com',
      'postgresql',
      "the shadow's server postgres db.example.com:5432 (SHADOW_URL)",
    ],
  ])('%s', (url, dialect, words) => {
    expect(described(url, dialect)).toBe(words);
  });

  test('a database of its own outranks that of all', () => {
    const more = { databases: { shop: { dir: '.', shadow: { urlEnv: 'OWN_URL' } } } };
    expect(described('mysql://127.0.0.1', 'mysql', { more })).toContain('own.example.com:3306 (OWN_URL)');
  });

  test('no database is named but the one in which Postgres is asked', () => {
    expect(found('postgres://me@127.0.0.1', 'postgresql')).toMatchObject({
      place: { config: { database: 'postgres' } },
    });
    expect(found('postgres://me@127.0.0.1/own', 'postgresql')).toMatchObject({
      place: { config: { database: 'own' } },
    });
    expect(found('mysql://me@127.0.0.1/shop')).not.toHaveProperty('place.config.database');
  });
});

test.each([
  ['postgres://me:secret@127.0.0.1', 'the variable SHADOW_URL holds no URL of a MySQL server'],
  ['secret', 'the variable SHADOW_URL holds no URL of a MySQL server'],
  [
    'mysql://me:secret@127.0.0.1:port',
    "the URL of the shadow's server, in the variable SHADOW_URL, cannot be read",
  ],
  ['', "the variable SHADOW_URL, which names the shadow's server in drizzle-guard.json, is not set"],
])('%s cannot be used', (url, words) => {
  expect(found(url)).toBe(words);
});

test('a hook speaks to this machine alone', () => {
  const onlyLocal = true;
  expect(described('mysql://localhost', 'mysql', { onlyLocal })).toContain('localhost:3306');
  expect(found('mysql://me:secret@db.example.com', 'mysql', { onlyLocal })).toBe(
    "the shadow's server mysql db.example.com:3306 (SHADOW_URL) is not on this machine, and a hook speaks to no other",
  );
});

test.each(['sqlite', 'turso', 'singlestore', null])('%s has none', (dialect) => {
  expect(found('mysql://127.0.0.1', dialect)).toBeNull();
});
