import type { LedgerMatch } from '../apply/match-ledger';
import type { FindingDraft } from '../result';
import { editedInLedger } from './edited-migration';
import { lateInLedger } from './late-migration';
import { missingInFolder, missingMigration } from './missing-migration';
import { unknownInFolder, unknownMigration } from './unknown-migration';

/** What can be wrong between a folder and a database's ledger, beside what also can be between it and the base. */
export const liveRules = [missingMigration, unknownMigration] as const;

/**
 * @param folder the migrations folder, from the root
 * @param sqlFileOf the path of a migration's SQL, by its tag
 */
export function checkLedger(
  match: LedgerMatch,
  folder: string,
  sqlFileOf: (tag: string) => string,
): FindingDraft[] {
  const ofMigrations = match.migrations.flatMap(({ tag, timestamp, state }) => {
    if (state === 'late') return [lateInLedger(tag, timestamp, match.highWaterMark!)];
    if (state === 'edited') return [editedInLedger(tag, sqlFileOf(tag))];
    return [];
  });
  const ofStrangers = match.strangers.map(({ row, state }) =>
    (state === 'missing' ? missingInFolder : unknownInFolder)(row.createdAt, row.hash, folder),
  );
  return [...ofMigrations, ...ofStrangers];
}
