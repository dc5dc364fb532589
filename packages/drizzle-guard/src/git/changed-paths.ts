import { git } from './git';

/** The paths that a `git diff` names. */
export function diffPaths(root: string, args: readonly string[]): string[] {
  const output = git(['diff', '--name-only', '--no-renames', '-z', ...args], { cwd: root });
  return output.toString('utf8').split('\0').filter(Boolean);
}

/** Paths that differ between two commits, or between nothing and a commit. */
export function changedPaths(root: string, from: string | null, to: string): string[] {
  return diffPaths(root, [from ?? emptyTree(root), to]);
}

/** The id of a tree without files, which depends on the repository's hash. */
function emptyTree(root: string): string {
  return git(['hash-object', '-t', 'tree', '--stdin'], { cwd: root, input: '' }).toString('utf8').trim();
}
