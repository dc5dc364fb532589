import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { tryGit } from './git';

/** A stash of which git could not merge everything back: it keeps it then. */
export interface Popped {
  commit: string;
  /** As git is told of it. */
  name: string;
}

/**
 * The stash that was popped or applied and left conflicts: git notes nothing of that, but what conflicts has its bytes.
 * Where nothing was ever stashed no process is started.
 */
export function poppedStash(root: string, gitDir: string): Popped | null {
  if (!existsSync(path.join(commonDirOf(gitDir), 'logs/refs/stash'))) return null;
  const lines = (args: readonly string[]) =>
    tryGit(args, { cwd: root })
      ?.toString('utf8')
      .split(/[\0\n]/)
      .filter(Boolean) ?? [];
  // `<mode> <id> <stage>\t<path>`: the third stage is what was put on top.
  const theirs = lines(['ls-files', '--unmerged', '-z']).flatMap((entry) => {
    const [, id, file] = /^\d+ ([0-9a-f]+) 3\t(.+)$/.exec(entry) ?? [];
    return id === undefined ? [] : [{ id, file: file! }];
  });
  if (theirs.length === 0) return null;
  const stashes = lines(['rev-list', '--walk-reflogs', '--max-count=20', 'refs/stash']);
  const at = stashes.findIndex((commit) => {
    const ids = lines(['rev-parse', ...theirs.map(({ file }) => `${commit}:${file}`)]);
    return theirs.every(({ id }, place) => ids[place] === id);
  });
  return at === -1 ? null : { commit: stashes[at]!, name: `stash@{${at}}` };
}

/** Of a linked work tree the one that all share. */
function commonDirOf(gitDir: string): string {
  const file = path.join(gitDir, 'commondir');
  return existsSync(file) ? path.resolve(gitDir, readFileSync(file, 'utf8').trim()) : gitDir;
}
