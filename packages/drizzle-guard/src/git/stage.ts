import { git } from './git';

/** Puts files into the index as they are on disk, also those that are gone, and those that were in conflict. */
export function stage(root: string, files: readonly string[]): void {
  if (files.length === 0) return;
  git(['update-index', '--add', '--remove', '-z', '--stdin'], { cwd: root, input: `${files.join('\0')}\0` });
}

/** Files of a folder whose bytes on disk or in the index are not those of HEAD, and new ones that git does not ignore. */
export function changedIn(root: string, folder: string): string[] {
  const output = git(
    ['status', '--porcelain=v1', '-z', '--no-renames', '--untracked-files=all', '--', folder],
    {
      cwd: root,
    },
  );
  return output
    .toString('utf8')
    .split('\0')
    .filter((record) => record !== '')
    .map((record) => record.slice(3));
}
