import path from 'node:path';
import { kitLayoutAt } from '../schema/kit';
import type { Commit } from '../sources/state';
import { shellWord } from '../text/shell-word';
import { unresolvedFiles } from '../git/unresolved';
import type { Remaking } from './make-again';
import { migrationPaths } from './migration-paths';
import type { Session } from './session';

/**
 * The commands after which a migrations folder is as one commit has it. What git could not merge and the commit has not is in
 * the way of `git restore`, so that it is taken out before.
 * @returns isUpgraded whether the commit is in folders, and a drizzle-kit is installed that does not read them
 */
export async function taking(
  session: Session,
  { database: name, out, taken }: Pick<Remaking, 'database' | 'out' | 'taken'>,
): Promise<{ steps: string[]; isUpgraded: boolean }> {
  const at: Commit = { kind: 'commit', commit: taken.commit, label: taken.name };
  const paths = (await migrationPaths(session, out, taken.commit)).map(shellWord).join(' ');
  const tree = await session.tree(at);
  const there = new Set(await tree.list(out));
  const isInWay = unresolvedIn(session.root, out).some((file) => !there.has(file));
  const { layout, migrations } = await session.history(at, out);
  const { databases } = await session.workspace(at);
  const dir = databases.find((database) => database.name === name)?.dir ?? '.';
  const isFolders = layout === 'folders' && migrations.length > 0;
  return {
    steps: [
      ...(isInWay ? [`git rm -r --force --quiet -- ${paths}`] : []),
      `git restore --source=${taken.commit.slice(0, 12)} --staged --worktree -- ${paths}`,
    ],
    isUpgraded: isFolders && kitLayoutAt(path.join(session.root, dir)) === 'journal',
  };
}

/** None where there is no repository to be asked. */
function unresolvedIn(root: string, out: string): string[] {
  try {
    return unresolvedFiles(root).filter((file) => file.startsWith(`${out}/`));
  } catch {
    return [];
  }
}
