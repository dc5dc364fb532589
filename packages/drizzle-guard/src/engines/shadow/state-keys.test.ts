import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stateKeys } from './state-keys';

const HISTORY = [['create table "a" ("id" integer)'], ['select 1', 'select 2'], [], ['drop table "a"']];

test('there is a key for each migration, and no two are the same', () => {
  const keys = stateKeys('root', HISTORY);
  expect(keys).toHaveLength(HISTORY.length);
  expect(new Set(keys).size).toBe(HISTORY.length);
  expect(stateKeys('root', HISTORY)).toEqual(keys);
  expect(stateKeys('root', [])).toEqual([]);
});

test('what follows changes no key, and what comes before changes all', () => {
  const keys = stateKeys('root', HISTORY);
  expect(stateKeys('root', [...HISTORY, ['select 3']]).slice(0, -1)).toEqual(keys);
  const changed = stateKeys('root', [HISTORY[0]!, ['select 1', 'select 3'], ...HISTORY.slice(2)]);
  expect(changed.map((key, at) => key === keys[at])).toEqual([true, false, false, false]);
  expect(stateKeys('another', HISTORY).filter((key) => keys.includes(key))).toEqual([]);
});

test('where one migration ends and the next begins is told apart', () => {
  const lists = fc.array(fc.array(fc.string(), { maxLength: 3 }), { maxLength: 4 });
  fc.assert(
    fc.property(lists, lists, (one, other) => {
      const isSame = JSON.stringify(one) === JSON.stringify(other);
      expect(stateKeys('', one).at(-1) === stateKeys('', other).at(-1)).toBe(isSame);
    }),
  );
});
