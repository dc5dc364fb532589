import { expect, test } from 'vitest';
import { placeOf } from './credentials';

const configOf = (credentials: Record<string, unknown>, variables: Record<string, string> = {}) =>
  placeOf(credentials, variables).config;

test('a URL, with special characters in what is secret', () => {
  const password = 'p@ss/w#r%d:?';
  const url = `postgres://ad%40a:${encodeURIComponent(password)}@db.example.com:5433/shop`;
  const { config, description, isLocal } = placeOf({ url }, {});
  expect(config).toMatchObject({ host: 'db.example.com', user: 'ad@a', password, database: 'shop' });
  expect([description, isLocal]).toEqual(['postgres db.example.com:5433/shop', false]);
});

test.each([
  ['postgres://localhost/shop', 'postgres localhost:5432/shop', true],
  ['postgresql://root@[::1]/shop', 'postgres [::1]:5432/shop', true],
  ['postgres://root@127.0.0.2/shop', 'postgres 127.0.0.2:5432/shop', true],
  ['postgres://root@10.0.0.1/shop', 'postgres 10.0.0.1:5432/shop', false],
  ['postgres:///shop?host=/var/run/postgresql', 'postgres /var/run/postgresql/shop', true],
  ['postgres://%2Fvar%2Frun%2Fpostgresql/shop', 'postgres /var/run/postgresql/shop', true],
  ['socket:/var/run/postgresql?db=shop', 'postgres /var/run/postgresql/shop', true],
])('%s is %s', (url, description, isLocal) => {
  expect(placeOf({ url }, { PGUSER: 'ada' })).toMatchObject({ description, isLocal });
});

test.each([
  ['', false, false],
  ['?sslmode=disable', false, false],
  ['?sslmode=allow', { rejectUnauthorized: false }, true],
  ['?sslmode=prefer', { rejectUnauthorized: false }, true],
  ['?sslmode=require', { rejectUnauthorized: false }, false],
  ['?sslmode=no-verify', { rejectUnauthorized: false }, false],
  ['?sslmode=verify-full', {}, false],
  ['?ssl=true', true, false],
])('TLS as a URL with "%s" says', (asked, ssl, isTlsOptional) => {
  const place = placeOf({ url: `postgres://db/shop${asked}` }, {});
  expect([place.config.ssl, place.isTlsOptional]).toEqual([ssl, isTlsOptional]);
});

test.each([
  [true, true],
  [false, false],
  [{ ca: 'PEM' }, { ca: 'PEM' }],
  ['require', { rejectUnauthorized: false }],
  ['verify-full', true],
  [undefined, false],
])('TLS as the field ssl: %o says', (asked, ssl) => {
  expect(configOf({ host: 'db', database: 'shop', ssl: asked }).ssl).toEqual(ssl);
});

test('what a URL leaves out is in PG* variables; what it says outdoes them', () => {
  const variables = {
    ...{ PGHOST: 'db', PGPORT: '5433', PGUSER: 'ada', PGPASSWORD: 'p', PGDATABASE: 'shop' },
    ...{ PGOPTIONS: '-c search_path=shop', PGSSLMODE: 'require' },
  };
  expect(configOf({ url: 'postgres://' }, variables)).toMatchObject({
    ...{ host: 'db', port: 5433, user: 'ada', password: 'p', database: 'shop' },
    ...{ options: '-c search_path=shop', ssl: { rejectUnauthorized: false } },
  });
  const url = 'postgres://bob:q@other:1/more?sslmode=disable&options=-c%20search_path%3Dmore';
  expect(configOf({ url }, variables)).toMatchObject({
    ...{ host: 'other', port: 1, user: 'bob', password: 'q', database: 'more' },
    ...{ options: '-c search_path=more', ssl: false },
  });
});

test('fields', () => {
  const fields = { host: 'db', port: '5433', user: 'ada', password: 'p', database: 'shop' };
  expect(placeOf(fields, {})).toMatchObject({
    config: { ...fields, port: 5433 },
    description: 'postgres db:5433/shop',
  });
});

test.each([[{}], [{ host: 'db' }], [{ database: 'shop' }], [{ url: '' }], [{ host: '', database: '' }]])(
  '%o names no database, whatever the variables say',
  (credentials) =>
    expect(() => placeOf(credentials, { PGHOST: 'db', PGDATABASE: 'shop' })).toThrow('names no database'),
);

test.each(['mysql://ada:hunter2@db/shop', 'ada:hunter2@db/shop', 'postgres://ada:hunter2@db:port/shop'])(
  'what is no URL of Postgres is not printed',
  (url) => {
    try {
      placeOf({ url }, {});
      expect.unreachable();
    } catch (thrown) {
      expect(thrown).toMatchObject({ code: 'cannot-connect' });
      expect(JSON.stringify([thrown, (thrown as Error).message])).not.toContain('hunter2');
    }
  },
);

test.each(['postgres://app:7/secret@db/shop', 'postgres:shop'])(
  '%s would be another database than is meant: it is refused, and not shown',
  (url) => {
    expect(() => placeOf({ url }, {})).toThrow(/cannot be read: its password|is no postgres/);
    expect(() => placeOf({ url }, {})).not.toThrow(/secret/);
  },
);
