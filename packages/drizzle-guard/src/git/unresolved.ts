import { git } from './git';

/** Files that still hold both sides as far as git knows, from the root. */
export function unresolvedFiles(root: string): string[] {
  const entries = git(['ls-files', '--unmerged', '-z'], { cwd: root }).toString('utf8').split('\0');
  return [...new Set(entries.flatMap((entry) => entry.split('\t')[1] ?? []))];
}
