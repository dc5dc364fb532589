import { onlyIn } from '../history/history';
import { wordsOf } from '../errors/words-of';
import { offlineEnvironment } from '../process/variables';
import path from 'node:path';
import { gitLine } from '../git/git';
import { startEvaluator } from '../schema/evaluator';
import { readSettings } from '../schema/settings';
import { historyOf } from '../judging/history-of';
import { openState, type Place } from '../judging/state';
import { readConfiguration, type Configuration } from '../workspace/configuration';
import { discoverDatabases, type Database } from '../workspace/discover';
import { changedPaths } from './judge-change';

/** Migrations that a database has after an operation and had not before. */
export interface Arrival {
  database: Database;
  tags: string[];
}

export interface Arrivals {
  configuration: Configuration;
  arrivals: Arrival[];
  /** Databases of which it could not be told, with the reason. */
  unknown: { database: string; reason: string }[];
}

/** Which migrations came with the step from one commit to another. A step that adds no SQL costs one git process. */
export async function findArrivals(place: Place, from: string, to: string): Promise<Arrivals | null> {
  if (!changedPaths(place.root, from, to).some((path) => path.endsWith('.sql'))) return null;
  const { tree, close } = openState(place, { kind: 'commit', commit: to, label: to.slice(0, 10) });
  try {
    const configuration = await readConfiguration(tree);
    const result: Arrivals = { configuration, arrivals: [], unknown: [] };
    for (const database of await discoverDatabases(tree, configuration)) {
      try {
        const out = await migrationsFolder(place, tree, database);
        const before = await historyOf(
          place,
          { kind: 'commit', commit: from, label: from.slice(0, 10) },
          out,
        );
        const after = await historyOf(place, { kind: 'commit', commit: to, label: to.slice(0, 10) }, out);
        const tags = onlyIn(after, before).map(({ tag }) => tag);
        if (tags.length > 0) result.arrivals.push({ database, tags });
      } catch (thrown) {
        result.unknown.push({
          database: database.name,
          reason: wordsOf(thrown),
        });
      }
    }
    return result;
  } finally {
    close();
  }
}

async function migrationsFolder(
  { root }: Place,
  tree: Parameters<typeof readSettings>[0],
  database: Database,
): Promise<string> {
  let evaluator: ReturnType<typeof startEvaluator> | undefined;
  try {
    const start = () =>
      (evaluator ??= startEvaluator(path.join(root, database.dir), offlineEnvironment(process.env)));
    return (await readSettings(tree, database, start)).out;
  } finally {
    await evaluator?.close();
  }
}

/** A commit's id by any name, or null. */
export function idOf({ root }: Place, name: string): string | null {
  return gitLine(['rev-parse', '--verify', '--quiet', `${name}^{commit}`], { cwd: root });
}
