import type { Finding } from '../result';

/**
 * The findings that none of the older states has: what a commit or a merge brings. Pure.
 * A finding with details (a stale schema) is old only where an older one has all of them, so that a commit which mends
 * a part is not blocked for the rest.
 */
export function newFindings(present: readonly Finding[], older: readonly (readonly Finding[])[]): Finding[] {
  return present.filter((finding) => !older.some((findings) => findings.some((old) => covers(old, finding))));
}

function covers(old: Finding, finding: Finding): boolean {
  if (old.code !== finding.code || old.database !== finding.database) return false;
  if (finding.details && old.details) return finding.details.every((detail) => old.details!.includes(detail));
  return old.message === finding.message;
}
