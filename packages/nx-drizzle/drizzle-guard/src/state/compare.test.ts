import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changedAttributes, compare, subjectOf, type Comparable } from './compare';

const table = (key: string, definition: unknown = {}): Comparable => ({ key, of: null, definition });
const part = (key: string, of: string, definition: unknown = {}): Comparable => ({ key, of, definition });
const inShort = (before: Comparable[], after: Comparable[]) =>
  compare(before, after).map(({ before: was, after: is }) =>
    was ? (is ? `~${is.key}` : `-${was.key}`) : `+${is!.key}`,
  );

describe('what differs', () => {
  test('is new or changed, in the order of the second, then gone, in that of the first', () => {
    const before = [table('d'), table('b', 1), table('a', 1), table('c')];
    const after = [table('f'), table('a', 2), table('b', 1), table('e')];
    expect(inShort(before, after)).toEqual(['+f', '~a', '+e', '-d', '-c']);
  });

  test('is not what is written otherwise alone', () => {
    expect(inShort([table('a', { x: 1, y: {} })], [table('a', { x: 1 })])).toEqual([]);
  });

  test('is a part of a table that stays, and none of one that comes or goes', () => {
    const before = [table('stays'), part('stays.old', 'stays'), table('goes'), part('goes.id', 'goes')];
    const after = [table('stays'), part('stays.new', 'stays'), table('comes'), part('comes.id', 'comes')];
    expect(inShort(before, after)).toEqual(['+stays.new', '+comes', '-stays.old', '-goes']);
  });

  test('is also a part of what neither has', () => {
    expect(inShort([], [part('a.id', 'a')])).toEqual(['+a.id']);
  });

  test('of two with one key the later counts', () => {
    expect(inShort([table('a', 1)], [table('a', 2), table('a', 1)])).toEqual([]);
  });
});

test('a change is about what is there afterwards, or was', () => {
  const [one, other] = [table('a', 1), table('a', 2)];
  expect(subjectOf({ before: one, after: other })).toBe(other);
  expect(subjectOf({ before: one, after: null })).toBe(one);
});

test.each([
  [
    'of two',
    { type: 'text', notNull: true },
    { type: 'uuid', notNull: true, default: 1 },
    ['type', 'default'],
  ],
  ['that are usual', { isRLSEnabled: false, name: 'a' }, { name: 'b' }, ['name']],
  ['of what has none', 'crm', 'hr', []],
  ['of lists', { values: ['a'] }, { values: ['a', 'b'] }, ['values']],
])('attributes %s', (_, was, is, attributes) => {
  expect(changedAttributes({ before: table('a', was), after: table('a', is) })).toEqual(attributes);
});

test('of what comes or goes no attributes are told', () => {
  expect(changedAttributes({ before: null, after: table('a', { x: 1 }) })).toEqual([]);
  expect(changedAttributes({ before: table('a', { x: 1 }), after: null })).toEqual([]);
});

const things = fc.uniqueArray(
  fc.record({
    key: fc.constantFrom('a', 'b', 'a.x', 'a.y', 'b.x'),
    of: fc.constant(null),
    definition: fc.oneof(
      fc.integer({ max: 2 }),
      fc.dictionary(fc.constantFrom('x', 'y'), fc.nat({ max: 1 })),
    ),
  }),
  { selector: ({ key }) => key },
);
const withTables = things.map((all) =>
  all.map((one): Comparable => ({ ...one, of: one.key.includes('.') ? one.key.slice(0, 1) : null })),
);

describe('laws', () => {
  test('nothing differs from itself, in whatever order', () => {
    fc.assert(
      fc.property(withTables, (all) => {
        expect(compare(all, structuredClone(all))).toEqual([]);
        expect(compare(all, all.toReversed())).toEqual([]);
      }),
    );
  });

  test('the other way round the same changes, turned', () => {
    const sorted = (changes: ReturnType<typeof compare>) =>
      changes.toSorted((a, b) => (subjectOf(a).key < subjectOf(b).key ? -1 : 1));
    fc.assert(
      fc.property(withTables, withTables, (one, other) => {
        const turned = compare(other, one).map(({ before, after }) => ({ before: after, after: before }));
        expect(sorted(turned)).toEqual(sorted(compare(one, other)));
      }),
    );
  });

  test('each thing changes once at most', () => {
    fc.assert(
      fc.property(withTables, withTables, (one, other) => {
        const keys = compare(one, other).map((change) => subjectOf(change).key);
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });
});
