import type { Connection } from '../engines/connection';
import type { Likeness } from './shadow-at';

/**
 * In what a shadow has to be like a database, beside its history. Writes nothing.
 * @param connection null where there is no database yet
 */
export async function likenessOf(connection: Connection | null, dialect: string): Promise<Likeness> {
  if (connection === null) return {};
  if (dialect === 'mysql') return { collation: await collationOf(connection, dialect) };
  if (dialect !== 'postgresql') return {};
  const [row] = await connection.query('select current_schema()::text as home');
  const home = row?.['home'];
  return { home: typeof home === 'string' ? home : null };
}

/** How a database of MySQL compares text where nothing else is said; null for others. */
export async function collationOf(connection: Connection, dialect: string): Promise<string | null> {
  if (dialect !== 'mysql') return null;
  const [row] = await connection.query('select @@collation_database as collation');
  return String(row?.['collation']);
}
