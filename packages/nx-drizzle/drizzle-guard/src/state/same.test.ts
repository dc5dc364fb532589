import fc from 'fast-check';
import { expect, test } from 'vitest';
import { differingKeys, isSame, isSameState } from './same';

type Json = Record<string, unknown>;

const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
const key = fc.stringMatching(/^[a-z]{1,6}$/);
const { part } = fc.letrec<{ part: Json; value: unknown }>((tie) => ({
  part: fc.dictionary(key, tie('value'), { maxKeys: 5 }) as fc.Arbitrary<Json>,
  value: fc.oneof({ maxDepth: 4 }, leaf, fc.array(leaf, { maxLength: 4 }), tie('part')),
}));
/** At the top an id is none of the state; further in it is the name of something. */
const state = part.map(({ id: _, ...rest }): Json => rest);

test('ids and bookkeeping are not state', () => {
  const tables = { users: { name: 'users' } };
  expect(isSameState({ id: '1', prevId: '0', _meta: { tables: {} }, tables }, { id: '2', tables })).toBe(
    true,
  );
});

test('an id inside of the state is state', () => {
  expect(isSameState({ columns: { id: { type: 'int' } } }, { columns: {} })).toBe(false);
});

test('what old kits left out is as good as empty', () => {
  const old = { tables: { users: { name: 'users', columns: {} } } };
  const young = {
    tables: { users: { name: 'users', columns: {}, policies: {}, isRLSEnabled: false } },
    roles: {},
  };
  expect(isSameState(young, old)).toBe(true);
  expect(isSameState({ tables: { users: { name: 'users', isRLSEnabled: true } } }, old)).toBe(false);
});

test('what is usual is as good as nothing, wherever it stands, and nothing else is', () => {
  const key = (more: object) => ({ tables: { users: { foreignKeys: { team: { name: 'team', ...more } } } } });
  expect(isSameState(key({ schemaTo: 'public' }), key({}))).toBe(true);
  expect(isSameState(key({ schemaTo: '' }), key({ schemaTo: 'public' }))).toBe(true);
  expect(isSameState(key({ schemaTo: 'crm' }), key({}))).toBe(false);
  expect(isSameState(key({ schemaTo: 'crm' }), key({ schemaTo: 'public' }))).toBe(false);
  expect(isSameState(key({ schema: 'public' }), key({}))).toBe(false);
  expect(isSameState(key({ isUnique: false }), key({}))).toBe(false);
});

test('nothing is the same as nothing, and not as null, no or an empty list', () => {
  expect(isSame(undefined, {})).toBe(true);
  expect(isSame({ a: {} }, undefined)).toBe(true);
  expect(isSame({ isRLSEnabled: false }, {})).toBe(true);
  for (const value of [null, false, 0, '', []]) expect(isSame(value, undefined)).toBe(false);
});

test('a place in a list stays, whatever is in it', () => {
  expect(isSame([{}, 1], [1])).toBe(false);
  expect(isSame([{}], [null])).toBe(true);
  expect(isSame([{ a: {} }], [{}])).toBe(true);
  expect(isSame([], {})).toBe(false);
});

test('the keys that differ are told, and none where all is the same', () => {
  expect(differingKeys({ a: 1, b: 2, c: {} }, { a: 1, b: 3, d: 4 })).toEqual(['b', 'd']);
  fc.assert(
    fc.property(part, part, (one, other) => {
      expect(differingKeys(one, other).length === 0).toBe(isSame(one, other));
      expect(differingKeys(one, other).sort()).toEqual(differingKeys(other, one).sort());
    }),
  );
});

test('each is the same as itself, and two are the same either way', () => {
  fc.assert(
    fc.property(part, part, (one, other) => {
      expect(isSame(one, structuredClone(one))).toBe(true);
      expect(isSame(one, other)).toBe(isSame(other, one));
    }),
  );
});

test('the order of a list is kept: it has meaning for enums and keys', () => {
  expect(isSameState({ values: ['a', 'b'] }, { values: ['b', 'a'] })).toBe(false);
});

test('the order of keys does not matter', () => {
  fc.assert(
    fc.property(state, (value) => {
      expect(isSameState(shuffled(value), value)).toBe(true);
    }),
  );
});

test('empty maps do not matter, at any depth', () => {
  fc.assert(
    fc.property(state, (value) => {
      expect(isSameState(withEmptyMaps(value), value)).toBe(true);
    }),
  );
});

test('any change of a value, of a list or of a name does', () => {
  fc.assert(
    fc.property(state, fc.nat(), (value, pick) => {
      const places = leavesOf(value);
      fc.pre(places.length > 0);
      const place = places[pick % places.length]!;
      expect(isSameState(changed(value, place), value)).toBe(false);
      expect(isSameState(value, changed(value, place))).toBe(false);
      expect(isSameState({ ...value, another: 'value' }, value)).toBe(false);
    }),
  );
});

const isMap = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function shuffled(value: unknown): Json {
  const entries = Object.entries(value as Json).map(([name, item]) => [
    name,
    isMap(item) ? shuffled(item) : item,
  ]);
  return Object.fromEntries(entries.reverse()) as Json;
}

function withEmptyMaps(value: Json): Json {
  const entries = Object.entries(value).map(([name, item]) => [
    name,
    isMap(item) ? withEmptyMaps(item) : item,
  ]);
  return { ...Object.fromEntries(entries), EMPTY: {}, NESTED: { INNER: {} } };
}

function leavesOf(value: Json, path: string[] = []): string[][] {
  return Object.entries(value).flatMap(([name, item]) =>
    isMap(item) ? leavesOf(item, [...path, name]) : [[...path, name]],
  );
}

function changed(value: Json, [name, ...rest]: string[]): Json {
  const item = value[name!];
  if (rest.length > 0) return { ...value, [name!]: changed(item as Json, rest) };
  return { ...value, [name!]: Array.isArray(item) ? [...item, 'more'] : ['was', item] };
}
