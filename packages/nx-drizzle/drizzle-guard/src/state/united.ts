import type { Json } from './json';
import { rowKeyOf, rowsIn, tableKeyOf } from './rows';
import { isSame } from './same';

/**
 * The state that branches of one history give together: what each of them has changed since they went apart. Of whole
 * states in the form of lists (drizzle-kit 1.0).
 *
 * @param before the state that all of them continue; null where they have nothing in common
 * @param after their own states
 * @returns null where that is not known: two of them have changed one thing, each in another way, one has put something
 *   into a table that another has dropped, or a state is of another form
 */
export function united(before: Json | null, after: readonly Json[]): Json | null {
  const [first] = after;
  if (!first || !after.every((state) => Array.isArray(state['ddl']))) return null;
  const states = before === null ? after : [before, ...after];
  if (states.some((state) => state['version'] !== first['version'] || state['dialect'] !== first['dialect']))
    return null;
  const was = rowsOf(before ?? {});
  const branches = after.map(rowsOf);
  const rows: Json[] = [];
  const keys = new Set([...was.keys(), ...branches.flatMap((branch) => [...branch.keys()])]);
  const gone = new Set<string>();
  const changed = new Map<string, readonly Json[]>();
  for (const key of keys) {
    const old = was.get(key) ?? [];
    const [change, ...others] = branches
      .map((branch) => branch.get(key) ?? [])
      .filter((own) => !isSame(own, old));
    if (others.some((other) => !isSame(other, change))) return null;
    if (change) changed.set(key, change);
    if (change?.length === 0) gone.add(key);
    rows.push(...(change ?? old));
  }
  for (const own of changed.values()) if (own.some((row) => gone.has(tableKeyOf(row)))) return null;
  return { ...first, ddl: rows };
}

/** What stands under one key: mostly one row. */
function rowsOf({ ddl }: Json): Map<string, Json[]> {
  const rows = new Map<string, Json[]>();
  for (const row of rowsIn(ddl)) {
    const key = rowKeyOf(row);
    rows.set(key, [...(rows.get(key) ?? []), row]);
  }
  return rows;
}
