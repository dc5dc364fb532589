import { expect, test } from 'vitest';
import type { LedgerRow } from './ledger';
import { matchLedger, type LocalMigration } from './match-ledger';

// Cases of folders, which drizzle-orm 1.0 knows by name.

const folder = (name: string, timestamp: number, hash: string): LocalMigration => ({
  ...{ tag: name, name, timestamp },
  ...{ hash, hashes: [hash] },
});
const row = (createdAt: number | null, hash: string): LedgerRow => ({
  id: 1,
  createdAt,
  hash,
  name: null,
  appliedAt: null,
});
const named = (name: string, createdAt: number, hash: string): LedgerRow => ({
  ...row(createdAt, hash),
  name,
});
const states = (migrations: LocalMigration[], rows: LedgerRow[]) =>
  matchLedger(migrations, rows).migrations.map(({ tag, state }) => `${tag} ${state}`);

test('a name decides; other bytes are an edit', () => {
  const migrations = [
    folder('a', 1000, 'x'),
    folder('aa', 1500, 'v'),
    folder('b', 2000, 'y'),
    folder('c', 3000, 'z'),
  ];
  expect(states(migrations, [named('a', 1000, 'x'), named('b', 7000, 'old')])).toEqual([
    'a applied',
    'aa late',
    'b edited',
    'c pending',
  ]);
});

test('a folder that was renamed is applied, by its bytes, whether or not its time is the same', () => {
  for (const time of [1000, 7000]) {
    const match = matchLedger([folder('new', time, 'x')], [named('old', 1000, 'x')]);
    expect(match.migrations).toEqual([
      { tag: 'new', timestamp: time, state: 'applied', row: named('old', 1000, 'x') },
    ]);
    expect(match.strangers).toEqual([]);
  }
});

test('a row of a folder that is here is of no other, whatever its bytes', () => {
  const match = matchLedger([folder('a', 1000, 'new'), folder('b', 2000, 'x')], [named('a', 1000, 'x')]);
  expect(match.migrations.map(({ state }) => state)).toEqual(['edited', 'pending']);
});

test('a row of another name and of the same second is no edit', () => {
  const match = matchLedger([folder('renamed', 1000, 'y')], [named('old', 1000, 'x')]);
  expect(match).toMatchObject({ migrations: [{ state: 'pending' }], strangers: [{ state: 'missing' }] });
});

test('bytes that stand twice do not say which folder was renamed, and both may have run', () => {
  const gone = named('0_gone', 500, 'x');
  const match = matchLedger([folder('a', 1000, 'x'), folder('b', 2000, 'x')], [gone]);
  expect(match.migrations).toMatchObject([
    { state: 'pending', claims: [gone] },
    { state: 'pending', claims: [gone] },
  ]);
  expect(match.strangers).toMatchObject([{ candidates: ['a', 'b'] }]);
  const beside = matchLedger([folder('a', 1000, 'x'), folder('b', 2000, 'x')], [named('a', 1000, 'x'), gone]);
  expect(beside.migrations).toMatchObject([{ state: 'applied' }, { state: 'pending', claims: [gone] }]);
});

test('a row of drizzle-orm 0.x is told by its time without the milliseconds, or by its hash', () => {
  const migrations = [folder('a', 1000, 'x'), folder('b', 2000, 'y')];
  const match = matchLedger(migrations, [row(1789, 'x'), row(9999, 'y')]);
  expect(match.migrations).toMatchObject([
    { state: 'applied', row: { createdAt: 1789 } },
    { state: 'applied', row: { createdAt: 9999 } },
  ]);
});

test('two folders of one second are in the order of their names', () => {
  const migrations = [folder('a', 1000, 'x'), folder('b', 1000, 'y')];
  expect(states(migrations, [named('a', 1000, 'x')])).toEqual(['a applied', 'b pending']);
});
