import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { faultOfTables, tablesWithTwoKeys } from './tables';

const EMPTY = { columns: {}, indexes: {}, foreignKeys: {}, compositePrimaryKeys: {}, uniqueConstraints: {} };

/** Parts of a table as the newest format of each dialect has them (drizzle-kit 0.31.11). */
const TABLE_OF = {
  postgresql: { ...EMPTY, name: 't', schema: '', policies: {}, checkConstraints: {}, isRLSEnabled: false },
  mysql: { ...EMPTY, name: 't', checkConstraint: {} },
  sqlite: { ...EMPTY, name: 't', checkConstraints: {} },
};
const NEWEST = [
  ['postgresql', '7'],
  ['mysql', '5'],
  ['sqlite', '6'],
] as const;
const REQUIRED = ['name', 'columns', 'indexes', 'foreignKeys', 'compositePrimaryKeys'];

const faultOf = (tables: unknown, dialect: string, version: string) =>
  faultOfTables({ tables }, version, dialect);
const without = (part: string, table: object) =>
  Object.fromEntries(Object.entries(table).filter(([key]) => key !== part));

describe.each(NEWEST)('a table of %s %s', (dialect, version) => {
  const table = TABLE_OF[dialect];

  test('is taken with all parts, and with the required ones only', () => {
    const least = Object.fromEntries(Object.entries(table).filter(([part]) => REQUIRED.includes(part)));
    expect(faultOf({ 'public.t': table, 'public.u': least }, dialect, version)).toBeNull();
  });

  test.each(REQUIRED)('is refused without its %s', (part) => {
    expect(faultOf({ a: table, 'public.t': without(part, table) }, dialect, version)).toBe(
      `is refused by drizzle-kit: table public.t has no "${part}"`,
    );
  });

  test('is refused with a part that drizzle-kit does not know', () => {
    expect(faultOf({ a: table, 'public.t': { ...table, comment: 'x' } }, dialect, version)).toBe(
      `is refused by drizzle-kit: table public.t has "comment", which a ${dialect} snapshot does not know`,
    );
  });

  test('is looked at in the newest format only: drizzle-kit up converts the others first', () => {
    for (const other of ['4', '5', '6', '7', '8'].filter((one) => one !== version))
      expect(faultOf({ t: { strange: 1 } }, dialect, other)).toBeNull();
    expect(faultOf({ t: { strange: 1 } }, dialect, version)).not.toBeNull();
  });

  test.each([[null], ['text'], [7]])('is none where it is %j', (value) => {
    expect(faultOf({ 'public.t': value }, dialect, version)).toBe('has a table public.t that is none');
  });
});

test('the parts of one dialect are strange to another', () => {
  const strangeIn = (dialect: keyof typeof TABLE_OF, version: string, table: object) =>
    /has "(\w+)"/.exec(faultOf({ t: table }, dialect, version) ?? '')?.[1];
  expect(strangeIn('mysql', '5', TABLE_OF.postgresql)).toBe('schema');
  expect(strangeIn('sqlite', '6', TABLE_OF.mysql)).toBe('checkConstraint');
  expect(strangeIn('postgresql', '7', TABLE_OF.mysql)).toBe('checkConstraint');
  expect(strangeIn('mysql', '5', TABLE_OF.sqlite)).toBe('checkConstraints');
});

test('what is strange is said before what is missing, and the first table before the second', () => {
  const tables = { a: { strange: 1 }, b: {} };
  expect(faultOf(tables, 'sqlite', '6')).toContain('table a has "strange"');
  expect(faultOf({ b: {}, a: { strange: 1 } }, 'sqlite', '6')).toContain('table b has no "name"');
});

test('a dialect that is not known here is not looked at', () => {
  for (const dialect of ['singlestore', 'gel', 'toString', '__proto__'])
    expect(faultOf({ t: { strange: 1 } }, dialect, '7')).toBeNull();
});

test.each([[undefined], [null], ['text'], [{}], [[]]])('tables that are %j have no fault', (tables) => {
  expect(faultOf(tables, 'postgresql', '7')).toBeNull();
});

test('a part may not be inherited: a required one counts only where the table has it itself', () => {
  const table = JSON.parse('{"__proto__":{"name":"t"}}') as object;
  expect(faultOf({ t: table }, 'mysql', '5')).toContain('has "__proto__"');
  expect(faultOf({ t: Object.create(TABLE_OF.mysql) as object }, 'mysql', '5')).toContain('has no "name"');
});

describe('two primary keys', () => {
  const id = { name: 'id', primaryKey: true };
  const other = { name: 'other', primaryKey: false };
  const key = { t_pk: { name: 't_pk', columns: ['id', 'other'] } };

  test.each([
    [
      'a key of its own and a column that is one',
      { columns: { other, id }, compositePrimaryKeys: key },
      true,
    ],
    ['a key of its own only', { columns: { other }, compositePrimaryKeys: key }, false],
    ['a column only', { columns: { id, other }, compositePrimaryKeys: {} }, false],
    ['neither', { columns: { other }, compositePrimaryKeys: {} }, false],
    ['a key of its own and no columns', { compositePrimaryKeys: key }, false],
    ['a column, and no list of keys', { columns: { id } }, false],
  ])('%s', (_, table, isFound) => {
    expect(tablesWithTwoKeys({ tables: { 'public.t': table } })).toEqual(isFound ? ['public.t'] : []);
  });

  test('each table that has them is named, in the order of the snapshot', () => {
    const two = { columns: { id }, compositePrimaryKeys: key };
    const one = { columns: { id }, compositePrimaryKeys: {} };
    expect(tablesWithTwoKeys({ tables: { 'public.z': two, 'public.m': one, 'public.a': two } })).toEqual([
      'public.z',
      'public.a',
    ]);
  });

  test('a snapshot without tables has none', () => {
    expect(tablesWithTwoKeys({})).toEqual([]);
    expect(tablesWithTwoKeys({ tables: null })).toEqual([]);
    expect(tablesWithTwoKeys({ tables: { t: null } })).toEqual([]);
  });
});

test('whatever tables are, a fault is told in words behind the file’s name or there is none', () => {
  const anyTables = fc.oneof(fc.jsonValue(), fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })));
  fc.assert(
    fc.property(anyTables, fc.constantFrom(...NEWEST), (tables, [dialect, version]) => {
      const fault = faultOf(tables, dialect, version);
      const holdsSome = typeof tables === 'object' && tables !== null && Object.keys(tables).length > 0;
      // None of these is a whole table.
      if (holdsSome) expect(fault).toMatch(/^(has a table |is refused by drizzle-kit: table )/);
      else expect(fault).toBeNull();
    }),
  );
});
