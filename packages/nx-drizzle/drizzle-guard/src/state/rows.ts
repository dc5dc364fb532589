import { isMap, type Json } from './json';

/** What a row of a list of entities (drizzle-kit 1.0) is known by: another kit's list may have it in another place. */
export function rowKeyOf({ entityType, schema, table, name }: Json): string {
  return JSON.stringify([entityType, schema ?? null, table ?? null, name ?? null]);
}

/** The key of the table that a row is a part of. */
export function tableKeyOf({ schema, table }: Json): string {
  return rowKeyOf({ entityType: 'tables', schema, name: table });
}

/** The rows of a list; none of what is no list. */
export function rowsIn(ddl: unknown): Json[] {
  return Array.isArray(ddl) ? ddl.filter(isMap) : [];
}
