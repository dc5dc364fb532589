import { gitLine } from './git';

const WHOLE_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/**
 * Where a commit and a work that continues all of `tips` went apart (git-merge-base: the tips are taken as if they
 * were merged); null where they have nothing in common, or nothing of it is in this clone.
 */
export function mergeBase(root: string, commit: string, tips: readonly string[]): string | null {
  if (tips.length === 0) return null;
  // It is continued itself then, and no process has to tell.
  if (WHOLE_ID.test(commit) && tips.includes(commit)) return commit;
  return gitLine(['merge-base', commit, ...tips], { cwd: root });
}

/** A commit that is named and the one that is checked out. */
export interface BesideHead {
  commit: string;
  head: string;
  /** What is checked out, as it is called; HEAD where it is no branch. */
  name: string;
  /** As `mergeBase`. */
  ancestor: string | null;
}

/**
 * What `commitOf`, `checkedOut` and `mergeBase` tell, by one process.
 * @returns null where it is not told so: there is no such commit, or none is checked out
 */
export function besideHead(root: string, named: string): BesideHead | null {
  if (named.startsWith('-')) return null;
  const commits = [`${named}^{commit}`, 'HEAD^{commit}'];
  // `A...B` is both of them, and without each commit where they went apart, the best first (gitrevisions).
  const asked = ['rev-parse', ...commits, commits.join('...'), '--abbrev-ref=loose', 'HEAD'];
  const lines = gitLine(asked, { cwd: root })?.split('\n') ?? [];
  const [commit = '', head = '', ...rest] = lines;
  const name = rest.pop();
  const [both, apart] = [rest.slice(0, 2), rest.slice(2)];
  // A name that is a range stands for more than one commit.
  const isTold = [commit, head].every((id) => WHOLE_ID.test(id) && both.includes(id));
  if (!isTold || !name || !apart.every((line) => line.startsWith('^'))) return null;
  return { commit, head, name, ancestor: apart[0]?.slice(1) ?? null };
}
