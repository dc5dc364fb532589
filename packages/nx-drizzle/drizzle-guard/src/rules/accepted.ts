import { prefixOf } from '../text/tag';
import type { Finding } from './finding';

/** A finding that a team lives with, and why. */
export interface Waiver {
  database: string;
  code: string;
  /** The migration that the finding is about; with neither this nor `file` it is any of that code. */
  migration?: string | undefined;
  file?: string | undefined;
  reason: string;
}

/** A finding as the baseline keeps it: without what changes when lines are added above it. */
export type BaselineEntry = Pick<
  Finding,
  'database' | 'migration' | 'file' | 'message' | 'details' | 'wanted'
> & {
  /** One that another version of this tool knows may be none here. */
  code: string;
};

/** What a team has accepted: each waiver by hand, the baseline in one go. */
export interface Accepted {
  waivers: readonly Waiver[];
  baseline: readonly BaselineEntry[];
}

/** Findings of one database, without what was accepted. */
export interface SetAside {
  findings: Finding[];
  /** Number of those that a waiver is about. */
  waived: number;
  /** Number of those that are in the baseline. */
  older: number;
}

/** Takes out what was accepted. Pure; where both a waiver and the baseline name a finding, it counts as waived. */
export function setAside(found: readonly Finding[], { waivers, baseline }: Accepted): SetAside {
  const unwaived = found.filter((finding) => !waivers.some((waiver) => isAbout(waiver, finding)));
  const findings = unwaived.filter((finding) => !baseline.some((entry) => covers(entry, finding)));
  return {
    findings,
    waived: found.length - unwaived.length,
    older: unwaived.length - findings.length,
  };
}

/** The entries of the baseline that none of these findings is: what has been mended since. Pure. */
export function goneFrom(
  baseline: readonly BaselineEntry[],
  found: readonly Finding[],
): readonly BaselineEntry[] {
  return baseline.filter((entry) => !found.some((finding) => covers(entry, finding)));
}

/** Whether a waiver is about a finding. */
export function isAbout({ database, code, migration, file }: Waiver, finding: Finding): boolean {
  if (finding.database !== database || finding.code !== code) return false;
  if (file !== undefined && finding.file !== file) return false;
  return migration === undefined || finding.migration === migration || isItsSnapshot(migration, finding.file);
}

/** A finding about a snapshot names its file, and people name the migration. */
function isItsSnapshot(migration: string, file = ''): boolean {
  return (
    file.endsWith(`meta/${prefixOf(migration)}_snapshot.json`) || file.endsWith(`/${migration}/snapshot.json`)
  );
}

/**
 * Whether an older finding already says what this one says.
 * One with details (a stale schema) is only covered where the older one has all of them, so that what mends a part is
 * not held up by the rest, and what adds something is not let through. Of a stale schema it is what it wants that counts,
 * and not the words for it.
 */
export function covers(old: BaselineEntry, finding: Finding): boolean {
  if (old.code !== finding.code || old.database !== finding.database) return false;
  if (finding.wanted) return finding.wanted.every((one) => old.wanted?.includes(one));
  if (finding.details && old.details) return finding.details.every((detail) => old.details!.includes(detail));
  return old.message === finding.message;
}
