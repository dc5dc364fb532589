import type { LedgerRow } from '../../ledger/ledger';
import type { Stranger } from '../../ledger/match-ledger';
import { listOf } from '../../text/words';

/** What people can know a ledger's row by: the folder's name, or the beginning of its hash. */
export function nameOfRow({ name, hash }: LedgerRow): string {
  return name ?? `hash ${hash.slice(0, 12)}`;
}

/** What is added where a row may be of migrations that are here. */
export function candidatesOf({ candidates = [] }: Stranger): string {
  if (candidates.length === 0) return '';
  return `; it has the bytes or the time of ${listOf(candidates)}, which is not enough to tell that it is of ${candidates.length === 1 ? 'that' : 'one of them'}`;
}
