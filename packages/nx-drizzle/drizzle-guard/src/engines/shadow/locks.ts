/** How much a lock keeps away from a table, in the words of Postgres' manual, from little to everything. */
export const LOCK_MODES = [
  'ACCESS SHARE',
  'ROW SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE',
] as const;

export type LockMode = (typeof LOCK_MODES)[number];

/** A table, view or materialized view: "public.orders". */
export interface LockedTable {
  table: string;
  /** The strongest lock that is taken on it. */
  mode: LockMode;
}

/** What one statement locks of what was there before it. */
export interface StatementLocks {
  /** Its place among the statements of its migration, from 0. */
  statement: number;
  /**
   * The strongest first; null where nobody can look: what forbids a transaction, or ends its own, has given its locks
   * back when it is done.
   */
  tables: LockedTable[] | null;
  /** Tables that are written anew, in whole, under the lock. */
  rewrites: string[];
  /** False where the database refuses to run it in a transaction. */
  transaction: boolean;
}

/** The mode in the words of the manual: AccessExclusiveLock → ACCESS EXCLUSIVE. */
export function modeOf(name: string): LockMode {
  const words = name.replace(/Lock$/, '').replaceAll(/(?!^)(?=[A-Z])/g, ' ');
  return words.toUpperCase() as LockMode;
}

/** The strongest lock on each table, the strongest first. */
export function strongest(locked: readonly LockedTable[]): LockedTable[] {
  const rank = ({ mode }: LockedTable) => LOCK_MODES.indexOf(mode);
  const byTable = new Map<string, LockedTable>();
  for (const one of locked) {
    const known = byTable.get(one.table);
    if (!known || rank(one) > rank(known)) byTable.set(one.table, one);
  }
  return [...byTable.values()].sort((a, b) => rank(b) - rank(a) || (a.table < b.table ? -1 : 1));
}
