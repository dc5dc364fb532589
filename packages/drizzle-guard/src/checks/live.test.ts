import { expect, test } from 'vitest';
import type { LedgerMatch } from '../apply/match-ledger';
import { codesOf } from '../../test/histories';
import { checkLedger } from './live';

const sqlFileOf = (tag: string) => `drizzle/${tag}.sql`;

test('what is applied or merely pending is no finding', () => {
  const match: LedgerMatch = {
    migrations: [
      { tag: '0000_a', timestamp: 1, state: 'applied' },
      { tag: '0001_b', timestamp: 2, state: 'pending' },
    ],
    strangers: [],
    highWaterMark: 1,
  };
  expect(checkLedger(match, 'drizzle', sqlFileOf)).toEqual([]);
});

test('each other state has its finding, migrations first', () => {
  const match: LedgerMatch = {
    migrations: [
      { tag: '0000_a', timestamp: 1, state: 'late' },
      { tag: '0001_b', timestamp: 2, state: 'edited' },
    ],
    strangers: [
      { row: { hash: 'x', createdAt: 9 }, state: 'unknown' },
      { row: { hash: 'y', createdAt: null }, state: 'missing' },
    ],
    highWaterMark: 9,
  };
  const findings = checkLedger(match, 'drizzle', sqlFileOf);
  expect(codesOf(findings)).toEqual([
    'late-migration',
    'edited-migration',
    'unknown-migration',
    'missing-migration',
  ]);
  expect(findings[1]!.file).toBe('drizzle/0001_b.sql');
});
