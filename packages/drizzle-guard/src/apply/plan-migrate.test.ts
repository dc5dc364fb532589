import { expect, test } from 'vitest';
import type { ReadMigration } from './read-migrations';
import { matchLedger } from '../ledger/match-ledger';
import { planMigrate, unclearLedger } from './plan-migrate';
import type { Wish } from './plan-run';
import type { LedgerRow } from '../ledger/ledger';

const migrations: ReadMigration[] = ['0000_a', '0001_b', '0002_c', '0003_d'].map((tag, position) => ({
  tag,
  timestamp: position + 1,
  name: null,
  statements: [`-- ${tag}`],
  hash: tag,
  hashes: [tag],
}));
const applied = (...positions: number[]): LedgerRow[] =>
  positions.map((position) => ({
    ...{ id: position, name: null, appliedAt: null },
    createdAt: position + 1,
    hash: migrations[position]!.hash,
  }));

function plan(rows: LedgerRow[], wish: Partial<Wish> = {}): { apply: string[]; left: string[] } {
  const { apply, left } = planMigrate(migrations, matchLedger(migrations, rows), { late: false, ...wish });
  return { apply: apply.map(({ tag }) => tag), left };
}

test('on an empty database everything is applied, in the folder’s order', () => {
  expect(plan([])).toEqual({ apply: ['0000_a', '0001_b', '0002_c', '0003_d'], left: [] });
});

test('what is applied stays as it is', () => {
  expect(plan(applied(0, 1))).toEqual({ apply: ['0002_c', '0003_d'], left: [] });
  expect(plan(applied(0, 1, 2, 3))).toEqual({ apply: [], left: [] });
});

test('--to stops after a migration, by its tag or its number', () => {
  const expected = { apply: ['0001_b', '0002_c'], left: ['0003_d'] };
  expect(plan(applied(0), { to: '0002_c' })).toEqual(expected);
  expect(plan(applied(0), { to: '0002' })).toEqual(expected);
  expect(plan(applied(0), { to: '2' })).toEqual(expected);
});

test('--to something that is applied leaves the rest pending', () => {
  expect(plan(applied(0, 1), { to: '0000_a' })).toEqual({ apply: [], left: ['0002_c', '0003_d'] });
});

test('late ones are applied only where that was asked for, in the folder’s order', () => {
  expect(plan(applied(0, 2))).toEqual({ apply: ['0003_d'], left: ['0001_b'] });
  expect(plan(applied(0, 2), { late: true })).toEqual({ apply: ['0001_b', '0003_d'], left: [] });
});

test.each(['0004', 'x00', 'b', '', '0002_'])('--to %j names nothing and is refused', (to) => {
  expect(() => plan([], { to })).toThrow(`there is no migration ${to} in the folder`);
});

test('what may have been applied already is refused, whatever else says that it may be applied', () => {
  const twin = { ...migrations[1]!, hash: '0000_a', hashes: ['0000_a'] };
  const folder = [migrations[0]!, twin, ...migrations.slice(2)];
  const stray: LedgerRow = { id: 7, hash: '0000_a', createdAt: null, name: null, appliedAt: null };
  const match = matchLedger(folder, [...applied(0), stray]);
  const wish = { late: false };
  expect(unclearLedger(planMigrate(folder, match, wish).apply, match)?.message).toBe(
    "0001_b may have been applied already: nothing tells of which migration the ledger's row 7 (column id) is",
  );
  expect(unclearLedger(planMigrate(folder, match, { ...wish, to: '0000' }).apply, match)).toBeNull();
  const clear = matchLedger(folder, applied(0));
  expect(unclearLedger(planMigrate(folder, clear, wish).apply, clear)).toBeNull();
});

test('a row of 0.x is stamped anew with what it knows a migration by, where nothing older stays open', () => {
  const moved = { ...applied(1)[0]!, createdAt: 1.5, id: 9 };
  const corrections = (wish: Partial<Wish>) =>
    planMigrate(migrations, matchLedger(migrations, [...applied(0), moved]), { late: false, ...wish })
      .corrections;
  expect(corrections({})).toEqual([
    { id: 9, migration: '0001_b', from: expect.any(String), to: { createdAt: 2 } },
  ]);
  const old = planMigrate(migrations, matchLedger(migrations, [{ ...applied(2)[0]!, createdAt: 0 }]), {
    ...{ late: false, to: '0000' },
  });
  expect(old).toMatchObject({ left: ['0001_b', '0003_d'], corrections: [] });
});
