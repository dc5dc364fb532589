import { wordsOf } from '../errors/words-of';
import { changedPaths, changesLinks } from '../git/changed-paths';
import { gitLine } from '../git/git';
import { isDownFile } from '../history/down-file';
import { isUnreadable, onlyIn } from '../history/history';
import { mayBeLink } from '../judging/relevant';
import type { Place, Session } from '../judging/session';
import { withEvaluator } from '../judging/with-evaluator';
import { readSettings } from '../schema/settings';
import type { Commit } from '../sources/state';
import type { Configuration } from '../workspace/configuration';
import type { Database } from '../workspace/discover';
import { differenceFrom, differenceOfFile, type Standing } from './as-left';

/** Migrations that a database has after an operation and had not before. */
export interface Arrival {
  database: Database;
  tags: string[];
}

export interface Arrivals {
  /** Of databases whose code and connection are those of the commit that was left. */
  arrivals: Arrival[];
  /** Of the others nothing was evaluated: what differs, and the SQL files that came. */
  strange: { database: string; files: string[]; difference: string }[];
  /** Databases of which it could not be told, with the reason. */
  unknown: { database: string; reason: string }[];
  /** What the commit that was left configures; null where that cannot be read. */
  left: Configuration | null;
  /** What the commit that was reached configures. */
  now: Configuration;
}

/** A merge whose hooks did not run may have recorded a journal with both sides in it. */
const UNREADABLE =
  'its journal cannot be read; if this merge has left it so, `git reset --keep ORIG_HEAD` takes the merge back';

/**
 * Which migrations came with the step from one commit to another. Only code of the commit that was left is evaluated,
 * without credentials. A step that adds no SQL costs one git process.
 */
export async function findArrivals(session: Session, from: string, to: string): Promise<Arrivals | null> {
  const changed = changedPaths(session.root, from, to);
  const hasSql = changed.some((path) => path.endsWith('.sql'));
  if (!hasSql && !changesLinks(session.root, [from, to], changed.filter(mayBeLink))) return null;
  const [before, after] = [from, to].map((commit): Commit => ({
    kind: 'commit',
    commit,
    label: commit.slice(0, 10),
  })) as [Commit, Commit];
  const now = await standingAt(session, after);
  const left = await standingAt(session, before).catch(() => null);
  const files = changed.filter((path) => path.endsWith('.sql') && !isDownFile(path) && now.tree.has(path));
  const found: Arrivals = {
    arrivals: [],
    strange: [],
    unknown: [],
    left: left?.configuration ?? null,
    now: now.configuration,
  };
  const notRun = (database: Database, difference: string) => {
    const own = files.filter((file) => isOf(database, file, now.databases));
    if (own.length > 0) found.strange.push({ database: database.name, files: own, difference });
  };
  for (const database of now.databases) {
    const difference = await differenceFrom(left, now, database, changed);
    if (difference !== null) {
      notRun(database, difference);
      continue;
    }
    try {
      const settings = await withEvaluator(session, database, (evaluator) =>
        readSettings(left!.tree, database, evaluator),
      );
      const came = differenceOfFile(settings, database, changed);
      if (came !== null) {
        notRun(database, came);
        continue;
      }
      const { out } = settings;
      const reached = await session.history(after, out);
      if (isUnreadable(reached)) {
        found.unknown.push({ database: database.name, reason: UNREADABLE });
        continue;
      }
      const arrived = onlyIn(reached, await session.history(before, out));
      if (arrived.length > 0) found.arrivals.push({ database, tags: arrived.map(({ tag }) => tag) });
    } catch (thrown) {
      found.unknown.push({ database: database.name, reason: wordsOf(thrown) });
    }
  }
  return found;
}

async function standingAt(session: Session, at: Commit): Promise<Standing> {
  const { configuration, databases } = await session.workspace(at);
  return { configuration, databases, tree: await session.tree(at) };
}

/** Whether a file lies in a database's folder and in none deeper; one that lies in nobody's may be anybody's. */
function isOf({ dir }: Database, file: string, databases: readonly Database[]): boolean {
  const depths = databases.filter((one) => isBelow(one.dir, file)).map((one) => one.dir.length);
  return depths.length === 0 || (isBelow(dir, file) && dir.length === Math.max(...depths));
}

function isBelow(dir: string, file: string): boolean {
  return dir === '.' || file.startsWith(`${dir}/`);
}

/** A commit's id by any name, or null. */
export function idOf({ root }: Place, name: string): string | null {
  return gitLine(['rev-parse', '--verify', '--quiet', `${name}^{commit}`], { cwd: root });
}
