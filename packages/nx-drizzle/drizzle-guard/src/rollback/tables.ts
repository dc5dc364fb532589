import type { CatalogEntry } from '../engines/shadow/shadow';
import type { Renaming } from '../sql/answers-in';

/** The tables of a database, by the name that a catalog gives them, with the definitions of their columns. */
export type Tables = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** A table, or one of its columns; by the names of a catalog. */
export interface Spot {
  table: string;
  column: string | null;
}

const [TABLE, COLUMN] = ['table ', 'column '];

export function tablesIn(entries: readonly CatalogEntry[]): Tables {
  const tables = new Map<string, Map<string, string>>();
  for (const { object } of entries)
    if (object.startsWith(TABLE)) tables.set(object.slice(TABLE.length), new Map());
  for (const { object, of, definition } of entries) {
    if (of === null || !object.startsWith(COLUMN)) continue;
    const table = of.slice(TABLE.length);
    tables.get(table)?.set(object.slice(COLUMN.length + table.length + 1), definition);
  }
  return tables;
}

/** The name of a catalog for one that SQL writes: in Postgres with its schema. */
export function catalogName(name: readonly string[], dialect: string): string {
  const table = name.at(-1)!;
  return dialect === 'postgresql' ? `${name.at(-2) ?? 'public'}.${table}` : table;
}

/** Where something is after renames. */
export function placeAfter(spot: Spot, renames: readonly Renaming[], dialect: string): Spot {
  let { table, column } = spot;
  for (const { kind, from, to } of renames) {
    if (to.length === 0) continue;
    if (kind === 'schema') {
      if (table.startsWith(`${from[0]}.`)) table = `${to[0]}${table.slice(from[0]!.length)}`;
    } else if (kind === 'other') {
      if (table === catalogName(from, dialect)) table = catalogName(to, dialect);
    } else if (table === catalogName(from.slice(0, -1), dialect) && column === from.at(-1))
      column = to.at(-1)!;
  }
  return { table, column };
}
