import { git } from '../git/git';
import type { Commit } from '../sources/state';
import { judge } from './judge';
import type { ChangeNews } from './news-of-change';
import type { Session } from './session';

/**
 * Migrations that a commit keeps although it takes away what makes them a database: nothing would check them again.
 * @param head the commit before
 * @param after what the commit results in
 * @returns a line for each
 */
export async function leftBehind(session: Session, head: Commit, after: ChangeNews): Promise<string[]> {
  const names = new Set(after.databases.map(({ name }) => name));
  const folders = new Set(Object.values(after.folders));
  return (await judge(session, head)).flatMap(({ database, folder }) => {
    if (!folder || names.has(database.name) || folders.has(folder.out)) return [];
    const files = git(['ls-files', '-z', '--', `:(literal)${folder.out}/`], { cwd: session.root });
    if (files.length === 0) return [];
    const config = database.configFile ?? 'its entry in drizzle-guard.json';
    return [
      `${database.name} is no database any more without ${config}, and its migrations stay in ${folder.out}, where nothing checks them: delete the folder too, or bring the config back`,
    ];
  });
}
