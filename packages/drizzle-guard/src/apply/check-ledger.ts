import type { History } from '../history/history';
import type { LedgerMatch } from '../ledger/match-ledger';
import type { Finding } from '../rules/finding';
import { findingsAbout, type Severities } from '../rules/run';

/**
 * What is wrong between a folder and a database's ledger: migrations in their order, then rows that none explains.
 * @param history the folder that was matched with the ledger
 */
export function checkLedger(
  database: string,
  { migrations, strangers, highWaterMark }: LedgerMatch,
  history: History,
  severities: Severities,
): Finding[] {
  return [...migrations, ...strangers].flatMap((entry) =>
    findingsAbout('live', { database, history, entry, highWaterMark }, database, severities),
  );
}
