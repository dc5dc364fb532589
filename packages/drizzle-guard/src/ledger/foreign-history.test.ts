import { expect, test } from 'vitest';
import { foreignHistoryIn } from './foreign-history';
import { matchLedger } from './match-ledger';

const here = [
  { tag: '0000_a', timestamp: 1, hash: 'a', hashes: ['a'], name: null },
  { tag: '0001_b', timestamp: 2, hash: 'b', hashes: ['b'], name: null },
];
const row = (id: number, hash: string, createdAt: number | null) => {
  return { id, hash, createdAt, name: null, appliedAt: null };
};
const foreign = (...rows: ReturnType<typeof row>[]) => foreignHistoryIn(matchLedger(here, rows));

test('several rows of which none is of a migration here', () => {
  const rows = [row(1, 'x', 5), row(2, 'y', 9), row(3, 'z', null)];
  expect(foreign(...rows)).toEqual({ state: 'foreign', newest: rows[1], count: 3 });
});

test.each([
  ['an empty ledger', []],
  ['one row alone: a migration that went', [row(1, 'x', 5)]],
  ['a row that is applied', [row(1, 'x', 5), row(2, 'y', 6), row(3, 'a', 1)]],
  ['a row of the same time: edited', [row(1, 'x', 5), row(2, 'y', 6), row(3, 'z', 1)]],
  ['rows of the same bytes: one of them may be of it', [row(1, 'a', 5), row(2, 'a', 6)]],
])('not %s', (_, rows) => {
  expect(foreign(...rows)).toBeNull();
});

test('not where there is nothing here', () => {
  expect(foreignHistoryIn(matchLedger([], [row(1, 'x', 5), row(2, 'y', 6)]))).toBeNull();
});
