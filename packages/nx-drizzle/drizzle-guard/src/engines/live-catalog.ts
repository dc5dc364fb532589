import type { LedgerPlace } from '../ledger/ledger';
import type { Connection } from './connection';
import { mysqlCatalog, mysqlServer } from './shadow/mysql-catalog';
import { majorOf, postgresCatalog, printSettings, type Query } from './shadow/postgres-catalog';
import type { CatalogEntry } from './shadow/shadow';
import { sqliteCatalog } from './shadow/sqlite-catalog';

/** What a database of the user's holds, without what is kept there of migrations. */
export interface LiveCatalog {
  entries: CatalogEntry[];
  /** The major version of its Postgres; null where it is no Postgres. */
  major: number | null;
  /** What MySQL it is (`Shadow.server`); absent where it is none. */
  server?: string | null;
  /** The schema in which Postgres makes what names none; absent where it is no Postgres. */
  home?: string | null;
}

/** What was begun and not finished is kept in it, beside the ledger. */
const RUNS = '__drizzle_guard_runs';

/**
 * Reads it as a shadow's catalog is read, so that the two can be compared. Writes nothing.
 * @param dialect one that has a shadow
 * @param place of the ledger
 */
export async function liveCatalog(
  connection: Pick<Connection, 'query'>,
  dialect: string,
  place: LedgerPlace,
): Promise<LiveCatalog> {
  const query: Query = (sql) => connection.query(sql);
  const isPostgres = dialect === 'postgresql';
  const { entries, ...made } = isPostgres
    ? await inOneTransaction(query)
    : dialect === 'mysql'
      ? { entries: await mysqlCatalog(query), major: null, server: await mysqlServer(query) }
      : { entries: await sqliteCatalog(query), major: null };
  const schema = isPostgres ? `${place.schema}.` : '';
  const own = new Set([place.table, RUNS].map((table) => `table ${schema}${table}`));
  return { entries: entries.filter(({ object, of }) => !own.has(of ?? object)), ...made };
}

/** The settings end with it; behind a pooler too they hold for all that is asked, and all of it is of one moment. */
async function inOneTransaction(query: Query): Promise<LiveCatalog> {
  await query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    const [{ version, home } = {}] = await query(
      "SELECT current_setting('server_version_num') AS version, current_schema()::text AS home",
    );
    await query(printSettings(true));
    return {
      ...{ entries: await postgresCatalog(query), major: majorOf(version) },
      home: typeof home === 'string' ? home : null,
    };
  } finally {
    await query('ROLLBACK').catch(() => undefined);
  }
}
