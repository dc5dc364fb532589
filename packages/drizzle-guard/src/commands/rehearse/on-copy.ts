import type { CopiedDatabase, OpenCopy } from '../../apply/open-copy';
import { rehearseCopy } from '../../apply/rehearse-copy';
import type { Shadow } from '../../engines/shadow/shadow';
import type { History } from '../../history/history';
import type { Workspace } from '../../judging/open-workspace';
import { foundInRehearsal } from '../../judging/rehearsal-findings';
import type { LedgerMatch } from '../../ledger/match-ledger';
import type { Finding } from '../../rules/finding';
import type { Database } from '../../workspace/discover';
import type { RehearseResult } from './result';
import { wayBack } from './way-back';

/** How the folder begins in which a copy lies for the length of a run. */
export const COPIES = 'drizzle-guard-copy-';

/** Who rehearses what. */
export interface OnCopyOf {
  workspace: Workspace;
  database: Database;
  /** With its snapshots. */
  history: History;
  /** Which migrations are applied in the copy. */
  match: LedgerMatch;
  /** What is wrong between its ledger and the folder. */
  findings: readonly Finding[];
  /** Names of tables that are to have rows where it has none; null for all. */
  withRows: ReadonlySet<string> | null;
}

/** Runs what is pending in a copy, there and back: what the result says of it. */
export async function onCopy(
  copied: CopiedDatabase,
  { workspace, database, history, match, findings, withRows }: OnCopyOf,
  first: OpenCopy,
  open: () => Promise<Shadow>,
): Promise<Pick<RehearseResult, 'from' | 'rehearsal' | 'back' | 'findings'>> {
  const { rehearsal, apply } = await rehearseCopy(copied, first, open, match, withRows);
  const about = { tree: workspace.tree, history, dialect: copied.dialect };
  const back = await wayBack(workspace, database, about, rehearsal, apply, open);
  const found = foundInRehearsal(workspace, database.name, rehearsal);
  return { from: copied.shown, rehearsal, back, findings: [...findings, ...found] };
}
