import type { Ended } from '../engines/shadow/attempt';
import type { TableRows } from '../engines/shadow/table-rows';

/** Something that is another in one of two databases. */
export interface Apart {
  /** "column public.users.age", "rows of public.users". */
  object: string;
  /** What it is in the one and in the other; null where it is not there. */
  one: string | null;
  other: string | null;
}

/**
 * What differs between two databases. Pure.
 * @param again another database that was made as the first was: what differs between those two (the time of day, random
 *   values, numbers of sequences) is not told
 */
export function apartIn(one: Ended, other: Ended, again: Ended | null): Apart[] {
  const found = apart(
    textsIn(one, again && unstableIn(one, again)),
    textsIn(other, again && unstableIn(one, again)),
  );
  if (again === null) return found;
  const unstable = new Set(apart(textsIn(one, null), textsIn(again, null)).map(({ object }) => object));
  return found.filter(({ object }) => object.startsWith(ROWS) || !unstable.has(object));
}

const ROWS = 'rows of ';

function apart(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): Apart[] {
  const objects = [...new Set([...one.keys(), ...other.keys()])].sort();
  return objects
    .map((object) => ({ object, one: one.get(object) ?? null, other: other.get(object) ?? null }))
    .filter((found) => found.one !== found.other);
}

/** Columns by table, in which no two databases agree; null for a table of which nothing can be compared. */
type Unstable = ReadonlyMap<string, ReadonlySet<string> | null>;

function textsIn({ catalog, rows }: Ended, unstable: Unstable | null): Map<string, string> {
  const texts = new Map<string, string>();
  for (const { object, definition } of catalog)
    texts.set(object, texts.has(object) ? `${texts.get(object)}; ${definition}` : definition);
  for (const { table, rows: held } of rows) {
    const left = unstable?.get(table);
    if (left !== null) texts.set(`${ROWS}${table}`, rowsAsText(held, left ?? new Set()));
  }
  return texts;
}

function rowsAsText(rows: TableRows['rows'], left: ReadonlySet<string>): string {
  if (typeof rows === 'string') return rows;
  const texts = rows.map((row) =>
    JSON.stringify(Object.fromEntries(Object.entries(row).filter(([column]) => !left.has(column)))),
  );
  return texts.sort().join(', ');
}

function unstableIn(one: Ended, again: Ended): Unstable {
  const others = new Map(again.rows.map(({ table, rows }) => [table, rows]));
  return new Map(
    one.rows.map(({ table, rows }) => {
      const other = others.get(table);
      if (typeof rows === 'string' || other === undefined || typeof other === 'string')
        return [table, rows === other ? new Set<string>() : null];
      if (rows.length !== other.length) return [table, null];
      const columns = Object.keys(rows[0] ?? {});
      return [table, new Set(columns.filter((column) => valuesIn(rows, column) !== valuesIn(other, column)))];
    }),
  );
}

function valuesIn(rows: Exclude<TableRows['rows'], string>, column: string): string {
  return JSON.stringify(rows.map((row) => row[column] ?? null).sort());
}
