import { covers } from '../rules/accepted';
import type { Finding } from '../rules/finding';

/** The findings that none of the older states has: what a commit or a merge brings. Pure. */
export function newFindings(present: readonly Finding[], older: readonly (readonly Finding[])[]): Finding[] {
  return present.filter((finding) => !older.some((findings) => findings.some((old) => covers(old, finding))));
}
