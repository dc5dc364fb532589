import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { column, foreignKey, index, stateOf, table } from '../../test/rows';
import { asList, asMaps, states, type TableSpec } from '../../test/snapshots';
import type { Json } from '../state/json';
import { labelOf } from '../state/words';
import { brokenReferences } from './broken-references';

/** "table posts: foreign key posts_user: table users", "table a: index i beside table b: index i" */
function brokenIn(state: Json): string[] {
  return brokenReferences(state).map((one) =>
    'lacks' in one
      ? `${labelOf(one.entity)}: ${one.lacks}`
      : `${labelOf(one.entity)} beside ${labelOf(one.beside)}`,
  );
}

const users: TableSpec = { name: 'users', columns: [{ name: 'id', type: 'integer' }] };
const TABLE: Json = {
  ...{ name: 'users', schema: '', indexes: {}, foreignKeys: {}, compositePrimaryKeys: {} },
  columns: { id: { name: 'id', type: 'integer' }, 'b-c': { name: 'b-c', type: 'text' } },
};
const mapsOf = (more: Json, top: Json = {}): Json => ({
  ...{ version: '7', dialect: 'postgresql', enums: {}, ...top },
  tables: { 'public.users': { ...TABLE, ...more } },
});

describe('a state of maps', () => {
  test.each<[string, Json, string[]]>([
    [
      'a column of an index',
      { indexes: { i: { name: 'i', columns: [{ expression: 'gone', isExpression: false }] } } },
      ['table users: index i: column users.gone'],
    ],
    [
      'none of an expression',
      { indexes: { i: { name: 'i', columns: [{ expression: 'lower(gone)', isExpression: true }] } } },
      [],
    ],
    [
      'none of a text that is no name (SQLite)',
      { indexes: { i: { name: 'i', columns: ['lower(gone)', 'id'] } } },
      [],
    ],
    [
      'a column of an index (SQLite)',
      { indexes: { i: { name: 'i', columns: ['id', 'gone'] } } },
      ['table users: index i: column users.gone'],
    ],
    [
      'a column of a primary key',
      { compositePrimaryKeys: { pk: { name: 'pk', columns: ['id', 'gone'] } } },
      ['table users: primary key pk: column users.gone'],
    ],
    [
      'a column of a unique constraint',
      { uniqueConstraints: { u: { name: 'u', columns: ['gone'] } } },
      ['table users: unique constraint u: column users.gone'],
    ],
    [
      'a column of which a foreign key is made',
      { foreignKeys: { f: { name: 'f', tableTo: 'users', columnsFrom: ['gone'], columnsTo: ['id'] } } },
      ['table users: foreign key f: column users.gone'],
    ],
    [
      'a column to which a foreign key leads',
      { foreignKeys: { f: { name: 'f', tableTo: 'users', columnsFrom: ['id'], columnsTo: ['gone'] } } },
      ['table users: foreign key f: column users.gone'],
    ],
    [
      'a table, and its column',
      { foreignKeys: { f: { name: 'f', tableTo: 'ghosts', columnsFrom: ['id'], columnsTo: ['id'] } } },
      ['table users: foreign key f: table ghosts', 'table users: foreign key f: column ghosts.id'],
    ],
    [
      'a table of another schema',
      {
        foreignKeys: {
          f: { name: 'f', tableTo: 'users', schemaTo: 'crm', columnsFrom: ['id'], columnsTo: ['id'] },
        },
      },
      ['table users: foreign key f: table users', 'table users: foreign key f: column users.id'],
    ],
    [
      'an enum',
      { columns: { id: TABLE['columns'], m: { name: 'm', type: 'mood', typeSchema: 'public' } } },
      ['table users: column m: enum mood'],
    ],
    [
      'an enum, of which there are many',
      { columns: { m: { name: 'm', type: 'mood[][3]', typeSchema: 'public' } } },
      ['table users: column m: enum mood[][3]'],
    ],
    [
      'nothing of a check, which nobody reads',
      { checkConstraints: { c: { name: 'c', value: '"gone" > 0' } } },
      [],
    ],
    [
      'two primary keys',
      { compositePrimaryKeys: { a: { name: 'a', columns: ['id'] }, b: { name: 'b', columns: ['id'] } } },
      ['table users: primary key b beside table users: primary key a'],
    ],
    [
      'a column that is a key beside one of several columns',
      {
        columns: { id: { name: 'id', type: 'integer', primaryKey: true }, x: { name: 'x' } },
        compositePrimaryKeys: { a: { name: 'a', columns: ['id', 'x'] } },
      },
      ['table users: column id beside table users: primary key a'],
    ],
    ['nothing of what is no map', { indexes: { i: 'i' }, foreignKeys: { f: null } }, []],
  ])('lacks %s', (_name, more, expected) => {
    expect(brokenIn(mapsOf(more))).toEqual(expected);
  });

  test.each([
    ['mood', 'public'],
    ['mood[]', 'public'],
    ['mood', 'crm'],
  ])('has the enum of a column of type %s in %s', (type, typeSchema) => {
    const enums = { [`${typeSchema}.mood`]: { name: 'mood', schema: typeSchema, values: ['good'] } };
    const columns = { m: { name: 'm', type, typeSchema } };
    expect(brokenIn(mapsOf({ columns }, { enums }))).toEqual([]);
    expect(
      brokenIn(mapsOf({ columns: { m: { ...columns.m, typeSchema: 'other' } } }, { enums })),
    ).toHaveLength(1);
  });

  test('takes the schema "public" and none for the same', () => {
    const key = { name: 'f', tableTo: 'users', schemaTo: 'public', columnsFrom: ['id'], columnsTo: ['id'] };
    for (const schemaTo of ['public', '', undefined])
      expect(brokenIn(mapsOf({ foreignKeys: { f: { ...key, schemaTo } } }))).toEqual([]);
  });

  test('takes a foreign key without a schema to lead to the usual one, wherever it is', () => {
    const order = { ...TABLE, name: 'orders', schema: 'crm' };
    const key = { name: 'f', tableTo: 'users', columnsFrom: ['id'], columnsTo: ['id'] };
    const state = mapsOf({});
    const tables = { ...(state['tables'] as Json), 'crm.orders': { ...order, foreignKeys: { f: key } } };
    for (const schemaTo of ['public', '', undefined])
      expect(
        brokenIn({
          ...state,
          tables: { ...tables, 'crm.orders': { ...order, foreignKeys: { f: { ...key, schemaTo } } } },
        }),
      ).toEqual([]);
  });

  test.each([
    ['postgresql', ['table posts: index i beside table users: index i']],
    ['sqlite', ['table posts: index i beside table users: index i']],
    ['mysql', []],
    ['singlestore', []],
  ])('of %s: indexes of two tables with one name', (dialect, expected) => {
    const indexes = { i: { name: 'i', columns: ['id'] } };
    const state = mapsOf({ indexes }, { dialect });
    const posts = { ...TABLE, name: 'posts', indexes };
    expect(brokenIn({ ...state, tables: { ...(state['tables'] as Json), 'public.posts': posts } })).toEqual(
      expected,
    );
  });

  test('indexes of one name in two schemas are two', () => {
    const indexes = { i: { name: 'i', columns: ['id'] } };
    const state = mapsOf({ indexes });
    const posts = { ...TABLE, schema: 'crm', indexes };
    expect(brokenIn({ ...state, tables: { ...(state['tables'] as Json), 'crm.users': posts } })).toEqual([]);
  });

  test('an index has its own name beside a table, and beside a key', () => {
    const indexes = { users: { name: 'users', columns: ['id'] } };
    expect(
      brokenIn(mapsOf({ indexes, compositePrimaryKeys: { users: { name: 'users', columns: ['id'] } } })),
    ).toEqual([]);
  });
});

describe('a state in a list', () => {
  const whole = [table('users'), column('users', 'id'), column('users', 'ref')];

  test.each<[string, Json[], string[]]>([
    ['nothing', [index('users', 'i', 'id'), foreignKey('users', 'f', 'users')], []],
    ['a column of an index', [index('users', 'i', 'gone')], ['table users: index i: column users.gone']],
    [
      'a table',
      [foreignKey('users', 'f', 'ghosts')],
      ['table users: foreign key f: table ghosts', 'table users: foreign key f: column ghosts.id'],
    ],
    [
      'a column of its own',
      [foreignKey('users', 'f', 'users', { columns: ['gone'] })],
      ['table users: foreign key f: column users.gone'],
    ],
    [
      'a column of a primary key',
      [{ entityType: 'pks', table: 'users', name: 'pk', columns: ['gone'] }],
      ['table users: primary key pk: column users.gone'],
    ],
    [
      'a column of a unique constraint',
      [{ entityType: 'uniques', table: 'users', name: 'u', columns: ['gone'] }],
      ['table users: unique constraint u: column users.gone'],
    ],
    [
      'one primary key too many',
      [
        { entityType: 'pks', table: 'users', name: 'a', columns: ['id'] },
        { entityType: 'pks', table: 'users', name: 'b', columns: ['ref'] },
      ],
      ['table users: primary key b beside table users: primary key a'],
    ],
  ])('lacks %s', (_name, rows, expected) => {
    expect(brokenIn(stateOf(...whole, ...rows))).toEqual(expected);
  });

  test('of two indexes with one name each is told beside each', () => {
    const rows = ['a', 'b', 'c'].flatMap((name) => [table(name), column(name, 'id'), index(name, 'i', 'id')]);
    expect(brokenIn(stateOf(...rows))).toEqual([
      'table b: index i beside table a: index i',
      'table c: index i beside table a: index i',
      'table c: index i beside table b: index i',
    ]);
  });
});

describe.each([
  ['maps', asMaps],
  ['a list', asList],
] as const)('of any state in %s', (_form, asState) => {
  test('the order in which it is written changes no fault', () => {
    fc.assert(
      fc.property(states, (spec) => {
        const keysOf = (state: Json) =>
          brokenReferences(state)
            .map(({ key }) => key)
            .sort();
        const turned = {
          ...spec,
          tables:
            spec.tables?.toReversed().map((one) => ({
              ...one,
              columns: one.columns.toReversed(),
              indexes: one.indexes?.toReversed() ?? [],
            })) ?? [],
        };
        expect(keysOf(asState(turned))).toEqual(keysOf(asState(spec)));
      }),
    );
  });

  test('a table whose columns and tables are all there lacks none, and without one of them it does', () => {
    const key = { name: 'posts_user', columns: ['user'], to: 'users' };
    const posts: TableSpec = {
      name: 'posts',
      columns: [{ name: 'user', type: 'integer' }],
      indexes: [{ name: 'posts_user_index', columns: ['user'] }],
      foreignKeys: [key],
    };
    expect(brokenIn(asState({ tables: [users, posts] }))).toEqual([]);
    expect(brokenIn(asState({ tables: [posts] }))).toHaveLength(2);
    expect(brokenIn(asState({ tables: [users, { ...posts, columns: [] }] }))).toEqual(
      [
        'table posts: foreign key posts_user: column posts.user',
        'table posts: index posts_user_index: column posts.user',
      ].sort((one, other) => (asState === asMaps ? other.localeCompare(one) : one.localeCompare(other))),
    );
  });
});
