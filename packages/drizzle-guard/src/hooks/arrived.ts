import { wordsOf } from '../errors/words-of';
import { changedPaths } from '../git/changed-paths';
import { gitLine } from '../git/git';
import { onlyIn } from '../history/history';
import type { Place, Session } from '../judging/session';
import { withEvaluator } from '../judging/with-evaluator';
import { readSettings } from '../schema/settings';
import type { Commit } from '../sources/state';
import type { Configuration } from '../workspace/configuration';
import type { Database } from '../workspace/discover';

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
export async function findArrivals(session: Session, from: string, to: string): Promise<Arrivals | null> {
  if (!changedPaths(session.root, from, to).some((path) => path.endsWith('.sql'))) return null;
  const [before, after] = [from, to].map((commit): Commit => ({
    kind: 'commit',
    commit,
    label: commit.slice(0, 10),
  })) as [Commit, Commit];
  const { configuration, databases } = await session.workspace(after);
  const arrivals: Arrival[] = [];
  const unknown: Arrivals['unknown'] = [];
  for (const database of databases) {
    try {
      const tree = await session.tree(after);
      const { out } = await withEvaluator(session, database, (evaluator) =>
        readSettings(tree, database, evaluator),
      );
      const arrived = onlyIn(await session.history(after, out), await session.history(before, out));
      if (arrived.length > 0) arrivals.push({ database, tags: arrived.map(({ tag }) => tag) });
    } catch (thrown) {
      unknown.push({ database: database.name, reason: wordsOf(thrown) });
    }
  }
  return { configuration, arrivals, unknown };
}

/** A commit's id by any name, or null. */
export function idOf({ root }: Place, name: string): string | null {
  return gitLine(['rev-parse', '--verify', '--quiet', `${name}^{commit}`], { cwd: root });
}
