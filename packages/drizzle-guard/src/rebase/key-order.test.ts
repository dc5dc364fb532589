import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asMaps, states } from '../../test/snapshots';
import type { Json } from '../state/json';
import { isSameState } from '../state/same';
import { inKeyOrder } from './key-order';

const map = (letters: string): Json => Object.fromEntries([...letters].map((letter) => [letter, 1]));
const orderOf = (state: string, onto: string, mine: string) =>
  Object.keys(inKeyOrder(map(state), map(onto), map(mine))).join('');

describe('the keys of a merged state', () => {
  test.each([
    // state, theirs, mine, in this order
    ['abc', 'abc', 'abc', 'abc'],
    // Those of theirs stay where they are.
    ['abc', 'cba', 'abc', 'cba'],
    // What is new stands behind what it follows in mine.
    ['abcx', 'abc', 'abcx', 'abcx'],
    ['abcx', 'abc', 'axbc', 'axbc'],
    ['abcx', 'abcd', 'xabc', 'xabc'],
    ['abcxy', 'abc', 'axybc', 'axybc'],
    // Behind what of it there is.
    ['abcx', 'abc', 'adxbc', 'axbc'],
    ['abcdx', 'abcd', 'abcx', 'abcxd'],
    // What is gone is nowhere.
    ['ac', 'abc', 'abc', 'ac'],
    ['', 'abc', 'abc', ''],
    ['abx', '', 'xab', 'xab'],
    // What neither has stands last.
    ['abz', 'ab', 'ab', 'abz'],
  ])('%s, in theirs %s and in mine %s: %s', (state, onto, mine, expected) => {
    expect(orderOf(state, onto, mine)).toBe(expected);
  });

  test('are put in order at every depth', () => {
    const state = { tables: { users: { b: 1, a: 2, c: 3 } }, enums: {} };
    const onto = { enums: {}, tables: { users: { a: 2, b: 1 } } };
    const mine = { tables: { users: { a: 2, c: 3, b: 1 } } };
    expect(JSON.stringify(inKeyOrder(state, onto, mine))).toBe(
      JSON.stringify({ enums: {}, tables: { users: { a: 2, c: 3, b: 1 } } }),
    );
  });

  test('are looked for in mine where theirs has no such map', () => {
    const state = { tables: { orders: { c: 1, a: 2, b: 3 } } };
    expect(
      JSON.stringify(inKeyOrder(state, { tables: {} }, { tables: { orders: { a: 2, b: 3, c: 1 } } })),
    ).toBe(JSON.stringify({ tables: { orders: { a: 2, b: 3, c: 1 } } }));
    expect(inKeyOrder(state, { tables: 'none' }, { tables: null })).toEqual(state);
  });

  test('leave lists as they are: their order has a meaning', () => {
    const values = ['b', 'a', { z: 1, y: 2 }];
    const ordered = inKeyOrder({ values }, { values: ['a', 'b'] }, {});
    expect(JSON.stringify(ordered)).toBe(JSON.stringify({ values }));
  });

  test('say the same as before, whatever the order of the sides', () => {
    fc.assert(
      fc.property(states, states, states, (state, onto, mine) => {
        const whole = asMaps(state);
        const ordered = inKeyOrder(whole, asMaps(onto), asMaps(mine));
        expect(ordered).toEqual(whole);
        expect(isSameState(ordered, whole)).toBe(true);
      }),
    );
  });

  test('of a state that theirs is already do not move', () => {
    fc.assert(
      fc.property(states, states, (state, mine) => {
        const theirs = asMaps(state);
        const shuffled = Object.fromEntries(Object.entries(structuredClone(theirs)).reverse());
        expect(JSON.stringify(inKeyOrder(shuffled, theirs, asMaps(mine)))).toBe(JSON.stringify(theirs));
      }),
    );
  });

  test('once in order stay so', () => {
    fc.assert(
      fc.property(states, states, states, (state, onto, mine) => {
        const once = inKeyOrder(asMaps(state), asMaps(onto), asMaps(mine));
        const twice = inKeyOrder(once, asMaps(onto), asMaps(mine));
        expect(JSON.stringify(twice)).toBe(JSON.stringify(once));
      }),
    );
  });
});
