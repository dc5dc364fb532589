import type { Finding, FindingDraft, Severity } from '../result';
import { brokenJournal } from './broken-journal';
import type { Check, CheckContext } from './check';
import { danglingParent } from './dangling-parent';
import { duplicateIndex } from './duplicate-index';
import { duplicatePrefix } from './duplicate-prefix';
import { duplicateSnapshot } from './duplicate-snapshot';
import { forkedHistory } from './forked-history';
import { futureTimestamp } from './future-timestamp';
import { indexGap } from './index-gap';
import { malformedSnapshot } from './malformed-snapshot';
import { misnamedFolder } from './misnamed-folder';
import { missingSnapshot } from './missing-snapshot';
import { missingSql } from './missing-sql';
import { mixedLayout } from './mixed-layout';
import { orphanSnapshot } from './orphan-snapshot';
import { orphanSql } from './orphan-sql';
import { timestampRegression } from './timestamp-regression';
import { unmergedFork } from './unmerged-fork';

/** Every structure check, in order of cause: what comes first explains what comes after. */
export const structureChecks: readonly Check[] = [
  mixedLayout,
  brokenJournal,
  misnamedFolder,
  malformedSnapshot,
  duplicateIndex,
  duplicatePrefix,
  duplicateSnapshot,
  forkedHistory,
  missingSql,
  missingSnapshot,
  orphanSql,
  orphanSnapshot,
  danglingParent,
  timestampRegression,
  unmergedFork,
  indexGap,
  futureTimestamp,
];

/** What the user's configuration says of each code. */
export type SeverityOverrides = Readonly<Record<string, Severity | 'off' | undefined>>;

/** Runs the structure checks over one history. */
export function checkStructure(context: CheckContext): FindingDraft[] {
  return structureChecks.flatMap((check) => check.find(context));
}

/** Drafts as findings of a database, at the severity in force; those switched off are left out. */
export function settle(
  drafts: readonly FindingDraft[],
  database: string,
  overrides: SeverityOverrides,
): Finding[] {
  return drafts.flatMap((draft) => {
    const severity = overrides[draft.code] ?? draft.severity ?? severityOf(draft.code);
    return severity === 'off' ? [] : [{ ...draft, severity, database }];
  });
}

function severityOf(code: string): Severity {
  return structureChecks.find((check) => check.code === code)?.severity ?? 'error';
}
