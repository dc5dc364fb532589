import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asMaps, states } from '../../test/snapshots';
import { entitiesOf } from './entities';
import type { Json } from './json';

const table = { name: 'users', columns: [{ name: 'id', type: 'integer' }] };
const inShort = (snapshot: Json) =>
  entitiesOf(snapshot).map(({ kind, schema, table: of, name }) => [kind, schema, of, name]);

test('a table, and behind it its parts', () => {
  const snapshot = asMaps({
    tables: [
      {
        ...table,
        indexes: [{ name: 'users_id', columns: ['id'] }],
        foreignKeys: [{ name: 'users_team', columns: ['team'], to: 'teams' }],
        checks: [{ name: 'positive', value: 'id > 0' }],
      },
      { ...table, schema: 'crm' },
    ],
  });
  expect(inShort(snapshot)).toEqual([
    ['table', null, null, 'users'],
    ['column', null, 'users', 'id'],
    ['index', null, 'users', 'users_id'],
    ['foreign key', null, 'users', 'users_team'],
    ['check', null, 'users', 'positive'],
    ['table', 'crm', null, 'users'],
    ['column', 'crm', 'users', 'id'],
  ]);
});

test.each([
  ['compositePrimaryKeys', 'primary key'],
  ['uniqueConstraints', 'unique constraint'],
  ['checkConstraints', 'check'],
  ['checkConstraint', 'check'],
  ['policies', 'policy'],
])('a part in %s of a table is a %s', (map, kind) => {
  expect(inShort({ tables: { users: { name: 'users', [map]: { own: { name: 'own' } } } } })).toEqual([
    ['table', null, null, 'users'],
    [kind, null, 'users', 'own'],
  ]);
});

test.each([
  ['enums', 'enum'],
  ['views', 'view'],
  ['sequences', 'sequence'],
  ['policies', 'policy'],
])('what stands in %s is a %s', (map, kind) => {
  expect(inShort({ [map]: { 'crm.own': { name: 'own', schema: 'crm' } } })).toEqual([
    [kind, 'crm', null, 'own'],
  ]);
});

describe('names', () => {
  test('are those of the values, and where these have none the keys', () => {
    expect(inShort({ schemas: { crm: 'crm' }, roles: { admin: {} } })).toEqual([
      ['schema', null, null, 'crm'],
      ['role', null, null, 'admin'],
    ]);
    expect(inShort({ tables: { 'public.a.b': { name: 'a.b', schema: '' } } })).toEqual([
      ['table', null, null, 'a.b'],
    ]);
  });

  test('of no kind that is known are told too', () => {
    const [moon] = entitiesOf({ moons: { io: { name: 'io' } } });
    expect(moon).toMatchObject({ kind: 'other', name: 'io', path: ['moons', 'io'] });
  });
});

test('ids, formats and how something was written are nothing', () => {
  const head = { id: '1', prevId: '0', version: '7', dialect: 'mysql' };
  const more = { _meta: { tables: { a: 'b' } }, internal: { indexes: { i: {} } }, tables: {}, enums: null };
  expect(entitiesOf({ ...head, ...more })).toEqual([]);
  expect(entitiesOf({})).toEqual([]);
});

test('a table is compared without its parts, and holds them', () => {
  const [entity] = entitiesOf(asMaps({ tables: [table] }));
  expect(entity!.definition).toEqual({ name: 'users', schema: '', isRLSEnabled: false });
  expect(entity!.value).toMatchObject({ name: 'users', columns: { id: { type: 'integer' } }, indexes: {} });
});

test('a path leads to the value, and a part knows the key of its table', () => {
  fc.assert(
    fc.property(states, (spec) => {
      const snapshot = asMaps(spec);
      const entities = entitiesOf(snapshot);
      const tables = new Map(entities.filter(({ kind }) => kind === 'table').map((one) => [one.key, one]));
      for (const { path, value, of, table: owner } of entities) {
        expect(path.reduce((inner: unknown, key) => (inner as Json)[key], snapshot)).toBe(value);
        expect(of === null ? null : tables.get(of)!.name).toBe(owner);
      }
      expect(new Set(entities.map(({ key }) => key)).size).toBe(entities.length);
    }),
  );
});
