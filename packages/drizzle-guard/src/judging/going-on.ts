import { commitOf, findBase, type Base } from '../git/base';
import { findGitDir } from '../git/git-dir';
import { poppedStash } from '../git/stash';
import { readOperation, type Operation } from '../git/operation';
import type { Commit, State } from '../sources/state';
import { branchOf, headsOf, nameOf } from './heads-of';
import type { Heads } from './sides-of';
import type { Session } from './session';
import type { Pick } from './sides-of-pick';

/** What git is in the middle of, with what it brings together. */
export type GoingOn = { kind: 'merge'; heads: Heads } | { kind: 'pick'; pick: Pick };

/** Null where there is nothing to bring together: no operation, no commit yet, or one that is amended by itself. */
export function goingOn(root: string, gitDir: string, operation: Operation): GoingOn | null {
  if (operation.kind === 'none') {
    const popped = poppedStash(root, gitDir);
    if (!popped || commitOf(root, 'HEAD') === null) return null;
    return { kind: 'pick', pick: { kind: 'stash', ...popped, onto: branchOf(root) } };
  }
  if (commitOf(root, 'HEAD') === null) return null;
  if (operation.kind === 'merge') return { kind: 'merge', heads: headsOf(root, operation) };
  if (operation.kind === 'rebase') {
    const { picked, branch, onto, isAmending } = operation;
    if (picked === null || isAmending) return null;
    const name = branch ?? picked.slice(0, 10);
    const below = onto === null ? 'HEAD' : nameOf(root, onto);
    return { kind: 'pick', pick: { kind: 'rebase', commit: picked, name, onto: below } };
  }
  const [commit] = operation.others;
  const name = operation.kind === 'squash' ? nameOf(root, commit!) : commit!.slice(0, 10);
  return { kind: 'pick', pick: { kind: operation.kind, commit: commit!, name, onto: branchOf(root) } };
}

/** What git is in the middle of in a work tree or its index; null where nothing is to be brought together. */
export function operationAt(root: string, at: State): GoingOn | null {
  const gitDir = at.kind === 'commit' ? null : findGitDir(root);
  return gitDir === null ? null : goingOn(root, gitDir, readOperation(gitDir, {}));
}

/** What counts as landed in it; the other side of a merge where no base is known, as in a hook. */
export async function baseIn(session: Session, at: State, going: GoingOn): Promise<Base | null> {
  const { configuration } = await session.terms(at);
  const base = findBase(session.root, undefined, configuration.base);
  if (base || going.kind !== 'merge') return base;
  const [other] = going.heads.others;
  return other ? { name: other.label, commit: other.commit, assumed: true } : null;
}

/** Commits whose findings are not the operation's fault. */
export function parentsOf(root: string, going: GoingOn): Commit[] {
  if (going.kind === 'merge') return [going.heads.head, ...going.heads.others];
  return [{ kind: 'commit', commit: commitOf(root, 'HEAD')!, label: 'HEAD' }];
}

/**
 * What concludes it, once everything is staged.
 * @param isAll whether it was begun by `commit --all`: what git's own index does not hold yet comes with it again
 */
export function concluding(going: GoingOn, isAll: boolean): string {
  if (going.kind === 'merge') return isAll ? 'git commit --all --no-edit' : 'git commit --no-edit';
  const { kind, drop } = going.pick;
  if (kind === 'squash') return isAll ? 'git commit --all --no-edit' : 'git commit --no-edit';
  return drop ?? `git ${kind} --continue`;
}

/** What takes it back. */
export function aborting(kind: Pick['kind'] | 'merge'): string {
  // Git notes no operation of these two; a stash stays.
  return kind === 'squash' || kind === 'stash' ? 'git reset --merge' : `git ${kind} --abort`;
}
