import { onlyIn, type History, type Migration } from './history';

/** A history with the texts of its SQL. */
export interface Recorded {
  history: History;
  /** Tag → its SQL, or anything else that is equal where the SQL is; no entry where there is no file. */
  sql: ReadonlyMap<string, string>;
}

/** A landed migration that is not what it was. */
interface Edited {
  mine: Migration;
  theirs: Migration;
  /** The first line in which the SQL differs; null where the SQL is the same and only the timestamp is not. */
  line: number | null;
}

/** How a history stands to the base's. */
export interface Divergence {
  /** Made here, not landed. */
  mine: Migration[];
  /** Landed since the two went apart, not here yet. */
  theirs: Migration[];
  edited: Edited[];
  /** Landed, known here before, and gone; `renamed` is what it is called here now, with the same SQL and time. */
  removed: { theirs: Migration; renamed: Migration | null }[];
}

/**
 * Compares a history with the base's. What differs is only laid to the side that changed it: a branch that is behind
 * has neither removed what landed meanwhile nor edited what the base has edited.
 *
 * @param ancestor where the two went apart; null where they have nothing in common
 */
export function diverge(mine: Recorded, theirs: Recorded, ancestor: Recorded | null): Divergence {
  const known = new Set(ancestor?.history.migrations.map(({ tag }) => tag));
  const absent = onlyIn(theirs.history, mine.history);
  const extra = onlyIn(mine.history, theirs.history).filter(({ tag }) => !known.has(tag));
  const removed = absent
    .filter(({ tag }) => known.has(tag))
    .map((migration) => {
      const sql = theirs.sql.get(migration.tag);
      const isSame = ({ tag, timestamp }: Migration) =>
        timestamp === migration.timestamp && sql !== undefined && mine.sql.get(tag) === sql;
      return { theirs: migration, renamed: extra.find(isSame) ?? null };
    });
  const renamed = new Set(removed.map((one) => one.renamed));
  return {
    mine: extra.filter((migration) => !renamed.has(migration)),
    theirs: absent.filter(({ tag }) => !known.has(tag)),
    edited: editedIn(mine, theirs, ancestor),
    removed,
  };
}

function editedIn(mine: Recorded, theirs: Recorded, ancestor: Recorded | null): Edited[] {
  const theirsOf = new Map(theirs.history.migrations.map((migration) => [migration.tag, migration]));
  const beforeOf = new Map(ancestor?.history.migrations.map((migration) => [migration.tag, migration]));
  return mine.history.migrations.flatMap((migration): Edited[] => {
    const { tag, timestamp } = migration;
    const there = theirsOf.get(tag);
    if (!there) return [];
    const [mySql, theirSql] = [mine.sql.get(tag), theirs.sql.get(tag)];
    // A file that is not there is another finding.
    const otherSql = mySql !== undefined && theirSql !== undefined && mySql !== theirSql;
    if (otherSql && mySql !== ancestor?.sql.get(tag))
      return [{ mine: migration, theirs: there, line: firstDifference(mySql, theirSql) }];
    const otherTime = timestamp !== there.timestamp && timestamp !== beforeOf.get(tag)?.timestamp;
    return otherTime ? [{ mine: migration, theirs: there, line: null }] : [];
  });
}

function firstDifference(one: string, other: string): number {
  const [lines, others] = [one.split('\n'), other.split('\n')];
  const at = lines.findIndex((line, index) => line !== others[index]);
  return at === -1 ? lines.length : at + 1;
}
