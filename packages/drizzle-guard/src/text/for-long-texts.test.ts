import { expect, test } from 'vitest';
import { forLongTexts } from './for-long-texts';

const long = (letter: string) => letter.repeat(200_000);

test('a long text is worked on once, as long as no others came after it; a short one each time', () => {
  const worked: string[] = [];
  const lengthOf = forLongTexts((text) => {
    worked.push(text[0]!);
    return text.length;
  });
  const ask = (...letters: string[]) => letters.map((letter) => lengthOf(long(letter)));
  expect(ask('a', 'a', 'b', 'a', 'c', 'd')).toEqual(Array(6).fill(200_000));
  expect(worked.join('')).toBe('abcd');
  // That of b is the one that nobody has asked for since.
  ask('e', 'a', 'b');
  expect(worked.join('')).toBe('abcdeb');
  expect([lengthOf('x'), lengthOf('x')]).toEqual([1, 1]);
  expect(worked.join('')).toBe('abcdebxx');
});
