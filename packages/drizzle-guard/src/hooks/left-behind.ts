import { git } from '../git/git';
import { judgeState } from '../judging/judge-state';
import type { Place } from '../judging/state';
import type { JudgedChange } from './judge-change';

/**
 * Migrations that a commit keeps although it takes away what makes them a database: nothing would check them again.
 * @param head the commit before
 * @param after what the commit was judged to result in
 * @returns a line for each
 */
export async function leftBehind(
  place: Place,
  head: { commit: string; label: string },
  after: JudgedChange,
): Promise<string[]> {
  const names = new Set(after.databases.map(({ name }) => name));
  const folders = new Set(Object.values(after.folders));
  const { databases } = await judgeState(place, { kind: 'commit', ...head });
  return databases.flatMap(({ database, verdict }) => {
    if (!verdict || names.has(database.name) || folders.has(verdict.out)) return [];
    const files = git(['ls-files', '-z', '--', `:(literal)${verdict.out}/`], { cwd: place.root });
    if (files.length === 0) return [];
    const config = database.configFile ?? 'its entry in drizzle-guard.json';
    return [
      `${database.name} is no database any more without ${config}, and its migrations stay in ${verdict.out}, where nothing checks them: delete the folder too, or bring the config back`,
    ];
  });
}
