import { emptyDatabase as emptyMysql, RUNS } from '../backup/mysql/emptying';
import { EMPTYING } from '../backup/postgres/emptying';
import type { Connection } from '../engines/connection';

/**
 * Takes away all that a database holds, the ledger with it; extensions and the schema `public` of Postgres stay.
 * @param connection holds the lock
 */
export async function emptyDatabase(connection: Connection, dialect: string): Promise<void> {
  if (dialect === 'postgresql') await connection.query(EMPTYING);
  else if (dialect === 'mysql') {
    const [row] = await connection.query('select database() as name');
    await emptyMysql(connection, String(row?.['name']));
    await connection.query(`drop table if exists ${RUNS}`);
  } else await emptySqlite(connection);
}

/** Virtual tables first: they take their own tables with them. */
const IN_SQLITE = `
SELECT type, name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
ORDER BY type = 'table', sql NOT LIKE 'CREATE VIRTUAL%'`;

async function emptySqlite(connection: Connection): Promise<void> {
  await connection.query('PRAGMA foreign_keys = OFF');
  for (const { type, name } of await connection.query(IN_SQLITE))
    await connection.query(`DROP ${String(type)} IF EXISTS "${String(name).replaceAll('"', '""')}"`);
  await connection.query('PRAGMA foreign_keys = ON');
}
