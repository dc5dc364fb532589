import { onlyIn, type History, type Migration } from './history';

/** A history with the texts of its SQL. */
export interface Recorded {
  history: History;
  /** Tag → its SQL, or anything else that is equal where the SQL is; no entry where there is no file. */
  sql: ReadonlyMap<string, string>;
}

/** A landed migration that is not what it was. */
interface Edited {
  here: Migration;
  landed: Migration;
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
  removed: { landed: Migration; renamed: Migration | null }[];
}

/**
 * Compares a history with the base's. What differs is only laid to the side that changed it: a branch that is behind
 * has neither removed what landed meanwhile nor edited what the base has edited.
 *
 * @param ancestor where the two went apart; null where they have nothing in common
 */
export function diverge(here: Recorded, landed: Recorded, ancestor: Recorded | null): Divergence {
  const known = new Set(ancestor?.history.migrations.map(({ tag }) => tag));
  const absent = onlyIn(landed.history, here.history);
  const extra = onlyIn(here.history, landed.history).filter(({ tag }) => !known.has(tag));
  const removed = absent
    .filter(({ tag }) => known.has(tag))
    .map((migration) => {
      const sql = landed.sql.get(migration.tag);
      const isSame = ({ tag, timestamp }: Migration) =>
        timestamp === migration.timestamp && sql !== undefined && here.sql.get(tag) === sql;
      return { landed: migration, renamed: extra.find(isSame) ?? null };
    });
  const renamed = new Set(removed.map((one) => one.renamed));
  return {
    mine: extra.filter((migration) => !renamed.has(migration)),
    theirs: absent.filter(({ tag }) => !known.has(tag)),
    edited: editedIn(here, landed, ancestor),
    removed,
  };
}

function editedIn(here: Recorded, landed: Recorded, ancestor: Recorded | null): Edited[] {
  const landedOf = new Map(landed.history.migrations.map((migration) => [migration.tag, migration]));
  const beforeOf = new Map(ancestor?.history.migrations.map((migration) => [migration.tag, migration]));
  return here.history.migrations.flatMap((migration): Edited[] => {
    const { tag, timestamp } = migration;
    const there = landedOf.get(tag);
    if (!there) return [];
    const [mine, theirs] = [here.sql.get(tag), landed.sql.get(tag)];
    // A file that is not there is another finding.
    const otherSql = mine !== undefined && theirs !== undefined && mine !== theirs;
    if (otherSql && mine !== ancestor?.sql.get(tag))
      return [{ here: migration, landed: there, line: firstDifference(mine, theirs) }];
    const otherTime = timestamp !== there.timestamp && timestamp !== beforeOf.get(tag)?.timestamp;
    return otherTime ? [{ here: migration, landed: there, line: null }] : [];
  });
}

function firstDifference(one: string, other: string): number {
  const [lines, others] = [one.split('\n'), other.split('\n')];
  const at = lines.findIndex((line, index) => line !== others[index]);
  return at === -1 ? lines.length : at + 1;
}
