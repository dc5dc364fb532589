import type { Shadow } from '../engines/shadow/shadow';

const ASKED: Readonly<Record<string, string>> = {
  postgresql: 'SELECT pg_database_size(current_database()) AS size',
  mysql:
    'SELECT COALESCE(SUM(DATA_LENGTH + INDEX_LENGTH), 0) AS size FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()',
  sqlite: 'SELECT page_count * page_size AS size FROM pragma_page_count(), pragma_page_size()',
};

/** How large a database is, in bytes; null where it does not tell. */
export async function sizeOf(shadow: Shadow, dialect: string): Promise<number | null> {
  const sql = ASKED[dialect === 'turso' ? 'sqlite' : dialect];
  if (sql === undefined) return null;
  const [row] = await shadow.query(sql);
  return row ? Number(row['size']) : null;
}

/** Of the transaction that is open, and Postgres only. */
export const CHANGED_SO_FAR =
  'SELECT COALESCE(SUM(n_tup_ins + n_tup_upd + n_tup_del), 0) AS rows FROM pg_stat_xact_user_tables';

/**
 * Begins to count the rows that are inserted, updated and deleted; SQLite only.
 * @returns what says how many there were since; null where the database does not tell
 */
export async function changesSince(shadow: Shadow, dialect: string): Promise<() => Promise<number | null>> {
  const total = async () => {
    const [row] = await shadow.query('SELECT total_changes() AS rows');
    return Number(row?.['rows'] ?? 0);
  };
  if (dialect !== 'sqlite' && dialect !== 'turso') return async () => null;
  const before = await total();
  return async () => (await total()) - before;
}
