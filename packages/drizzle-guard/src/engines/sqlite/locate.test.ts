import { describe, expect, test } from 'vitest';
import { locateSqlite } from './locate';

const at = (url: unknown, authToken?: string) =>
  locateSqlite('/shop/packages/db', 'sqlite', { url, authToken });

test.each([
  ['file:./x.db', '/shop/packages/db/x.db'],
  ['file:x.db', '/shop/packages/db/x.db'],
  ['./x.db', '/shop/packages/db/x.db'],
  ['../x.db', '/shop/packages/x.db'],
  ['data/x.db', '/shop/packages/db/data/x.db'],
  ['/data/x.db', '/data/x.db'],
  ['file:/data/x.db', '/data/x.db'],
  ['file:///data/x.db', '/data/x.db'],
  ['file://localhost/data/x.db', '/data/x.db'],
  ['file:my%20own.db', '/shop/packages/db/my own.db'],
  ['file:100%.db', '/shop/packages/db/100%.db'],
  ['file:x.db?tls=0', '/shop/packages/db/x.db'],
  ['a b%20c.db', '/shop/packages/db/a b%20c.db'],
])('%s is the file %s', (url, file) => {
  expect(at(url)).toEqual({ kind: 'file', file });
});

test.each([
  'libsql://shop.turso.io',
  'https://shop.turso.io',
  'wss://shop.turso.io',
  'http://127.0.0.1:8080',
])('%s is a server', (url) => {
  expect(at(url, 'geheim')).toEqual({ kind: 'remote', url, authToken: 'geheim' });
  expect(at(url)).toEqual({ kind: 'remote', url, authToken: null });
});

describe('refused', () => {
  test.each([
    [undefined, 'no-credentials', 'dbCredentials.url is missing'],
    ['', 'no-credentials', 'dbCredentials.url is missing'],
    [':memory:', 'unsupported-database', 'in memory'],
    ['file::memory:', 'unsupported-database', 'in memory'],
    ['file::memory:?cache=shared', 'unsupported-database', 'in memory'],
    ['file:x?mode=memory', 'unsupported-database', 'in memory'],
    ['file://x.db', 'cannot-connect', 'names a host'],
    ['file://ada:geheim@host/x.db', 'cannot-connect', 'names a host'],
    ['postgres://ada:geheim@localhost/shop', 'unsupported-database', 'is a postgres: URL'],
  ])('%s', (url, code, message) => {
    expect(() => at(url)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) }),
    );
    expect(() => at(url)).not.toThrow(expect.objectContaining({ help: expect.stringContaining('geheim') }));
    expect(() => at(url)).not.toThrow('geheim');
  });
});
