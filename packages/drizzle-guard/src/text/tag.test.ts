import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byFolderName, numberOf, prefixOf, stampOf, titleOf } from './tag';

test.each([
  ['0003_orders', '0003', 3, 'orders'],
  ['0003_two_words', '0003', 3, 'two_words'],
  ['20260131120000_orders', '20260131120000', 20260131120000, 'orders'],
  ['0003', '0003', 3, '0003'],
  ['init_orders', 'init', null, 'init_orders'],
  ['3a_orders', '3a', null, '3a_orders'],
  ['_orders', '', null, '_orders'],
  ['', '', null, ''],
])('%j has the prefix %j, the number %j and the title %j', (tag, prefix, number, title) => {
  expect([prefixOf(tag), numberOf(tag), titleOf(tag)]).toEqual([prefix, number, title]);
});

test('a folder is stamped to the second, in UTC', () => {
  expect(stampOf(Date.UTC(2026, 0, 31, 12, 0, 0, 999))).toBe('20260131120000');
  expect(stampOf(Number.NaN)).toBe('');
});

test('folders are in the order of localeCompare, whatever their names are', () => {
  const name = fc.oneof(
    fc.string(),
    fc
      .tuple(fc.stringMatching(/^2026010[1-3]0{0,6}$/), fc.constantFrom('', '_', '_a', 'Z', 'é'))
      .map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(name, name, (one, other) => {
      expect(Math.sign(byFolderName(one, other))).toBe(Math.sign(one.localeCompare(other)));
    }),
  );
});
