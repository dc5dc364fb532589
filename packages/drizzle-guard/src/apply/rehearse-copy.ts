import type { Shadow } from '../engines/shadow/shadow';
import type { LedgerMatch } from '../ledger/match-ledger';
import { rehearse, type Rehearsal } from '../rehearsal/rehearse';
import type { CopiedDatabase, OpenCopy } from './open-copy';
import { planMigrate } from './plan-migrate';
import type { ReadMigration } from './read-migrations';
import { tablesWithRows } from './rehearse-live';

/** What was rehearsed on a copy. */
export interface OnCopy {
  rehearsal: Rehearsal;
  /** What was pending in it. */
  apply: ReadMigration[];
}

/**
 * Rehearses what is pending in a copy. Rows are made up where it has none at all: a table that is empty beside others
 * that are not is so in the database too.
 *
 * @param first the copy as it was opened already
 * @param open opens it (again)
 * @param match which migrations are applied in it
 * @param withRows names of tables that are to have rows where it has none; null for all
 */
export async function rehearseCopy(
  { dialect, migrations }: CopiedDatabase,
  { shadow }: OpenCopy,
  open: () => Promise<Shadow>,
  match: LedgerMatch,
  withRows: ReadonlySet<string> | null,
): Promise<OnCopy> {
  const { apply } = planMigrate(migrations, match, { late: false });
  const held = await tablesWithRows((sql) => shadow.query(sql), dialect);
  const before = match.migrations.filter(({ row }) => row !== null).length;
  const rehearsal = await rehearse({ dialect, open, before, withRows, hasRows: held.size > 0 }, apply);
  return { rehearsal, apply };
}
