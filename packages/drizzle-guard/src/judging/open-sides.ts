import type { Tree } from '../sources/tree';
import { workTree } from '../sources/work-tree';
import type { Landed } from './landed';
import type { Place } from './state';

/** What is to be judged, and beside what. */
export interface Sides {
  /** `worktree`, `index`, or a branch or commit. */
  head?: string | undefined;
  /** A branch or commit, or `auto`; without it nothing is compared. */
  base?: string | undefined;
}

/** What `--head` and `--base` name, opened. */
export interface OpenSides {
  tree: Tree;
  landed: Landed | null;
  place: Place | null;
  close(): void;
}

/**
 * Opens what `--head` and `--base` name. Nothing of git is looked at, or even loaded, unless one of them asks for it.
 * @param openWorkTree how the work tree is read, where that is what is judged
 * @throws GuardError what `openGitSides` throws
 */
export async function openSides(
  root: string,
  sides: Sides,
  openWorkTree: (root: string) => Tree = workTree,
): Promise<OpenSides> {
  const { head = 'worktree', base } = sides;
  if (head === 'worktree' && base === undefined)
    return { tree: openWorkTree(root), landed: null, place: null, close: () => {} };
  return (await import('./open-git-sides')).openGitSides(root, sides, openWorkTree);
}
