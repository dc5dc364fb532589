import { GuardError } from '../errors/guard-error';
import { shellWord } from '../text/shell-word';
import { git, gitLine, tryGit } from './git';
import { findGitDir, isMerging } from './git-dir';

/**
 * Begins a merge, and leaves its commit to people. That it stops at conflicts is no failure.
 * @throws GuardError `git-failed` where git does not begin it, as where it would write over changes that are in no commit
 */
export function beginMerge(root: string, name: string): void {
  const merged = tryGit(['merge', '--no-commit', '--no-ff', '--quiet', name], { cwd: root });
  if (merged !== null || isMerging(findGitDir(root))) return;
  if (gitLine(['rev-parse', '--is-shallow-repository'], { cwd: root }) === 'true' && !hasAncestor(root, name))
    throw new GuardError(
      'git-failed',
      `git did not begin the merge of ${name}: this clone is shallow, and does not have the commit at which the two went apart`,
      'run `git fetch --unshallow`, then the command again; nothing was changed',
    );
  throw new GuardError(
    'git-failed',
    `git did not begin the merge of ${name}`,
    `run \`git merge --no-commit ${shellWord(name)}\` to see what it needs; nothing was changed`,
  );
}

function hasAncestor(root: string, name: string): boolean {
  return gitLine(['merge-base', 'HEAD', name], { cwd: root }) !== null;
}

/** Takes back a merge that was just begun. */
export function abortMerge(root: string): void {
  if (!isMerging(findGitDir(root))) return;
  // What was written with the same bytes meanwhile counts as changed else, and nothing is taken back.
  tryGit(['update-index', '-q', '--refresh'], { cwd: root });
  git(['merge', '--abort'], { cwd: root });
}
