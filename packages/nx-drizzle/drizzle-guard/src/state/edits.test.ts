import { describe, expect, test } from 'vitest';
import { editsBetween, subjectKeyOf } from './edits';
import type { Json } from './json';

const column = (name: string, type = 'text') => ({ name, type, primaryKey: false, notNull: false });
const maps = (columns: Json, more: Json = {}): Json => ({
  ...{ id: '1', prevId: '0', version: '7', dialect: 'postgresql', enums: {}, _meta: { columns: {} } },
  tables: { 'public.orders': { name: 'orders', schema: '', columns, indexes: {} } },
  ...more,
});
const BOTH = maps({ id: column('id', 'serial'), note: column('note') });

describe('of whole states in maps', () => {
  test('what was taken out, put in and changed is said', () => {
    expect(editsBetween(BOTH, maps({ id: column('id', 'serial') }))).toEqual([
      'table orders: column note is gone',
    ]);
    expect(editsBetween(maps({ id: column('id', 'serial') }), BOTH)).toEqual([
      'table orders: column note is new',
    ]);
    expect(editsBetween(BOTH, maps({ id: column('id', 'serial'), note: column('note', 'integer') }))).toEqual(
      ['table orders: column note is changed (type)'],
    );
  });

  test('ids, what it continues, bookkeeping and order are no state', () => {
    const other = maps(
      { note: column('note'), id: column('id', 'serial') },
      { id: '2', prevId: '9', _meta: {} },
    );
    expect(editsBetween(BOTH, Object.fromEntries(Object.entries(other).reverse()))).toEqual([]);
    expect(editsBetween(BOTH, { ...BOTH, policies: {}, sequences: {} })).toEqual([]);
  });

  test('the order of an enum’s values is state', () => {
    const mood = (...values: string[]) =>
      maps({}, { enums: { 'public.mood': { name: 'mood', schema: 'public', values } } });
    expect(editsBetween(mood('a', 'b'), mood('b', 'a'))).toEqual([
      'enum mood is changed (order of its values)',
    ]);
  });

  // drizzle-kit 0.31, upPgV6: keys with their schema, columns of indexes as objects, what is new as empty maps.
  const index = (columns: unknown) => ({ name: 'orders_idx', columns, isUnique: false });
  const six = (names: string[]): Json => ({
    ...{ id: '1', prevId: '0', version: '6', dialect: 'pg', schemas: {}, enums: {} },
    tables: {
      orders: {
        ...{ name: 'orders', schema: '', indexes: { orders_idx: index(['id']) } },
        columns: Object.fromEntries(names.map((name) => [name, column(name)])),
      },
    },
  });
  const seven = (names: string[]): Json => ({
    ...{
      id: '1',
      prevId: '0',
      version: '7',
      dialect: 'postgresql',
      schemas: {},
      enums: {},
      policies: {},
      roles: {},
    },
    tables: {
      'public.orders': {
        ...{ name: 'orders', schema: '', policies: {}, isRLSEnabled: false },
        indexes: { orders_idx: index([{ expression: 'id', isExpression: false, asc: true, nulls: 'last' }]) },
        columns: Object.fromEntries(names.map((name) => [name, column(name)])),
      },
    },
  });

  test('an upgrade of the format is no edit, and hides none', () => {
    expect(editsBetween(six(['id', 'note']), seven(['id', 'note']))).toEqual([]);
    expect(editsBetween(six(['id', 'note']), seven(['id']))).toEqual(['table orders: column note is gone']);
    expect(editsBetween(six(['id']), seven(['id', 'note']))).toEqual(['table orders: column note is new']);
    expect(editsBetween(six(['id']), { ...seven([]), tables: {} })).toEqual(['table orders is gone']);
  });
});

const NOTE = { schema: 'public', table: 'orders', name: 'note', type: 'text', entityType: 'columns' };
const ORDERS = { schema: 'public', name: 'orders', entityType: 'tables' };
const list = (...ddl: Json[]): Json => ({ version: '9', dialect: 'postgres', id: '1', prevIds: ['0'], ddl });

test('of whole states in a list: what differs is said, and its order and ids are no state', () => {
  expect(editsBetween(list(ORDERS, NOTE), list(ORDERS))).toEqual(['table orders: column note is gone']);
  expect(editsBetween(list(ORDERS), list(ORDERS, NOTE))).toEqual(['table orders: column note is new']);
  expect(
    editsBetween(list(ORDERS, NOTE), { ...list(NOTE, ORDERS), id: '2', prevIds: [], renames: ['x'] }),
  ).toEqual([]);
  expect(editsBetween(list(ORDERS), { ...list(ORDERS), footprints: ['other'] })).toEqual([]);
});

describe('of changes', () => {
  const key = 'columns\u0000["public","orders","note"]';
  const changes = (...deltas: Json[]): Json => ({
    type: 'diff',
    version: '9',
    id: '1',
    prevIds: ['0'],
    deltas,
  });
  const create = { op: 'create', row: NOTE };
  const alter = { op: 'alter', key, set: { notNull: true } };

  test('each that is missing, more or another is said', () => {
    expect(editsBetween(changes(create), changes())).toEqual([
      'it does not create column orders.note any more',
    ]);
    expect(editsBetween(changes(), changes({ op: 'drop', key }))).toEqual(['it drops column orders.note']);
    expect(editsBetween(changes(alter), changes({ ...alter, set: { notNull: false } }))).toEqual([
      'it alters column orders.note otherwise',
    ]);
    expect(editsBetween(changes(), changes({ op: 'rename', key, set: { name: 'x' } }))).toEqual([
      'it renames column orders.note',
    ]);
  });

  test('what is about the same thing twice is counted', () => {
    const again = { ...alter, set: { type: 'integer' } };
    expect(editsBetween(changes(alter, again), changes(alter))).toEqual([
      'it does not alter column orders.note any more',
    ]);
  });

  test('ids, parents and footprints are no state', () => {
    const other = { ...changes(create), id: '2', prevIds: ['7', '8'], footprints: [{ writes: [] }] };
    expect(editsBetween(changes(create), other)).toEqual([]);
  });

  test('what drizzle-kit will call it one day is named as it is', () => {
    expect(editsBetween(changes(), changes({ op: 'move', key: 'ghosts\u0000["crm","a"]' }))).toEqual([
      'it moves ghosts crm.a',
    ]);
    expect(editsBetween(changes({}), changes({}))).toEqual([]);
    expect(subjectKeyOf({ row: ORDERS })).toBe('tables\u0000["public","orders"]');
  });

  test('changes where there was a whole state, or the other way round', () => {
    expect(editsBetween(list(ORDERS), changes(create))).toEqual(['it holds changes, and not a list']);
    expect(editsBetween(changes(create), list(ORDERS))).toEqual(['it holds a list, and not changes']);
  });
});
