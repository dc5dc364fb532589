import type { History } from '../src/history/history';
import type { LedgerRow } from '../src/ledger/ledger';
import { matchLedger } from '../src/ledger/match-ledger';
import type { LedgerContext } from '../src/rules/contexts';
import { found, type Found } from './found';
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

/** The hash of a migration's SQL, as `foundInLedger` takes it to be. */
export const hashOf = (tag: string) => `hash of ${tag}`;

/** What the live rules say of a history beside the rows of a ledger. */
export function foundInLedger(history: History, rows: readonly Partial<LedgerRow>[]): Found[] {
  const isNamed = history.layout === 'folders';
  const local = history.migrations.map(({ tag, timestamp }) => {
    return { tag, timestamp, hash: hashOf(tag), hashes: [hashOf(tag)], name: isNamed ? tag : null };
  });
  const whole = rows.map((row, at) => {
    return { id: at + 1, hash: 'c0ffeec0ffee42', createdAt: null, name: null, appliedAt: null, ...row };
  });
  const { migrations, strangers, highWaterMark } = matchLedger(local, whole);
  return [...migrations, ...strangers].flatMap((entry) =>
    found('live', { database: 'db', history, entry, highWaterMark }),
  );
}
