import type { Connection } from '../engines/connection';
import { createdTables, type TableName } from '../sql/created-tables';
import type { ReadMigration } from './read-migrations';

/** Tables that migrations make, by whether a database has them. */
export interface TablesMade {
  there: string[];
  absent: string[];
}

/** Asks once, and writes nothing. */
export async function tablesThere(
  connection: Connection,
  dialect: string,
  migrations: readonly ReadMigration[],
): Promise<TablesMade> {
  const statements = migrations.flatMap((migration) => migration.statements);
  const made = createdTables(statements, dialect);
  if (made.length === 0) return { there: [], absent: [] };
  const rows = await connection.query(LISTS[dialect] ?? LISTS['postgresql']!);
  const known = rows.map((row) => ({ schema: small(row['of']), name: small(row['called']) }));
  const isThere = ({ schema, name }: TableName) =>
    known.some((one) => one.name === small(name) && (schema === null || one.schema === small(schema)));
  const called = (tables: TableName[]) => tables.map(({ name }) => name);
  return { there: called(made.filter(isThere)), absent: called(made.filter((table) => !isThere(table))) };
}

const SQLITE = `select name as called, '' as "of" from sqlite_master where type = 'table'`;

/** Those that a migration may have made; of Postgres also those that this user may not read. */
const LISTS: Readonly<Record<string, string>> = {
  postgresql: `select schemaname::text as "of", tablename::text as called from pg_catalog.pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
  mysql:
    'select table_schema as `of`, table_name as called from information_schema.tables where table_schema = database()',
  sqlite: SQLITE,
  turso: SQLITE,
};

function small(name: unknown): string {
  return String(name).toLowerCase();
}
