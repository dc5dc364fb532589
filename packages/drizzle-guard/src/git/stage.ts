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

/** Those of these files that are not on disk as the index has them, where writing over them would lose something. */
export function unstagedAmong(root: string, files: readonly string[]): string[] {
  const listed = (...args: string[]) =>
    git(['--literal-pathspecs', ...args, '-z', '--', ...files], { cwd: root })
      .toString('utf8')
      .split('\0')
      .filter(Boolean);
  if (files.length === 0) return [];
  return [...new Set([...listed('diff', '--name-only'), ...listed('ls-files', '--others')])].sort();
}
