import { counterpartsIn, isUpgradeOf, onlyIn, type History, type Migration } from './history';
import { wholeSeconds } from './late';

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
  /** Whether it is in a journal again, although it had been upgraded to folders with the base's. */
  isDowngraded: boolean;
}

/**
 * Compares a history with the base's. What differs is only laid to the side that changed it: a branch that is behind
 * has neither removed what landed meanwhile nor edited what the base has edited.
 *
 * @param ancestor where the two went apart; null where they have nothing in common
 */
export function diverge(mine: Recorded, theirs: Recorded, ancestor: Recorded | null): Divergence {
  const isKnown = knownTo(ancestor);
  const absent = onlyIn(theirs.history, mine.history);
  const extra = onlyIn(mine.history, theirs.history).filter((migration) => !isKnown(migration, mine));
  const isSameTime = sameTime(mine, theirs);
  const removed = absent
    .filter((migration) => isKnown(migration, theirs))
    .map((migration) => {
      const sql = theirs.sql.get(migration.tag);
      const isSame = (one: Migration) =>
        isSameTime(one, migration) && sql !== undefined && mine.sql.get(one.tag) === sql;
      return { theirs: migration, renamed: extra.find(isSame) ?? null };
    });
  const renamed = new Set(removed.map((one) => one.renamed));
  const edited = editedIn(mine, theirs, ancestor);
  // Two that were made since under one name: the time tells them apart, as in the ledger.
  const namesakes = edited.filter(
    (one) =>
      (ancestor?.history.migrations.length ?? 0) > 0 &&
      one.line !== null &&
      !isKnown(one.mine, mine) &&
      !isSameTime(one.mine, one.theirs),
  );
  const mineToo = new Set(namesakes.map((one) => one.mine));
  const theirsToo = new Set(namesakes.map((one) => one.theirs));
  return {
    mine: mine.history.migrations.filter(
      (one) => mineToo.has(one) || (extra.includes(one as never) && !renamed.has(one)),
    ),
    theirs: theirs.history.migrations.filter(
      (one) => theirsToo.has(one) || (absent.includes(one as never) && !isKnown(one, theirs)),
    ),
    edited: edited.filter((one) => !namesakes.includes(one)),
    removed,
    isDowngraded:
      ancestor !== null &&
      isUpgradeOf(theirs.history, mine.history) &&
      isUpgradeOf(ancestor.history, mine.history),
  };
}

function knownTo(ancestor: Recorded | null): (migration: Migration, of: Recorded) => boolean {
  if (!ancestor) return () => false;
  return (migration, { history }) => counterpartsIn(ancestor.history, history)(migration) !== undefined;
}

/** A folder's name tells the second. */
function sameTime(one: Recorded, other: Recorded): (mine: Migration, theirs: Migration) => boolean {
  const isExact = one.history.layout === other.history.layout;
  const timeOf = ({ timestamp }: Migration) => (isExact ? timestamp : wholeSeconds(timestamp));
  return (mine, theirs) => timeOf(mine) === timeOf(theirs);
}

function editedIn(mine: Recorded, theirs: Recorded, ancestor: Recorded | null): Edited[] {
  const theirsOf = counterpartsIn(theirs.history, mine.history);
  const beforeOf = ancestor ? counterpartsIn(ancestor.history, mine.history) : () => undefined;
  const isLandedTime = sameTime(mine, theirs);
  const isKnownTime = ancestor ? sameTime(mine, ancestor) : () => false;
  return mine.history.migrations.flatMap((migration): Edited[] => {
    const there = theirsOf(migration);
    if (!there) return [];
    const before = beforeOf(migration);
    const [mySql, theirSql] = [mine.sql.get(migration.tag), theirs.sql.get(there.tag)];
    // A file that is not there is another finding.
    const otherSql = mySql !== undefined && theirSql !== undefined && mySql !== theirSql;
    if (otherSql && (!before || mySql !== ancestor?.sql.get(before.tag)))
      return [{ mine: migration, theirs: there, line: firstDifference(mySql, theirSql) }];
    const otherTime = !isLandedTime(migration, there) && !(before && isKnownTime(migration, before));
    return otherTime ? [{ mine: migration, theirs: there, line: null }] : [];
  });
}

function firstDifference(one: string, other: string): number {
  const [lines, others] = [one.split('\n'), other.split('\n')];
  const at = lines.findIndex((line, index) => line !== others[index]);
  return at === -1 ? lines.length : at + 1;
}
