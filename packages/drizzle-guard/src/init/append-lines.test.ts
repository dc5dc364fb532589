import { expect, it } from 'vitest';
import { appendBlock, missingLines } from './append-lines';

it.each([
  ['', 'x\n'],
  ['a\n', 'a\n\nx\n'],
  ['a', 'a\n\nx\n'],
  ['a\r\n', 'a\r\n\r\nx\r\n'],
])('appendBlock to %j', (text, expected) => {
  expect(appendBlock(text, ['x'])).toBe(expected);
});

it('missingLines does not mind white space, and does mind comments', () => {
  expect(missingLines('a   b\r\n  c\n# d\n', ['a b', 'c', 'd'])).toEqual(['d']);
});
