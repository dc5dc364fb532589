import type { Connection } from '../engines/connection';
import { createdTables, type TableName } from '../sql/created-tables';
import type { ReadMigration } from './read-migrations';

/** Tables that migrations make, by whether a database has them. */
export interface TablesMade {
  there: string[];
  absent: string[];
}

type Asked = Pick<Connection, 'query'>;

/** Asks once, and writes nothing. */
export async function tablesThere(
  connection: Asked,
  dialect: string,
  migrations: readonly ReadMigration[],
): Promise<TablesMade> {
  const made = madeBy(migrations, dialect);
  if (made.length === 0) return { there: [], absent: [] };
  const isThere = isAmong(await tablesOf(connection, dialect));
  return { there: namesOf(made.filter(isThere)), absent: namesOf(made.filter((table) => !isThere(table))) };
}

/** Those of them that a database has; no SQL is read for one that has no tables at all. */
export async function tablesThereAlready(
  connection: Asked,
  dialect: string,
  migrations: readonly ReadMigration[],
): Promise<string[]> {
  const tables = await tablesOf(connection, dialect);
  return tables.length === 0 ? [] : namesOf(madeBy(migrations, dialect).filter(isAmong(tables)));
}

function madeBy(migrations: readonly ReadMigration[], dialect: string): TableName[] {
  return createdTables(
    migrations.flatMap(({ statements }) => statements),
    dialect,
  );
}

async function tablesOf(connection: Asked, dialect: string): Promise<{ schema: string; name: string }[]> {
  const rows = await connection.query(LISTS[dialect] ?? LISTS['postgresql']!);
  return rows.map((row) => ({ schema: small(row['of']), name: small(row['called']) }));
}

function isAmong(tables: readonly { schema: string; name: string }[]): (table: TableName) => boolean {
  return ({ schema, name }) =>
    tables.some((one) => one.name === small(name) && (schema === null || one.schema === small(schema)));
}

function namesOf(tables: readonly TableName[]): string[] {
  return tables.map(({ name }) => name);
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
