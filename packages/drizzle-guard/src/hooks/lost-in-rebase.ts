import { changedPaths } from '../git/changed-paths';
import { git } from '../git/git';
import type { History, Migration } from '../history/history';
import type { Session } from '../judging/session';
import { baseName, folderOf } from '../text/paths';
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
  const isGone = (file: string) =>
    gone.includes(file) && !carried.has(file) && !is.has(file) && !below.has(file);
  const lost: string[] = [];
  for (const dir of new Set(gone.map(migrationsFolder))) {
    const left = await session.history(before, dir);
    // SQL lies elsewhere too.
    if (left.migrations.length === 0) continue;
    const here = sqlOf(await session.history(now, dir));
    for (const { tag, sqlFile } of sqlOf(left)) {
      const isAgain = (one: Sql) =>
        is.idOf(one.sqlFile) === was.idOf(sqlFile) || titleOf(one.tag) === titleOf(tag);
      if (isGone(sqlFile) && !here.some(isAgain)) lost.push(sqlFile);
    }
  }
  if (lost.length === 0) return [];
  const isOne = lost.length === 1;
  return [
    `${listOf(lost)} ${isOne ? 'was' : 'were'} made in a merge commit, which a rebase leaves out, and ${isOne ? 'is' : 'are'} in this branch no more: \`git reset --keep ${before.commit.slice(0, 12)}\` takes the rebase back; merge then, instead`,
  ];
}

type Sql = Pick<Migration, 'tag' | 'sqlFile'>;

/** The migrations of a folder, and the SQL that no journal names. */
function sqlOf({ migrations, sqlFiles }: History): Sql[] {
  const listed = new Set(migrations.map(({ sqlFile }) => sqlFile));
  const others = sqlFiles.filter((file) => !listed.has(file));
  return [
    ...migrations,
    ...others.map((file) => ({ tag: baseName(file).replace(/\.sql$/, ''), sqlFile: file })),
  ];
}

/** Of `<out>/<tag>.sql`, or of `<out>/<tag>/migration.sql`. */
function migrationsFolder(path: string): string {
  return baseName(path) === 'migration.sql' ? folderOf(folderOf(path)) : folderOf(path);
}
