import type { LedgerMatch } from '../../ledger/match-ledger';
import type { History } from '../../history/history';
import { editedInLedger } from '../base/edited-migration';
import { lateInLedger } from '../base/late-migration';
import { missingInFolder, missingMigration } from './missing-migration';
import { unknownInFolder, unknownMigration } from './unknown-migration';
import type { FindingDraft } from '../finding';

/** What can be wrong between a folder and a database's ledger, beside what also can be between it and the base. */
export const liveRules = [missingMigration, unknownMigration] as const;

/** @param history the folder that was matched with the ledger */
export function checkLedger(database: string, match: LedgerMatch, history: History): FindingDraft[] {
  const sqlFileOf = (tag: string) => history.migrations.find((migration) => migration.tag === tag)!.sqlFile;
  const ofMigrations = match.migrations.flatMap(({ tag, timestamp, state }) => {
    if (state === 'late')
      return [lateInLedger(database, tag, timestamp, match.highWaterMark!, history.layout)];
    if (state === 'edited') return [editedInLedger(tag, sqlFileOf(tag))];
    return [];
  });
  const ofStrangers = match.strangers.map(({ row, state }) =>
    (state === 'missing' ? missingInFolder : unknownInFolder)(
      row.createdAt,
      row.name ?? `hash ${row.hash.slice(0, 12)}`,
      history.dir,
    ),
  );
  return [...ofMigrations, ...ofStrangers];
}
