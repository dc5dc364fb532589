import { gitLine } from './git';

/**
 * Where a commit and a work that continues all of `tips` went apart (git-merge-base: the tips are taken as if they
 * were merged); null where they have nothing in common, or nothing of it is in this clone.
 */
export function mergeBase(root: string, commit: string, tips: readonly string[]): string | null {
  if (tips.length === 0) return null;
  return gitLine(['merge-base', commit, ...tips], { cwd: root });
}
