import { git } from './git';

/** The paths that a `git diff` names. */
export function diffPaths(root: string, args: readonly string[]): string[] {
  const output = git(['diff', '--name-only', '--no-renames', '-z', ...args], { cwd: root });
  return output.toString('utf8').split('\0').filter(Boolean);
}

const LINK = '120000';

/**
 * Whether some of these paths are, or were, symbolic links.
 * @param args what is compared, as for `diffPaths`
 */
export function changesLinks(root: string, args: readonly string[], paths: readonly string[]): boolean {
  if (paths.length === 0) return false;
  const pathspecs = paths.map((path) => `:(literal)${path}`);
  const output = git(['diff', '--raw', '--no-renames', '-z', ...args, '--', ...pathspecs], { cwd: root });
  // `:<mode> <mode> <id> <id> <status>\0<path>\0` (git-diff, "Raw output format").
  const records = output.toString('utf8').split('\0');
  return records.some((record, at) => at % 2 === 0 && record.slice(1).split(' ', 2).includes(LINK));
}

/** Paths that differ between two commits, or between nothing and a commit. */
export function changedPaths(root: string, from: string | null, to: string): string[] {
  return diffPaths(root, [from ?? emptyTree(root), to]);
}

/** The id of a tree without files, which depends on the repository's hash. */
function emptyTree(root: string): string {
  return git(['hash-object', '-t', 'tree', '--stdin'], { cwd: root, input: '' }).toString('utf8').trim();
}
