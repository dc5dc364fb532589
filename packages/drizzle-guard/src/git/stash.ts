import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { shellWord } from '../text/shell-word';
import { tryGit } from './git';

/** A stash of which git could not merge everything back: it keeps it then. */
export interface Popped {
  commit: string;
  /** As git is told of it. */
  name: string;
  /** The command that takes it out of the stashes. */
  drop: string;
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
  if (at === -1) return null;
  const [stash, name] = [stashes[at]!, `stash@{${at}}`];
  return { commit: withUntracked(root, gitDir, stash), name, drop: dropping(gitDir, stash, name) };
}

/**
 * Linked work trees share the stashes: until this is typed another one may have stashed something, and the same number is
 * somebody else's then. Git drops by number only, so that it is looked up when it is typed.
 */
function dropping(gitDir: string, stash: string, name: string): string {
  if (!existsSync(path.join(commonDirOf(gitDir), 'worktrees'))) return `git stash drop ${shellWord(name)}`;
  return `git stash list --format='%H git stash drop "%gd"' | sed -n 's/^${stash} //p' | sh`;
}

/**
 * A commit of all that was stashed: what git did not know is in a third parent of the stash (`--include-untracked`), and the
 * SQL of a new migration mostly is. The stash itself where it has none, or where nothing can be written.
 */
function withUntracked(root: string, gitDir: string, stash: string): string {
  const untracked = tryGit(['ls-tree', '-r', '-z', '--full-tree', `${stash}^3`], { cwd: root });
  if (!untracked || untracked.length === 0) return stash;
  const index = path.join(gitDir, `index.of-stash.${process.pid}`);
  const inIndex = (args: readonly string[], input?: Buffer) =>
    tryGit(args, { cwd: root, env: { GIT_INDEX_FILE: index, ...NOBODY }, ...(input ? { input } : {}) });
  const lineOf = (made: Buffer | null) => made?.toString('utf8').trim();
  try {
    const isRead =
      inIndex(['read-tree', stash]) && inIndex(['update-index', '-z', '--index-info'], untracked);
    const tree = isRead ? lineOf(inIndex(['write-tree'])) : undefined;
    if (!tree) return stash;
    return lineOf(inIndex(['commit-tree', tree, '-p', `${stash}^1`, '-m', 'All of a stash'])) ?? stash;
  } finally {
    rmSync(index, { force: true });
  }
}

/** The same commit whoever makes it, and whenever. */
const NOBODY = Object.fromEntries(
  ['AUTHOR', 'COMMITTER'].flatMap((role) => [
    [`GIT_${role}_NAME`, 'drizzle-guard'],
    [`GIT_${role}_EMAIL`, 'drizzle-guard@localhost'],
    [`GIT_${role}_DATE`, '1700000000 +0000'],
  ]),
) as Record<string, string>;

/** Of a linked work tree the one that all share. */
function commonDirOf(gitDir: string): string {
  const file = path.join(gitDir, 'commondir');
  return existsSync(file) ? path.resolve(gitDir, readFileSync(file, 'utf8').trim()) : gitDir;
}
