import { changedPaths } from '../git/changed-paths';
import { git } from '../git/git';
import type { Session } from '../judging/session';
import type { Tree } from '../sources/tree';
import { baseName, folderOf, join } from '../text/paths';
import { titleOf } from '../text/tag';
import { listOf } from '../text/words';
import type { Rewritten } from './after-rewrite';

/**
 * What a rebase has lost: it leaves merge commits out, and with them the migrations that were made in one. Those that are
 * here under another name, or with other bytes under the same title, were made again.
 * @returns a note where there are some
 */
export async function lostInRebase(session: Session, { before, onto, now }: Rewritten): Promise<string[]> {
  const { root } = session;
  const gone = changedPaths(root, now.commit, before.commit).filter((path) => path.endsWith('.sql'));
  if (gone.length === 0) return [];
  const output = git(
    [
      'log',
      '--no-merges',
      '--no-renames',
      '--format=',
      '--name-only',
      '-z',
      `${onto.commit}..${before.commit}`,
    ],
    { cwd: root },
  );
  const carried = new Set(output.toString('utf8').split('\0'));
  const [was, below, is] = [await session.tree(before), await session.tree(onto), await session.tree(now)];
  const lost: string[] = [];
  for (const path of gone) {
    if (carried.has(path) || !isMigration(was, path) || is.has(path) || below.has(path)) continue;
    const here = (await is.list(migrationsFolder(path))).filter((file) => file.endsWith('.sql'));
    const isHere = here.some(
      (file) => is.idOf(file) === was.idOf(path) || titleOf(tagOf(file)) === titleOf(tagOf(path)),
    );
    if (!isHere) lost.push(path);
  }
  if (lost.length === 0) return [];
  const isOne = lost.length === 1;
  return [
    `${listOf(lost)} ${isOne ? 'was' : 'were'} made in a merge commit, which a rebase leaves out, and ${isOne ? 'is' : 'are'} in this branch no more: \`git reset --keep ${before.commit.slice(0, 12)}\` takes the rebase back; merge then, instead`,
  ];
}

/** `<out>/<tag>.sql` beside a journal, or `<out>/<tag>/migration.sql` beside its snapshot. */
function isMigration(tree: Tree, path: string): boolean {
  const folder = folderOf(path);
  return isOfFolders(path)
    ? tree.has(join(folder, 'snapshot.json'))
    : tree.has(join(folder, 'meta/_journal.json'));
}

function isOfFolders(path: string): boolean {
  return baseName(path) === 'migration.sql';
}

function tagOf(path: string): string {
  return isOfFolders(path) ? baseName(folderOf(path)) : baseName(path).replace(/\.sql$/, '');
}

function migrationsFolder(path: string): string {
  return isOfFolders(path) ? folderOf(folderOf(path)) : folderOf(path);
}
