import type { NotChecked } from '../results/command-result';
import { baseRules } from './base/against-base';
import { brokenJournal } from './structure/broken-journal';
import { duplicatePrefix } from './structure/duplicate-prefix';
import { forkedHistory } from './structure/forked-history';
import { structureChecks } from './index';
import { liveRules } from './live/check-ledger';
import { removedMigration } from './base/removed-migration';
import { repeatedStatement } from './replay/repeated-statement';
import { snapshotMismatch } from './replay/snapshot-mismatch';
import { staleSchema } from './schema/stale-schema';
import { unmergedFork } from './structure/unmerged-fork';
import { unusedWaiver } from './configuration/unused-waiver';
import type { Severity, Finding } from './finding';

/** Everything that can be found, with its usual severity and its explanation. */
export const rules: readonly { code: string; severity: Severity; explain: string }[] = [
  ...structureChecks,
  staleSchema,
  snapshotMismatch,
  repeatedStatement,
  ...baseRules,
  ...liveRules,
  unusedWaiver,
];

/** The codes of all findings. */
export const knownCodes: readonly string[] = rules.map((rule) => rule.code);

/** Structure that is also found beside a base: without one, nobody knows that there is none. */
const ALSO_AGAINST_BASE = [duplicatePrefix.code, forkedHistory.code, unmergedFork.code];

/**
 * The codes that a check has looked for in full: of which there is nothing where nothing was found. Those that a live
 * database can have are never among them.
 */
export function lookedFor(
  found: readonly Finding[],
  notChecked: readonly NotChecked[],
  replayed: boolean,
): Set<string> {
  // A journal that cannot be read hides everything else.
  if (found.some(({ code }) => code === brokenJournal.code)) return new Set();
  const codes = new Set<string>([
    ...structureChecks.map(({ code }) => code),
    staleSchema.code,
    removedMigration.code,
  ]);
  if (replayed && !notChecked.includes('replay'))
    for (const code of [snapshotMismatch.code, repeatedStatement.code]) codes.add(code);
  if (notChecked.includes('schema')) codes.delete(staleSchema.code);
  if (notChecked.includes('base'))
    for (const code of [...ALSO_AGAINST_BASE, removedMigration.code]) codes.delete(code);
  return codes;
}
