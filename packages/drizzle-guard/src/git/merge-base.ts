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
