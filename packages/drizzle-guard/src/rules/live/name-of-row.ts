import type { LedgerRow } from '../../ledger/ledger';

/** What people can know a ledger's row by: the folder's name, or the beginning of its hash. */
export function nameOfRow({ name, hash }: LedgerRow): string {
  return name ?? `hash ${hash.slice(0, 12)}`;
}
