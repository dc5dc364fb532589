import { expect, test } from 'vitest';
import { dialectOf, limitsOf, nameOf, urlOf } from './options';

const options = { migrations: 'drizzle' };

test('the connection is given, or in a variable; what is missing is said', () => {
  expect(urlOf({ ...options, url: 'postgres://db/shop' })).toBe('postgres://db/shop');
  process.env['RUNTIME_TEST_URL'] = 'mysql://db/shop';
  expect(urlOf({ ...options, urlEnv: 'RUNTIME_TEST_URL' })).toBe('mysql://db/shop');
  delete process.env['RUNTIME_TEST_URL'];
  expect(() => urlOf({ ...options, urlEnv: 'RUNTIME_TEST_URL' })).toThrow(
    'the variable RUNTIME_TEST_URL is not set',
  );
  expect(() => urlOf(options)).toThrow('no connection was given');
});

test.each([
  ['postgres://db/shop', null, 'postgresql'],
  ['postgresql:///shop?host=/run', 'mysql', 'postgresql'],
  ['mariadb://db/shop', null, 'mysql'],
  ['libsql://db', null, 'turso'],
  ['file:./shop.db', 'sqlite', 'sqlite'],
  ['./.pglite', 'postgresql', 'postgresql'],
])('the dialect of %s beside migrations of %s is %s', (url, written, dialect) => {
  expect(dialectOf(options, url, written)).toBe(dialect);
});

test('a dialect that is given counts; none that can be told is an error', () => {
  expect(dialectOf({ ...options, dialect: 'turso' }, 'file:x', 'sqlite')).toBe('turso');
  expect(() => dialectOf(options, 'file:x', null)).toThrow('nothing tells which dialect');
});

test('limits, and null for none', () => {
  expect(limitsOf(options)).toEqual({ lockWait: 60_000, lockTimeout: 5_000, statementTimeout: null });
  expect(limitsOf({ ...options, lockTimeout: null, statementTimeout: 7 })).toEqual({
    lockWait: 60_000,
    lockTimeout: null,
    statementTimeout: 7,
  });
});

test('its name is that of the folder around the migrations', () => {
  expect(nameOf(options, '/app/shop/drizzle')).toBe('shop');
  expect(nameOf({ ...options, name: 'orders' }, '/app/shop/drizzle')).toBe('orders');
});
