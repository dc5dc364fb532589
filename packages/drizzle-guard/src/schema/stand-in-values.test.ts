import { expect, test } from 'vitest';
import { MARK, standInsFor } from './stand-in-values';

const first = (name: string, dialect: string | null = 'postgresql', complaint?: string) =>
  standInsFor(name, dialect, complaint)[0]!;

test.each([
  ['DATABASE_URL', 'postgresql', 'postgres:'],
  ['DATABASE_URL', null, 'postgres:'],
  ['DATABASE_URL', 'mysql', 'mysql:'],
  ['DATABASE_URL', 'sqlite', 'file:'],
  ['DATABASE_URL', 'turso', 'libsql:'],
  ['databaseUrl', 'mysql', 'mysql:'],
  ['CONNSTR', 'postgresql', 'postgres:'],
  ['MYSQL_URI', 'postgresql', 'mysql:'],
  ['REDIS_URL', 'postgresql', 'redis:'],
  ['NEXT_PUBLIC_APP_URL', 'postgresql', 'https:'],
])('%s of %s is a URL of %s', (name, dialect, protocol) => {
  expect(new URL(first(name, dialect)).protocol).toBe(protocol);
});

test('every host resolves nowhere, and what is cut out of a URL is there', () => {
  const { username, password, hostname, port, pathname } = new URL(first('DATABASE_URL'));
  expect([username, password, hostname, port, pathname]).toEqual([
    ...[MARK, MARK, `${MARK}.invalid`, '5432', `/${MARK}`],
  ]);
});

test.each([
  ['DB_PORT', '5432'],
  ['PGPORT', '5432'],
  ['PGHOST', `${MARK}.invalid`],
  ['POOL_SIZE', '10'],
  ['USE_SSL', 'false'],
  ['NODE_ENV', 'development'],
  ['CONTACT_EMAIL', `${MARK}@${MARK}.invalid`],
  ['REGION', MARK],
])('%s is %s', (name, value) => {
  expect(first(name)).toBe(value);
});

test('a secret is as long as is asked for', () => {
  expect(first('AUTH_SECRET').length).toBeGreaterThanOrEqual(32);
  expect(first('AUTH_SECRET', null, '{ "minimum": 120 }')).toHaveLength(120);
  expect(
    standInsFor('AUTH', null, 'String must contain at least 50 character(s)').some((one) => one.length >= 50),
  ).toBe(true);
});

test.each([
  ['String must contain exactly 32 character(s)', 32],
  ['Too big: expected string to have <=20 characters', 20],
])('and no longer: %s', (complaint, length) => {
  expect(standInsFor('KEY', null, complaint).map((one) => one.length)).toContain(length);
});

test.each([
  ['Invalid string: must start with "sk_"', /^sk_stand-in/],
  [
    'Invalid string: must start with \\"postgresql://\\"',
    /^postgresql:\/\/stand-in:stand-in@stand-in\.invalid/,
  ],
])('a beginning that is asked for is tried: %s', (complaint, shape) => {
  expect(standInsFor('ANY', null, complaint)[0]).toMatch(shape);
});

test.each([
  [`Invalid enum value. Expected 'alpha' | 'beta', received 'x'`, 'alpha'],
  ['Invalid option: expected one of "alpha"|"beta"', 'alpha'],
  ['"message": "Invalid option: expected one of \\"alpha\\"|\\"beta\\""', 'alpha'],
  ['{ "values": [ "alpha", "beta" ] }', 'alpha'],
])('options that a complaint names are tried: %s', (complaint, option) => {
  expect(first('MODE', null, complaint)).toBe(option);
});

test.each([`'a'|`, `'`, `"values":[ `, 'minimum'])('a complaint of many %s takes no time', (part) => {
  const started = performance.now();
  standInsFor('MODE', null, part.repeat(20_000 / part.length));
  expect(performance.now() - started).toBeLessThan(2000);
});
