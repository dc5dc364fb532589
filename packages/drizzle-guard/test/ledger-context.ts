import type { LedgerRow } from '../src/ledger/ledger';
import type { LedgerContext } from '../src/rules/contexts';
import { historyOf } from './histories';

export const DAY = (day: number) => Date.UTC(2026, 0, day);

/** A migration of the first of January beside a ledger whose newest row is of the second. */
export async function ledgerContext(tag: string, state: 'late' | 'edited'): Promise<LedgerContext> {
  const history = await historyOf([{ tag, when: DAY(1) }]);
  const entry = { tag, timestamp: DAY(1), state, row: null };
  return { database: 'db', history, entry, highWaterMark: DAY(2) };
}

/** A row that no migration explains. */
export async function strangerContext(
  state: 'missing' | 'unknown',
  row: Partial<LedgerRow>,
): Promise<LedgerContext> {
  const whole = { id: 1, hash: 'c0ffeec0ffee42', createdAt: DAY(1), name: null, appliedAt: null, ...row };
  return {
    database: 'db',
    history: await historyOf([]),
    entry: { row: whole, state },
    highWaterMark: DAY(2),
  };
}
