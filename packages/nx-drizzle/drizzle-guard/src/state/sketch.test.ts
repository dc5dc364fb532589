import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asList, asMaps, states, type StateSpec } from '../../test/snapshots';
import { describeSince, sketchOf, wantedOf } from './sketch';

const users = (...columns: [string, string][]): StateSpec => ({
  tables: [{ name: 'users', columns: columns.map(([name, type]) => ({ name, type })) }],
});
const EMPTY: StateSpec = {};
const FORMS = [
  ['maps', asMaps],
  ['a list', asList],
] as const;

describe.each(FORMS)('snapshots of %s', (_, form) => {
  const since = (now: StateSpec, ...earlier: StateSpec[]) =>
    describeSince(
      sketchOf(form(now)),
      earlier.map((state) => sketchOf(form(state))),
    );

  test('what is new, changed and gone, with parts of a new table told by the table', () => {
    expect(since(users(['id', 'integer']), EMPTY)).toEqual(['table users is new']);
    expect(
      since(users(['id', 'text'], ['name', 'text']), users(['id', 'integer'], ['age', 'integer'])),
    ).toEqual([
      'table users: column id is changed',
      'table users: column name is new',
      'table users: column age is gone',
    ]);
  });

  test('what one side brought is not new in a merge, what neither has is', () => {
    const [mine, theirs] = [users(['id', 'integer'], ['a', 'text']), users(['id', 'integer'], ['b', 'text'])];
    const both = users(['id', 'integer'], ['a', 'text'], ['b', 'text']);
    expect(since(both, mine, theirs)).toEqual([]);
    const more = users(['id', 'integer'], ['a', 'integer'], ['b', 'text']);
    expect(since(more, mine, theirs)).toEqual(['table users: column a is changed']);
  });

  test('a column that neither side has is new, also in a table that only one of them has', () => {
    const wider = users(['id', 'integer'], ['a', 'text']);
    expect(since(wider, users(['id', 'integer']), EMPTY)).toEqual(['table users: column a is new']);
    expect(since(wider, EMPTY, users(['id', 'integer']))).toEqual(['table users: column a is new']);
  });

  test('two changes that read alike want different things', () => {
    const before = form(users(['id', 'integer']));
    const wants = (spec: StateSpec) => wantedOf(before, form(spec));
    const [text, number] = [
      users(['id', 'integer'], ['a', 'text']),
      users(['id', 'integer'], ['a', 'integer']),
    ];
    expect(wants(text)).toHaveLength(1);
    expect(wants(text)).not.toEqual(wants(number));
    const fromNothing = (spec: StateSpec) => wantedOf(form(EMPTY), form(spec));
    expect(fromNothing(text)).not.toEqual(fromNothing(number));
  });

  test('what is wanted does not depend on what was there before', () => {
    const wanted = form(users(['id', 'integer'], ['a', 'text']));
    const wants = (before: StateSpec) => wantedOf(form(before), wanted);
    expect(wants(users(['id', 'integer'], ['a', 'integer']))).toEqual(wants(users(['id', 'integer'])));
  });

  test('laws: nothing is new beside itself, or in a merge with anything else; as many are wanted as differ', () => {
    fc.assert(
      fc.property(states, states, (one, other) => {
        expect(since(one, one)).toEqual([]);
        expect(since(one, other, one)).toEqual([]);
        expect(wantedOf(form(one), form(one))).toEqual([]);
        expect(wantedOf(form(other), form(one)).length).toBe(since(one, other).length);
      }),
    );
  });
});
