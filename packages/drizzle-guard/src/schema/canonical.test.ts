import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonical } from './canonical';

type Json = Record<string, unknown>;

const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
const key = fc.stringMatching(/^[a-z]{1,6}$/);
const { state } = fc.letrec<{ state: Json; value: unknown }>((tie) => ({
  state: fc.dictionary(key, tie('value'), { maxKeys: 5 }) as fc.Arbitrary<Json>,
  value: fc.oneof({ maxDepth: 4 }, leaf, fc.array(leaf, { maxLength: 4 }), tie('state')),
}));

test('ids and bookkeeping are not state', () => {
  const tables = { users: { name: 'users' } };
  expect(canonical({ id: '1', prevId: '0', _meta: { tables: {} }, tables })).toBe(
    canonical({ id: '2', tables }),
  );
});

test('an id inside of the state is state', () => {
  expect(canonical({ columns: { id: { type: 'int' } } })).not.toBe(canonical({ columns: {} }));
});

test('what old kits left out is as good as empty', () => {
  const old = { tables: { users: { name: 'users', columns: {} } } };
  const young = {
    tables: { users: { name: 'users', columns: {}, policies: {}, isRLSEnabled: false } },
    roles: {},
  };
  expect(canonical(young)).toBe(canonical(old));
  expect(canonical({ tables: { users: { name: 'users', isRLSEnabled: true } } })).not.toBe(canonical(old));
});

test('the order of a list is kept: it has meaning for enums and keys', () => {
  expect(canonical({ values: ['a', 'b'] })).not.toBe(canonical({ values: ['b', 'a'] }));
});

test('the order of keys does not matter', () => {
  fc.assert(
    fc.property(state, (value) => {
      expect(canonical(shuffled(value))).toBe(canonical(value));
    }),
  );
});

test('empty maps do not matter, at any depth', () => {
  fc.assert(
    fc.property(state, (value) => {
      expect(canonical(withEmptyMaps(value))).toBe(canonical(value));
    }),
  );
});

test('any change of a value, of a list or of a name does', () => {
  fc.assert(
    fc.property(state, fc.nat(), (value, pick) => {
      const places = leavesOf(value);
      fc.pre(places.length > 0);
      const place = places[pick % places.length]!;
      expect(canonical(changed(value, place))).not.toBe(canonical(value));
      expect(canonical({ ...value, another: 'value' })).not.toBe(canonical(value));
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
