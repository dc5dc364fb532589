import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPgliteShadow } from './pglite-shadow';
import type { Shadow } from './shadow';

const driver = createRequire(__filename).resolve('@electric-sql/pglite');
const cache = `${driver.slice(0, driver.lastIndexOf('@electric-sql'))}.cache/drizzle-guard/test.tar`;

let shadow: Shadow;

beforeAll(async () => {
  shadow = await openPgliteShadow({
    engine: 'pglite',
    driver,
    cache,
    extensions: {},
    statements: 0,
    whole: false,
  });
  await shadow.apply([
    'CREATE TABLE customers (id int PRIMARY KEY)',
    'CREATE TABLE orders (id int PRIMARY KEY, total int, customer int)',
    'CREATE SCHEMA crm',
    'CREATE TABLE crm.notes (id int)',
    'CREATE MATERIALIZED VIEW totals AS SELECT count(*) FROM orders',
  ]);
});
afterAll(() => shadow.close());

const ORDERS = 'public.orders';

test.each([
  ['ADD COLUMN', 'ALTER TABLE orders ADD note text', [[ORDERS, 'ACCESS EXCLUSIVE']], []],
  ['another type', 'ALTER TABLE orders ALTER total TYPE bigint', [[ORDERS, 'ACCESS EXCLUSIVE']], [ORDERS]],
  ['CREATE INDEX', 'CREATE INDEX by_note ON orders (note)', [[ORDERS, 'SHARE']], []],
  ['INSERT', 'INSERT INTO orders (id) VALUES (1)', [[ORDERS, 'ROW EXCLUSIVE']], []],
  [
    'a foreign key',
    'ALTER TABLE orders ADD CONSTRAINT fk FOREIGN KEY (customer) REFERENCES customers (id)',
    [
      ['public.customers', 'SHARE ROW EXCLUSIVE'],
      [ORDERS, 'SHARE ROW EXCLUSIVE'],
    ],
    [],
  ],
  ['another schema', 'DROP TABLE crm.notes', [['crm.notes', 'ACCESS EXCLUSIVE']], []],
  ['what is new', 'CREATE TABLE tags (id int)', [], []],
  ['a table in place of rows', 'TRUNCATE orders', [[ORDERS, 'ACCESS EXCLUSIVE']], []],
  [
    'several in one',
    'CREATE TABLE copied AS SELECT * FROM customers; UPDATE orders SET note = NULL',
    [
      [ORDERS, 'ROW EXCLUSIVE'],
      ['public.customers', 'ACCESS SHARE'],
    ],
    [],
  ],
  ['a block', 'DO $$ BEGIN LOCK TABLE orders IN EXCLUSIVE MODE; END $$', [[ORDERS, 'EXCLUSIVE']], []],
  [
    'a materialized view',
    'REFRESH MATERIALIZED VIEW totals',
    [
      ['public.totals', 'ACCESS EXCLUSIVE'],
      [ORDERS, 'ACCESS SHARE'],
    ],
    ['public.totals'],
  ],
])('%s', async (_, sql, tables, rewrites) => {
  const { locks, failure } = await shadow.measure!([sql]);
  expect(failure).toBeNull();
  expect(locks).toEqual([
    { statement: 0, tables: tables.map(([table, mode]) => ({ table, mode })), rewrites, transaction: true },
  ]);
});

test('what forbids a transaction has given its locks back when it is done', async () => {
  const { locks } = await shadow.measure!([
    'ALTER TABLE orders ADD other text',
    'CREATE INDEX CONCURRENTLY by_other ON orders (other)',
    'VACUUM FULL orders',
  ]);
  expect(locks.slice(1)).toEqual([
    { statement: 1, tables: null, rewrites: [], transaction: false },
    { statement: 2, tables: null, rewrites: [ORDERS], transaction: false },
  ]);
});

test('of a statement with several commands one may forbid a transaction', async () => {
  const { locks } = await shadow.measure!([
    'ALTER TABLE orders ADD fourth text; CREATE INDEX CONCURRENTLY by_fourth ON orders (fourth)',
    'SELECT 1',
  ]);
  expect(locks).toEqual([
    { statement: 0, tables: null, rewrites: [], transaction: false },
    { statement: 1, tables: [], rewrites: [], transaction: true },
  ]);
});

test('so has a statement that ends its transaction', async () => {
  const { locks } = await shadow.measure!(['ALTER TABLE orders ADD third text; COMMIT']);
  expect(locks).toEqual([{ statement: 0, tables: null, rewrites: [], transaction: true }]);
});

test('each statement is seen alone, and the next one finds what it made', async () => {
  const { locks } = await shadow.measure!([
    'CREATE TABLE labels (id int PRIMARY KEY)',
    'LOCK TABLE labels IN SHARE MODE',
    'INSERT INTO labels VALUES (1)',
  ]);
  expect(locks.map(({ tables }) => tables)).toEqual([
    [],
    [{ table: 'public.labels', mode: 'SHARE' }],
    [{ table: 'public.labels', mode: 'ROW EXCLUSIVE' }],
  ]);
});

test('a migration is applied in as many transactions as it needs', async () => {
  const { failure } = await shadow.apply([
    "CREATE TYPE mood AS ENUM ('a')",
    'CREATE TABLE moods (it mood)',
    "ALTER TYPE mood ADD VALUE 'b'",
    "INSERT INTO moods VALUES ('b'); CREATE INDEX CONCURRENTLY by_mood ON moods (it)",
  ]);
  expect(failure).toBeNull();
  const half = await shadow.apply([
    'ALTER TABLE moods ADD n int',
    'VACUUM moods',
    'SELECT 1',
    'DROP TABLE gone',
  ]);
  expect(half.failure).toMatchObject({ position: 3, kept: 2 });
});

test('a statement that is refused ends it; what was seen before is told', async () => {
  const { locks, failure } = await shadow.measure!(['INSERT INTO labels VALUES (2)', 'DROP TABLE gone', 'x']);
  expect(locks).toHaveLength(1);
  expect(failure).toMatchObject({ position: 1, message: 'table "gone" does not exist' });
  expect((await shadow.measure!(['INSERT INTO labels VALUES (3)'])).failure).toBeNull();
});
