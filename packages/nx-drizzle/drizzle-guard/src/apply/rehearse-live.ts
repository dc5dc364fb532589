import type { Connection } from '../engines/connection';
import { rehearse, type Rehearsal } from '../rehearsal/rehearse';
import { tablesIn, type FilledDialect } from '../rehearsal/tables-in';
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
  const withRows = await tablesWithRows(connection, live.settings.dialect);
  const stage = {
    ...{ dialect: live.settings.dialect, before: appliedOf(live).length, withRows },
    open: () => shadowAt(live, pending),
  };
  return rehearse(stage, pending);
}

const KINDS: Readonly<Record<string, FilledDialect>> = { turso: 'sqlite', singlestore: 'mysql' };

async function tablesWithRows(connection: Connection | null, dialect: string): Promise<Set<string>> {
  if (!connection) return new Set();
  const query = (sql: string) => connection.query(sql);
  const tables = await tablesIn(query, KINDS[dialect] ?? (dialect as FilledDialect));
  const held = new Set<string>();
  for (const { name, sql } of tables)
    if ((await query(`SELECT 1 AS one FROM ${sql} LIMIT 1`)).length > 0) held.add(name);
  return held;
}
