import type { Severity } from '../result';
import { baseRules } from './against-base';
import { structureChecks } from './index';
import { liveRules } from './live';
import { repeatedStatement } from './repeated-statement';
import { snapshotMismatch } from './snapshot-mismatch';
import { staleSchema } from './stale-schema';

/** Everything that can be found, with its usual severity and its explanation. */
export const rules: readonly { code: string; severity: Severity; explain: string }[] = [
  ...structureChecks,
  staleSchema,
  snapshotMismatch,
  repeatedStatement,
  ...baseRules,
  ...liveRules,
];

/** The codes of all findings. */
export const knownCodes: readonly string[] = rules.map((rule) => rule.code);
