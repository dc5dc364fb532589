import fc from 'fast-check';
import { expect, test } from 'vitest';
import { groupsOf } from './groups-of';

const byLength = (...words: string[]) => groupsOf(words, (word) => word.length);

test('what has no other of its key is in no group', () => {
  expect(byLength()).toEqual([]);
  expect(byLength('a', 'bb', 'ccc')).toEqual([]);
});

test('groups are in the order of their first, and each keeps the order of its own', () => {
  expect(byLength('bb', 'c', 'a', 'aa', 'ddd', 'b')).toEqual([
    ['bb', 'aa'],
    ['c', 'a', 'b'],
  ]);
});

test('a key may be nothing: that is a key too', () => {
  expect(groupsOf([1, 2, 3], (value) => (value === 2 ? null : undefined))).toEqual([[1, 3]]);
});

test('keys are compared as a Map does: a number is not its text', () => {
  expect(groupsOf<unknown, unknown>([1, '1', 1], (value) => value)).toEqual([[1, 1]]);
});

test('whatever the values, each that shares a key is in one group of that key, and no other is', () => {
  const value = fc.record({ key: fc.integer({ min: 0, max: 4 }) });
  fc.assert(
    fc.property(fc.array(value, { maxLength: 12 }), (values) => {
      const groups = groupsOf(values, ({ key }) => key);
      const shared = values.filter((one) => values.some((other) => other !== one && other.key === one.key));
      expect(groups.flat()).toHaveLength(shared.length);
      expect(new Set(groups.flat())).toEqual(new Set(shared));
      for (const group of groups) {
        expect(new Set(group.map(({ key }) => key)).size).toBe(1);
        expect(group).toEqual(values.filter(({ key }) => key === group[0]!.key));
      }
      const firsts = groups.map(([first]) => values.indexOf(first!));
      expect(firsts).toEqual([...firsts].sort((a, b) => a - b));
    }),
  );
});
