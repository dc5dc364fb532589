import { expect, test } from 'vitest';
import { matchLedger } from '../ledger/match-ledger';
import type { ReadMigration } from './read-migrations';
import { appliedOf } from './shadow-at';

test('what is applied stands in the order in which it was applied, whatever the order of the folder', () => {
  const migrations = ['0000_a', '0001_late', '0002_b', '0003_pending'].map((tag, at): ReadMigration => {
    const [hash] = [`hash of ${tag}`];
    return { tag, timestamp: at, name: null, statements: [tag], hash, hashes: [hash] };
  });
  const rows = ['0000_a', '0002_b', '0001_late'].map((tag, at) => ({
    ...{ id: at + 1, hash: `hash of ${tag}`, name: null, appliedAt: null },
    createdAt: migrations.find((one) => one.tag === tag)!.timestamp,
  }));
  const match = matchLedger(migrations, rows.reverse());
  expect(appliedOf({ migrations, match }).map(({ tag }) => tag)).toEqual(['0000_a', '0002_b', '0001_late']);
});
