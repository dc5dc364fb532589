import { GuardError } from '../errors/guard-error';
import type { LedgerMatch } from '../ledger/match-ledger';
import { listOf } from '../text/words';
import type { AppliedMigration } from './run-migrate';

/**
 * Whether the ledger, read again, has what was just applied: a migration may have written to it itself. Pure.
 * @returns what is wrong, or null
 */
export function unrecorded(applied: readonly AppliedMigration[], match: LedgerMatch): GuardError | null {
  const recorded = new Set(match.migrations.flatMap(({ tag, state }) => (state === 'applied' ? [tag] : [])));
  const lacking = applied.map(({ migration }) => migration).filter((tag) => !recorded.has(tag));
  if (lacking.length === 0) return null;
  return new GuardError(
    'failed-ledger',
    `${listOf(lacking)} ran, and the ledger, read again, does not have ${lacking.length === 1 ? 'it' : 'them'}: the next run would apply ${lacking.length === 1 ? 'it' : 'them'} once more`,
    'see what in the SQL that ran writes to the ledger or drops it, and put the rows back by hand; `drizzle-guard status` says what the ledger has',
  );
}
