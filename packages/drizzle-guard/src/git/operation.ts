import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { findGitDir } from './git-dir';
import { poppedStash } from './stash';

/** What git is in the middle of. */
export type Operation =
  | { kind: 'none' }
  /** `others`: the commits being merged in. `names`: what git calls them, where it says so. */
  | { kind: 'merge'; others: string[]; names: Record<string, string> }
  | { kind: 'cherry-pick' | 'revert'; others: string[] }
  /** `merge --squash`, until its commit: the head of what is squashed. */
  | { kind: 'squash'; others: string[] }
  | Rebase;

export interface Rebase {
  kind: 'rebase';
  /** The commit at which it stands; null where git does not say. */
  picked: string | null;
  /** The branch that is moved, as people say it; null for a detached HEAD. */
  branch: string | null;
  /** The commit on which it puts them; null where git does not say. */
  onto: string | null;
  /** Whether the picked commit is recorded already, and is being amended (`edit`, `reword`). */
  isAmending: boolean;
}

/**
 * Reads the operation from the git directory and the environment. During pre-merge-commit MERGE_HEAD does not exist
 * yet: the other side is in GITHEAD_<commit>=<name> (git 2.39, builtin/merge.c).
 */
export function readOperation(gitDir: string, environment: NodeJS.ProcessEnv): Operation {
  const names: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    const commit = /^GITHEAD_([0-9a-f]{40,64})$/.exec(name)?.[1];
    if (commit) names[commit] = value ?? commit;
  }
  const merging = linesIn(gitDir, 'MERGE_HEAD');
  if (merging.length > 0)
    return { kind: 'merge', others: merging, names: { ...mergeMessageNames(gitDir, merging), ...names } };
  const rebase = rebaseIn(gitDir);
  if (rebase) return rebase;
  if (Object.keys(names).length > 0) return { kind: 'merge', others: Object.keys(names), names };
  for (const [kind, file] of [
    ['cherry-pick', 'CHERRY_PICK_HEAD'],
    ['revert', 'REVERT_HEAD'],
  ] as const) {
    const others = linesIn(gitDir, file);
    if (others.length > 0) return { kind, others };
  }
  const squashed = squashedIn(gitDir);
  return squashed === null ? { kind: 'none' } : { kind: 'squash', others: [squashed] };
}

/** The message that git prepares names every commit, the head first (builtin/merge.c, `squash_message`). */
function squashedIn(gitDir: string): string | null {
  const file = path.join(gitDir, 'SQUASH_MSG');
  return existsSync(file)
    ? (/^commit ([0-9a-f]{40,64})$/m.exec(readFileSync(file, 'utf8'))?.[1] ?? null)
    : null;
}

/** Whether the repository whose top this is stands in the middle of one. */
export function isInOperation(root: string): boolean {
  const gitDir = findGitDir(root);
  if (gitDir === null) return false;
  return readOperation(gitDir, {}).kind !== 'none' || poppedStash(root, gitDir) !== null;
}

function rebaseIn(gitDir: string): Rebase | null {
  const folder = ['rebase-merge', 'rebase-apply'].find((name) => existsSync(path.join(gitDir, name)));
  // `git am` by itself has the folder too.
  if (folder === undefined || existsSync(path.join(gitDir, folder, 'applying'))) return null;
  const isIn = (name: string) => existsSync(path.join(gitDir, folder, name));
  const [branch] = linesIn(gitDir, `${folder}/head-name`);
  return {
    kind: 'rebase',
    picked: linesIn(gitDir, 'REBASE_HEAD')[0] ?? null,
    onto: linesIn(gitDir, `${folder}/onto`)[0] ?? null,
    branch: branch?.startsWith('refs/heads/') ? branch.slice('refs/heads/'.length) : null,
    // A squash that conflicts is to amend too, but what it picks is not recorded yet.
    isAmending: isIn('amend') && !isIn('message-squash'),
  };
}

/** The lines of a file of git's, which hold a commit or a name each. */
function linesIn(gitDir: string, file: string): string[] {
  const absolute = path.join(gitDir, file);
  if (!existsSync(absolute)) return [];
  return readFileSync(absolute, 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** "Merge branch 'feat' into main" in MERGE_MSG names the one branch that is merged. */
function mergeMessageNames(gitDir: string, commits: readonly string[]): Record<string, string> {
  const file = path.join(gitDir, 'MERGE_MSG');
  const [commit] = commits;
  if (commits.length !== 1 || !existsSync(file)) return {};
  const name = /^Merge (?:remote-tracking )?branch '([^']+)'/.exec(readFileSync(file, 'utf8'))?.[1];
  return name === undefined ? {} : { [commit!]: name };
}
