import { findGitDir } from '../git/git-dir';
import type { State } from '../sources/state';
import type { Landing } from './landing';
import * as reading from './reading';
import { openSession, type Session } from './session';

/** What is to be judged, and beside what. */
export interface Sides {
  /** `worktree`, `index`, or a branch or commit. */
  head?: string | undefined;
  /** A branch or commit, or `auto`; without it nothing is compared. */
  base?: string | undefined;
}

/** What `--head` and `--base` name. */
export interface OpenSides {
  session: Session;
  at: State;
  landing: Landing | null;
}

/** Whether git has to be asked. */
export function asksGit({ head = 'worktree', base }: Sides): boolean {
  return head !== 'worktree' || base !== undefined;
}

/**
 * Opens a session for what `--head` and `--base` name. Nothing of git is looked at, or even loaded, unless one of them asks
 * for it.
 *
 * @param root absolute
 * @param keeps whether answers of this run are kept
 * @throws GuardError what `findSides` throws
 */
export async function openSides(root: string, sides: Sides, keeps: boolean): Promise<OpenSides> {
  const isAsked = asksGit(sides);
  const session = openSession(root, keeps || isAsked ? findGitDir(root) : null, {
    keeps,
    reading: async () => reading,
  });
  if (!isAsked) return { session, at: { kind: 'worktree' }, landing: null };
  return { session, ...(await (await import('./find-sides')).findSides(session, sides)) };
}
