import { expect, test } from 'vitest';
import { placeOf } from './credentials';

test('a URL, with special characters in what is secret', () => {
  const { config, description, isLocal } = placeOf({
    url: `mysql://ad%40a:${encodeURIComponent('p@ss/w#r%d')}@db.example.com:3307/shop`,
  });
  expect(config).toEqual({
    ...{ host: 'db.example.com', port: 3307, user: 'ad@a', password: 'p@ss/w#r%d', database: 'shop' },
  });
  expect([description, isLocal]).toEqual(['mysql db.example.com:3307/shop', false]);
});

test.each([
  ['mysql://localhost/shop', 'mysql localhost:3306/shop', true],
  ['mariadb://root@[::1]/shop', 'mysql [::1]:3306/shop', true],
  ['mysql://root@localhost/shop?socketPath=/run/mysqld.sock', 'mysql /run/mysqld.sock/shop', true],
  ['mysql://root@10.0.0.1/shop', 'mysql 10.0.0.1:3306/shop', false],
])('%s is %s', (url, description, isLocal) => {
  expect(placeOf({ url })).toMatchObject({ description, isLocal });
});

test.each([
  ['?ssl={"rejectUnauthorized":false}', { rejectUnauthorized: false }],
  ['?ssl=Amazon%20RDS', 'Amazon RDS'],
  ['?ssl-mode=REQUIRED', { rejectUnauthorized: false }],
  ['?ssl-mode=VERIFY_IDENTITY', {}],
  ['?sslaccept=strict', {}],
  ['?ssl-mode=DISABLED', undefined],
  ['', undefined],
])('TLS as %s says', (asked, ssl) => {
  expect(placeOf({ url: `mysql://db/shop${asked}` }).config.ssl).toEqual(ssl);
});

test('fields', () => {
  const ssl = { ca: 'PEM' };
  expect(
    placeOf({ host: 'db', port: '3307', user: 'ada', password: 'p', database: 'shop', ssl }),
  ).toMatchObject({
    config: { host: 'db', port: 3307, user: 'ada', password: 'p', database: 'shop', ssl },
    description: 'mysql db:3307/shop',
  });
});

test.each([[{}], [{ host: 'db' }], [{ database: 'shop' }], [{ url: 'mysql://db' }], [{ url: '' }]])(
  '%o names no database',
  (credentials) => expect(() => placeOf(credentials)).toThrow('names no database'),
);

test.each([
  'mysql://ada:hunter2#x@db/shop',
  'postgres://ada:hunter2@db/shop',
  'mysql://ada:%hunter2@db/shop',
])('what is no URL of MySQL is not printed', (url) => {
  try {
    placeOf({ url });
    expect.unreachable();
  } catch (thrown) {
    expect(thrown).toMatchObject({ code: 'cannot-connect' });
    expect(JSON.stringify([thrown, (thrown as Error).message])).not.toContain('hunter2');
  }
});
