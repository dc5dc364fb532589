import { git, gitLine, tryGit } from './git';

/** What `.gitattributes` calls it. */
export const MERGE_DRIVER = 'drizzle-guard';

const KEY = `merge.${MERGE_DRIVER}`;

/**
 * A line for sh, which git runs where both sides have changed a file. In a merge that ends with hooks it puts both texts
 * into the file, between marks that no reader of JSON passes over, and says that it is settled: the hooks then settle it,
 * and where none runs, every tool refuses it. Anywhere else it fails and leaves the file as ours, which is a conflict.
 *
 * A merge is told by GITHEAD_<commit>, which git sets for each head (builtin/merge.c), while HEAD has not got there: an
 * autostash is applied with the same variables, when the merge is done.
 */
export const MERGE_DRIVER_LINE = [
  'heads=$(env | sed -n "s/^GITHEAD_\\([0-9a-f]*\\)=.*/\\1/p")',
  'test -n "$heads"',
  'test -n "$(git rev-list --max-count=1 $heads ^HEAD)"',
  // A last line without an end is no reason for a mark in the middle of one.
  '{ echo "<<<<<<< ours"; cat %A; echo; echo "======="; cat %B; echo; echo ">>>>>>> theirs"; } > %A.both',
  'mv %A.both %A',
].join(' && ');

/** Puts it into the clone's own configuration, which linked worktrees share. */
export function setMergeDriver(root: string): void {
  const options = { cwd: root };
  if (hasMergeDriver(root)) return;
  git(['config', '--local', `${KEY}.name`, 'both sides, for the hooks of drizzle-guard to settle'], options);
  git(['config', '--local', `${KEY}.driver`, MERGE_DRIVER_LINE], options);
}

/** @returns whether there was one */
export function dropMergeDriver(root: string): boolean {
  return tryGit(['config', '--local', '--remove-section', KEY], { cwd: root }) !== null;
}

export function hasMergeDriver(root: string): boolean {
  return gitLine(['config', '--local', '--get', `${KEY}.driver`], { cwd: root }) === MERGE_DRIVER_LINE;
}
