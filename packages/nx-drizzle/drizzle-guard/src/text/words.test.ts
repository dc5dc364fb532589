import { expect, test } from 'vitest';
import { count, listOf, timeOf } from './words';

test.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a and b'],
  [['a', 'b', 'c'], 'a, b and c'],
])('%j as one list', (names, words) => {
  expect(listOf(names)).toBe(words);
});

test.each([
  [Date.UTC(2026, 0, 31, 12), '2026-01-31 12:00:00Z'],
  [Date.UTC(2026, 0, 31, 12, 0, 0, 7), '2026-01-31 12:00:00.007Z'],
  [0, '1970-01-01 00:00:00Z'],
  [1e300, '1e+300'],
])('the timestamp %d is %s', (timestamp, words) => {
  expect(timeOf(timestamp)).toBe(words);
});

test.each([
  [0, '0 findings'],
  [1, '1 finding'],
  [2, '2 findings'],
])('%d of them are %s', (number, words) => {
  expect(count(number, 'finding')).toBe(words);
});
