import { expect, test } from 'vitest';
import type { LedgerRow } from '../ledger/ledger';
import { matchLedger } from '../ledger/match-ledger';
import { ledgersBeside } from './ledgers-beside';
import type { ReadMigration } from './read-migrations';

const migrations: ReadMigration[] = ['0000_a', '0001_b'].map((tag, position) => ({
  ...{ tag, timestamp: position + 1, name: null, statements: [] },
  ...{ hash: `${tag} lf`, hashes: [`${tag} lf`, `${tag} crlf`] },
}));

const row = (createdAt: number, hash: string): LedgerRow => ({
  ...{ id: createdAt, createdAt, hash },
  ...{ name: null, appliedAt: null },
});

const beside = (one: LedgerRow[], other: LedgerRow[]) => {
  const [mine, theirs] = [one, other].map((rows) => ({ migrations, match: matchLedger(migrations, rows) }));
  return ledgersBeside(mine!, theirs!);
};

test('what one of them alone has, also where the folder does not have it', () => {
  expect(
    beside([row(1, '0000_a lf'), row(2, '0001_b lf')], [row(1, '0000_a lf'), row(9, 'from elsewhere')]),
  ).toEqual({
    apart: { here: ['0001_b'], there: ['from elsewhe'] },
    otherwise: [],
  });
});

test('one that was applied with other SQL; line ends are none', () => {
  expect(
    beside([row(1, '0000_a lf'), row(2, 'edited')], [row(1, '0000_a crlf'), row(2, '0001_b lf')]),
  ).toEqual({
    apart: { here: [], there: [] },
    otherwise: [
      {
        ...{ object: 'migration 0001_b', kind: 'other', here: 'edited', there: '0001_b lf' },
        words: '0001_b was applied with other SQL (hash edited, and 0001_b lf)',
      },
    ],
  });
});

test('what neither explains is known by its hash', () => {
  const rows = [row(1, '0000_a lf'), row(9, 'elsewhere')];
  expect(beside(rows, rows)).toEqual({ apart: { here: [], there: [] }, otherwise: [] });
});
