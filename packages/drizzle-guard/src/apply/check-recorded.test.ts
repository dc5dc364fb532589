import { expect, test } from 'vitest';
import { matchLedger } from '../ledger/match-ledger';
import { unrecorded } from './check-recorded';

const migrations = ['0000_a', '0001_b', '0002_c'].map((tag, at) => ({
  ...{ tag, timestamp: at, name: null },
  ...{ hash: `hash of ${tag}`, hashes: [] },
}));
const rowOf = (at: number) => ({
  ...{ id: at, hash: migrations[at]!.hash, createdAt: at, name: null, appliedAt: null },
});
const applied = (...tags: string[]) => tags.map((migration) => ({ migration, milliseconds: 1 }));

test('nothing is wrong where each that was applied has its row', () => {
  const match = matchLedger(migrations, [rowOf(0), rowOf(1)]);
  expect(unrecorded(applied('0000_a', '0001_b'), match)).toBeNull();
  expect(unrecorded([], match)).toBeNull();
});

test('what has none is named: it would run once more', () => {
  const match = matchLedger(migrations, [rowOf(0)]);
  expect(unrecorded(applied('0000_a', '0001_b'), match)?.message).toBe(
    '0001_b ran, and the ledger, read again, does not have it: the next run would apply it once more',
  );
  expect(unrecorded(applied('0001_b', '0002_c'), match)).toMatchObject({
    code: 'failed-ledger',
    message: expect.stringContaining('0001_b and 0002_c ran'),
  });
});
