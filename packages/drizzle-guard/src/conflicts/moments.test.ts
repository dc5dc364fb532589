import { expect, test } from 'vitest';
import { holdMoments } from './moments';

const NOW = Date.UTC(2026, 0, 31, 12, 0, 30);

test.each([
  ['2026-01-31 12:00:29', true],
  ['"2026-01-31T12:00:29.000Z"', true],
  ['2026-01-31 13:30:10', true],
  [`${NOW / 1000 - 5}`, true],
  ['2026-01-31 12:00:29.123456', false],
  ['2026-01-31 12:07:00', false],
  ['2026-01-02 12:00:30', false],
  ['12', false],
  ['noon', false],
  [null, false],
])('%s is a time around now that is told to the second: %s', (value, expected) => {
  const holding = (cell: string | null) => ({
    catalog: [],
    rows: [{ table: 't', rows: [{ id: '1', at: cell }] }],
  });
  expect(holdMoments(holding(value), NOW)).toBe(expected);
});

test('of very many rows nothing is known', () => {
  expect(holdMoments({ catalog: [], rows: [{ table: 't', rows: '9000 rows' }] }, NOW)).toBe(false);
});
