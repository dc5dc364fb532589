import { expect, test } from 'vitest';
import type { LedgerMatch } from '../ledger/match-ledger';
import { codesOf, historyOf } from '../../test/histories';
import { checkLedger } from './check-ledger';

const row = { id: 1, name: null, appliedAt: null };

test('what is applied or merely pending is no finding', async () => {
  const match: LedgerMatch = {
    migrations: [
      { tag: '0000_a', timestamp: 1, state: 'applied', row: null },
      { tag: '0001_b', timestamp: 2, state: 'pending', row: null },
    ],
    strangers: [],
    highWaterMark: 1,
  };
  expect(checkLedger('db', match, await historyOf(['0000_a', '0001_b']), {})).toEqual([]);
});

test('each other state has its finding, migrations first', async () => {
  const match: LedgerMatch = {
    migrations: [
      { tag: '0000_a', timestamp: 1, state: 'late', row: null },
      { tag: '0001_b', timestamp: 2, state: 'edited', row: null },
    ],
    strangers: [
      { row: { ...row, hash: 'x', createdAt: 9 }, state: 'unknown' },
      { row: { ...row, hash: 'y', createdAt: null }, state: 'missing' },
    ],
    highWaterMark: 9,
  };
  const findings = checkLedger('db', match, await historyOf(['0000_a', '0001_b']), {});
  expect(codesOf(findings)).toEqual([
    'late-migration',
    'edited-migration',
    'unknown-migration',
    'missing-migration',
  ]);
  expect(findings[1]!.file).toBe('drizzle/0001_b.sql');
});

test('another history altogether is one finding; switched off, it is as many as there are', async () => {
  const match: LedgerMatch = {
    migrations: [{ tag: '0000_a', timestamp: 1, state: 'late', row: null }],
    strangers: [
      { row: { ...row, hash: 'x', createdAt: 9 }, state: 'unknown' },
      { row: { ...row, hash: 'y', createdAt: null }, state: 'missing' },
    ],
    highWaterMark: 9,
  };
  const history = await historyOf(['0000_a']);
  expect(codesOf(checkLedger('db', match, history, {}))).toEqual(['foreign-history']);
  expect(codesOf(checkLedger('db', match, history, { 'foreign-history': 'off' }))).toEqual([
    'late-migration',
    'unknown-migration',
    'missing-migration',
  ]);
});
