import type { Connection } from '../engines/connection';
import { rehearse, type Rehearsal } from '../rehearsal/rehearse';
import { FILLED } from '../rehearsal/fill';
import { tablesIn, type Query } from '../rehearsal/tables-in';
import { likenessOf } from './likeness-of';
import type { LiveDatabase } from './look-at';
import type { ReadMigration } from './read-migrations';
import { appliedOf, shadowAt } from './shadow-at';

/**
 * Rehearses migrations from where a database stands. Of the database it is read which tables hold rows, and nothing else.
 * @param connection null where there is no database yet
 * @throws GuardError where there is no shadow, or what is applied cannot be run on one
 */
export async function rehearseLive(
  live: LiveDatabase,
  connection: Connection | null,
  pending: readonly ReadMigration[],
): Promise<Rehearsal> {
  const { dialect } = live.settings;
  const withRows = connection
    ? await tablesWithRows((sql) => connection.query(sql), dialect)
    : new Set<string>();
  const like = await likenessOf(connection, dialect);
  const stage = {
    ...{ dialect, before: appliedOf(live).length, withRows },
    open: () => shadowAt(live, pending, like),
  };
  return rehearse(stage, pending);
}

/** The names of the tables that hold rows. Of the rows themselves nothing is read. */
export async function tablesWithRows(query: Query, dialect: string): Promise<Set<string>> {
  const kind = FILLED[dialect];
  const tables = kind ? await tablesIn(query, kind) : [];
  const held = new Set<string>();
  for (const { name, sql } of tables)
    if ((await query(`SELECT 1 AS one FROM ${sql} LIMIT 1`)).length > 0) held.add(name);
  return held;
}
