import type { Connection } from '../../engines/connection';

/**
 * What SQLite keeps of its statements: tables first, then what stands on them. Not what a virtual table makes itself.
 * Ends in a line end, where there is anything.
 */
const STATEMENTS = `
SELECT s.sql AS sql FROM sqlite_master s LEFT JOIN pragma_table_list l ON l.name = s.name AND l.schema = 'main'
WHERE s.sql IS NOT NULL AND s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND COALESCE(l.type, '') <> 'shadow'
ORDER BY s.type <> 'table', s.rowid`;

/** The statements that make what a database of SQLite holds, without a row. */
export async function schemaOfSqlite(connection: Pick<Connection, 'query'>): Promise<string> {
  const rows = await connection.query(STATEMENTS);
  return rows.map(({ sql }) => `${String(sql)};\n`).join('');
}
