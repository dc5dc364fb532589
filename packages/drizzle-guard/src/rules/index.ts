import { brokenJournal } from './structure/broken-journal';
import type { Check, CheckContext } from './rule';
import { danglingParent } from './structure/dangling-parent';
import { duplicateIndex } from './structure/duplicate-index';
import { duplicatePrefix } from './structure/duplicate-prefix';
import { duplicateSnapshot } from './structure/duplicate-snapshot';
import { forkedHistory } from './structure/forked-history';
import { futureTimestamp } from './structure/future-timestamp';
import { indexGap } from './structure/index-gap';
import { malformedSnapshot } from './structure/malformed-snapshot';
import { misnamedFolder } from './structure/misnamed-folder';
import { missingSnapshot } from './structure/missing-snapshot';
import { missingSql } from './structure/missing-sql';
import { mixedLayout } from './structure/mixed-layout';
import { orphanSnapshot } from './structure/orphan-snapshot';
import { orphanSql } from './structure/orphan-sql';
import { timestampRegression } from './structure/timestamp-regression';
import { unmergedFork } from './structure/unmerged-fork';
import type { Severity, Finding, FindingDraft } from './finding';

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
