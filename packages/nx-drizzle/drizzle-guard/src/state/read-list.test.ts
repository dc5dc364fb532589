import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asList, asMaps, states } from '../../test/snapshots';
import { entitiesOf } from './entities';
import type { Entity } from './entity';
import type { Json } from './json';

const listed = (...ddl: Json[]) => entitiesOf({ version: '8', dialect: 'postgres', id: '1', ddl });
const inShort = ({ kind, schema, table, name }: Entity) => [kind, schema, table, name];

test.each([
  ['schemas', 'schema'],
  ['enums', 'enum'],
  ['sequences', 'sequence'],
  ['roles', 'role'],
  ['tables', 'table'],
  ['views', 'view'],
])('one of %s is a %s', (entityType, kind) => {
  expect(listed({ entityType, schema: 'crm', name: 'own' }).map(inShort)).toEqual([
    [kind, 'crm', null, 'own'],
  ]);
});

test.each([
  ['columns', 'column'],
  ['pks', 'primary key'],
  ['fks', 'foreign key'],
  ['uniques', 'unique constraint'],
  ['indexes', 'index'],
  ['checks', 'check'],
  ['policies', 'policy'],
])('one of %s is a %s of its table', (entityType, kind) => {
  expect(listed({ entityType, schema: 'public', table: 'users', name: 'own' }).map(inShort)).toEqual([
    [kind, 'public', 'users', 'own'],
  ]);
});

test('what nobody knows is told too', () => {
  expect(listed({ entityType: 'moons', name: 'io' })).toMatchObject([
    { kind: 'other', schema: null, table: null, name: 'io' },
  ]);
});

test('without a schema, as MySQL and SQLite have it', () => {
  const [table, column] = listed(
    { entityType: 'tables', name: 'users' },
    { entityType: 'columns', table: 'users', name: 'id', type: 'int' },
  );
  expect(inShort(table!)).toEqual(['table', null, null, 'users']);
  expect(column!.of).toBe(table!.key);
});

test('in order of interest, whatever the order of the list', () => {
  const kinds = listed(
    { entityType: 'views', name: 'v' },
    { entityType: 'columns', table: 't', name: 'c' },
    { entityType: 'tables', name: 't' },
    { entityType: 'enums', name: 'e' },
  ).map(({ kind }) => kind);
  expect(kinds).toEqual(['enum', 'table', 'column', 'view']);
});

describe('either form', () => {
  const said = (snapshot: Json) =>
    entitiesOf(snapshot)
      .map(({ kind, schema, table, name }) =>
        JSON.stringify([kind, schema === 'public' ? null : schema, table, name]),
      )
      .sort();

  test('says the same of the same state', () => {
    fc.assert(
      fc.property(states, (spec) => {
        expect(said(asList(spec))).toEqual(said(asMaps(spec)));
      }),
    );
  });

  test('has a key for each thing, and a table for each part', () => {
    fc.assert(
      fc.property(states, (spec) => {
        const entities = entitiesOf(asList(spec));
        const keys = new Set(entities.map(({ key }) => key));
        expect(keys.size).toBe(entities.length);
        for (const { of } of entities) expect(of === null || keys.has(of)).toBe(true);
      }),
    );
  });
});

test('the same names in two schemas, and of two kinds, are different things', () => {
  const keys = listed(
    { entityType: 'tables', schema: 'public', name: 'a' },
    { entityType: 'tables', schema: 'crm', name: 'a' },
    { entityType: 'views', schema: 'crm', name: 'a' },
    { entityType: 'indexes', schema: 'crm', table: 'a', name: 'a' },
    { entityType: 'columns', schema: 'crm', table: 'a', name: 'a' },
  ).map(({ key }) => key);
  expect(new Set(keys).size).toBe(5);
});
