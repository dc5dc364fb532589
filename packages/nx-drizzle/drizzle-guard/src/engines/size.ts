import type { Connection } from './connection';

const MYSQL =
  'select sum(data_length + index_length) as bytes from information_schema.tables where table_schema = database()';
const BYTES: Readonly<Record<string, string>> = {
  postgresql: 'select pg_database_size(current_database()) as bytes',
  mysql: MYSQL,
  singlestore: MYSQL,
  sqlite: 'select page_count * page_size as bytes from pragma_page_count(), pragma_page_size()',
  turso: 'select page_count * page_size as bytes from pragma_page_count(), pragma_page_size()',
};

/** How many bytes a database holds, by what it says itself; null where it cannot be asked. */
export async function sizeOf(connection: Connection | null, dialect: string): Promise<number | null> {
  const sql = BYTES[dialect];
  if (!connection || sql === undefined) return null;
  try {
    const [row] = await connection.query(sql);
    const bytes = Number(row?.['bytes'] ?? Number.NaN);
    return Number.isFinite(bytes) ? bytes : null;
  } catch {
    return null;
  }
}
