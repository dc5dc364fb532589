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

/** Where a database was made twice in the same way. */
export type Twice = readonly [Ended, Ended];

/** What differs between two databases. Pure. */
export function apartIn(one: Ended, other: Ended): Apart[] {
  return apart(textsOf(one.catalog, one.rows), textsOf(other.catalog, other.rows));
}

/**
 * The same without what is another each time: the time of day, random values. Each was made twice, and where the two
 * disagree that is not compared: of a table only the values of which that is so.
 */
export function apartWhereSteady(one: Twice, other: Twice): Apart[] {
  const unsteady = new Set(
    [one, other].flatMap(([first, again]) =>
      apart(textsOf(first.catalog, manyIn(first)), textsOf(again.catalog, manyIn(again))).map(
        ({ object }) => object,
      ),
    ),
  );
  const [mine, theirs] = [one, other].map(([first, again]) => textsOf(first.catalog, masked(first, again)));
  return apart(mine!, theirs!).filter(({ object }) => !unsteady.has(object));
}

const ROWS = 'rows of ';

function apart(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): Apart[] {
  const objects = [...new Set([...one.keys(), ...other.keys()])].sort();
  return objects
    .map((object) => ({ object, one: one.get(object) ?? null, other: other.get(object) ?? null }))
    .filter((found) => found.one !== found.other);
}

function textsOf(catalog: Ended['catalog'], tables: readonly TableRows[]): Map<string, string> {
  const texts = new Map<string, string>();
  for (const { object, definition } of catalog)
    texts.set(object, texts.has(object) ? `${texts.get(object)}; ${definition}` : definition);
  for (const { table, rows } of tables) texts.set(`${ROWS}${table}`, rowsAsText(rows));
  return texts;
}

function rowsAsText(rows: TableRows['rows']): string {
  if (typeof rows === 'string') return rows;
  return rows
    .map((row) => JSON.stringify(row))
    .sort()
    .join(', ');
}

/** Tables of which only what their rows come to is known. */
function manyIn({ rows }: Ended): TableRows[] {
  return rows.filter((table) => typeof table.rows === 'string');
}

const UNSTEADY = '(another each time)';

/** The rows with a word in place of each value that its column did not have when they were made again. */
function masked({ rows }: Ended, again: Ended): TableRows[] {
  const others = new Map(again.rows.map((table) => [table.table, table.rows]));
  return rows.map(({ table, rows: held }) => {
    const other = others.get(table);
    if (typeof held === 'string' || other === undefined || typeof other === 'string')
      return { table, rows: held };
    const known = new Map<string, Set<string | null>>();
    for (const row of other)
      for (const [column, value] of Object.entries(row))
        known.set(column, (known.get(column) ?? new Set()).add(value));
    const mask = (row: Readonly<Record<string, string | null>>) =>
      Object.fromEntries(
        Object.entries(row).map(([column, value]) => [
          column,
          known.get(column)?.has(value) ? value : UNSTEADY,
        ]),
      );
    return { table, rows: held.map(mask) };
  });
}
