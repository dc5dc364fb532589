import type { LedgerRow } from './ledger';
import type { LedgerMatch } from './match-ledger';

/** A ledger that has nothing to do with the folder. */
export interface ForeignHistory {
  state: 'foreign';
  newest: LedgerRow;
  count: number;
}

/** Where a ledger of several rows has none of any migration here, nor one that may be: then all of it is another history's. */
export function foreignHistoryIn({ migrations, strangers }: LedgerMatch): ForeignHistory | null {
  const isOpen = migrations.every(
    ({ state, claims = [] }) => (state === 'pending' || state === 'late') && claims.length === 0,
  );
  if (!isOpen || migrations.length === 0 || strangers.length < 2) return null;
  const rows = strangers.map(({ row }) => row);
  const newest = rows.reduce((one, other) => (timeOf(other) > timeOf(one) ? other : one));
  return { state: 'foreign', newest, count: rows.length };
}

function timeOf({ createdAt }: LedgerRow): number {
  return createdAt ?? -Infinity;
}
