import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What git is in the middle of. */
export type Operation =
  | { kind: 'none' }
  /** `others`: the commits being merged in. `names`: what git calls them, where it says so. */
  | { kind: 'merge'; others: string[]; names: Record<string, string> }
  | { kind: 'cherry-pick' | 'revert'; others: string[] }
  | { kind: 'rebase' };

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
  const merging = commitsIn(gitDir, 'MERGE_HEAD');
  if (merging.length > 0)
    return { kind: 'merge', others: merging, names: { ...mergeMessageNames(gitDir, merging), ...names } };
  if (['rebase-merge', 'rebase-apply'].some((folder) => existsSync(path.join(gitDir, folder))))
    return { kind: 'rebase' };
  if (Object.keys(names).length > 0) return { kind: 'merge', others: Object.keys(names), names };
  for (const [kind, file] of [
    ['cherry-pick', 'CHERRY_PICK_HEAD'],
    ['revert', 'REVERT_HEAD'],
  ] as const) {
    const others = commitsIn(gitDir, file);
    if (others.length > 0) return { kind, others };
  }
  return { kind: 'none' };
}

function commitsIn(gitDir: string, file: string): string[] {
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
