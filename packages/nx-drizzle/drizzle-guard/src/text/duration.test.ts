import { expect, test } from 'vitest';
import { DURATION, millisecondsOf } from './duration';

test.each([
  ['500ms', 500],
  ['20s', 20_000],
  ['2m', 120_000],
  ['1h', 3_600_000],
  ['0s', 0],
])('%s', (time, milliseconds) => {
  expect(millisecondsOf(time)).toBe(milliseconds);
});

test.each(['', '10', 's', '1.5s', '10 s', '-1s', '1d'])('%j is no time', (time) => {
  expect(DURATION.test(time)).toBe(false);
});
