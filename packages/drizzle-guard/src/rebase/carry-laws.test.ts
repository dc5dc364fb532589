import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asList, asMaps, states, type StateSpec } from '../../test/snapshots';
import { changesBetween } from '../state/changes';
import type { Json } from '../state/json';
import { isSameState } from '../state/same';
import { withChanges } from '../state/with-changes';
import { brokenReferences } from './broken-references';
import { carry, type Carried, type Clash } from './carry';

function stateIn(carried: Carried): Json {
  if ('clashes' in carried) throw new Error(JSON.stringify(carried.clashes));
  return carried.state;
}

function clashesIn(carried: Carried): Clash[] {
  return 'clashes' in carried ? carried.clashes : [];
}

/** With the values of enums in the order of letters. */
function sorted(state: Json): Json {
  return JSON.parse(
    JSON.stringify(state, (key, value) =>
      key === 'values' && Array.isArray(value) ? [...value].sort() : value,
    ),
  );
}

function keysOf(changes: ReturnType<typeof changesBetween>): string[] {
  return changes.map(({ before, after }) => (after ?? before)!.key);
}

describe.each([
  ['maps', asMaps],
  ['a list', asList],
] as const)('any step in the form of %s', (_form, asState) => {
  const carried = (before: StateSpec, mine: StateSpec, theirs: StateSpec) =>
    carry(asState(before, 'before'), asState(mine, 'mine'), asState(theirs, 'theirs'));

  test('carried onto what it continues it says what it said', () => {
    fc.assert(
      fc.property(states, states, (before, after) => {
        const state = stateIn(carried(before, after, before));
        expect(changesBetween(state, asState(after))).toEqual([]);
        expect(isSameState(state, asState(after))).toBe(true);
      }),
    );
  });

  test('carried onto itself it changes nothing, and all of it is told', () => {
    fc.assert(
      fc.property(states, states, (before, after) => {
        const result = carried(before, after, after);
        expect(isSameState(stateIn(result), asState(after))).toBe(true);
        expect('shared' in result && result.shared.length).toBe(
          changesBetween(asState(before), asState(after)).length,
        );
      }),
    );
  });

  test('one that changes nothing leaves theirs as it is, to the byte', () => {
    fc.assert(
      fc.property(states, states, (before, theirs) => {
        const onto = asState(theirs, 'theirs');
        const state = stateIn(carry(asState(before), asState(before), onto));
        expect(JSON.stringify(state)).toBe(JSON.stringify(onto));
      }),
    );
  });

  test('two that have nothing in common lead to what both lead to one after the other', () => {
    const halves = fc.tuple(states, states, fc.infiniteStream(fc.boolean()));
    fc.assert(
      fc.property(halves, ([first, last, coins]) => {
        const [before, whole] = [asState(first), asState(last)];
        const changes = changesBetween(before, whole).map((change) => ({
          change,
          isMine: Boolean(coins.next().value),
        }));
        const side = (isMine: boolean) =>
          withChanges(
            before,
            changes.filter((one) => one.isMine === isMine).map(({ change }) => change),
          );
        const [mine, theirs] = [side(true), side(false)];
        const result = carry(before, mine, theirs);
        const known = new Set([mine, theirs].flatMap(brokenReferences).map(({ key }) => key));
        const isBroken = brokenReferences(whole).some(({ key }) => !known.has(key));
        if (isBroken) expect(clashesIn(result)).not.toEqual([]);
        else expect(isSameState(stateIn(result), whole)).toBe(true);
      }),
    );
  });

  test('it does not matter which of the two is carried, but for the order of values', () => {
    fc.assert(
      fc.property(states, states, states, (before, one, other) => {
        const [first, second] = [carried(before, one, other), carried(before, other, one)];
        expect(clashesIn(first).length > 0).toBe(clashesIn(second).length > 0);
        if (clashesIn(first).length > 0) return;
        expect(isSameState(sorted(stateIn(first)), sorted(stateIn(second)))).toBe(true);
      }),
    );
  });

  test('what theirs has and mine has not touched is there afterwards', () => {
    fc.assert(
      fc.property(states, states, states, (before, mine, theirs) => {
        const result = carried(before, mine, theirs);
        if ('clashes' in result) return;
        const own = keysOf(changesBetween(asState(before), asState(mine)));
        const lost = changesBetween(asState(theirs), result.state);
        expect(keysOf(lost).filter((key) => !own.includes(key))).toEqual([]);
      }),
    );
  });
});
