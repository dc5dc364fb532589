import type { History } from '../history/history';
import { foreignHistoryIn } from '../ledger/foreign-history';
import type { LedgerMatch } from '../ledger/match-ledger';
import type { Unfinished } from '../ledger/unfinished';
import type { LedgerContext } from '../rules/contexts';
import type { Finding } from '../rules/finding';
import { findingsAbout, type Severities } from '../rules/run';

/**
 * What is wrong between a folder and a database's ledger: migrations in their order, then rows that none explains; or
 * that the two have nothing to do with each other.
 * @param history the folder that was matched with the ledger
 * @param unfinished what was begun there, and is neither finished nor taken back
 */
export function checkLedger(
  database: string,
  match: LedgerMatch,
  history: History,
  severities: Severities,
  unfinished: readonly Unfinished[] = [],
): Finding[] {
  const { migrations, strangers, highWaterMark } = match;
  const about = (entry: LedgerContext['entry']) =>
    findingsAbout('live', { database, history, entry, highWaterMark }, database, severities);
  const failed = unfinished.flatMap((run) => about({ ...run, state: 'failed' }));
  const foreign = foreignHistoryIn(match);
  const whole = foreign ? about(foreign) : [];
  // Mostly hundreds, and no rule has anything to say of one that is applied.
  const open = migrations.filter(({ state }) => state !== 'applied');
  // Switched off, it hides nothing.
  return [...failed, ...(whole.length > 0 ? whole : [...open, ...strangers].flatMap(about))];
}
