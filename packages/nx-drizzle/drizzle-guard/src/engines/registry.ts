import path from 'node:path';
import { GuardError } from '../errors/guard-error';
import { appliedElsewhere } from './applied-elsewhere';
import type { Target } from './connection';
import { mysqlTarget } from './mysql/target';
import { pgliteTarget } from './pglite';
import { postgresTarget } from './postgres/target';
import { sqliteTarget } from './sqlite/target';

/** What a drizzle config says of its connection. */
export interface ConnectionSettings {
  dialect: string;
  driver: string | null;
  /** As written; never printed. */
  credentials: Record<string, unknown> | null;
}

/** What a database is that this version cannot open, in words; null for one that it can. */
export function unservedEngine({
  dialect,
  driver,
}: Pick<ConnectionSettings, 'dialect' | 'driver'>): string | null {
  const isServed =
    driver === 'pglite' ||
    (driver === null && (dialect === 'postgresql' || dialect === 'mysql' || isSqlite(dialect)));
  return isServed ? null : `${dialect}${driver ? ` with driver ${driver}` : ''}`;
}

function isSqlite(dialect: string): boolean {
  return dialect === 'sqlite' || dialect === 'turso';
}

/**
 * The database that a drizzle config names.
 * @param dir the package's folder, from the root
 * @param variables for what the credentials leave out
 * @throws GuardError `unsupported-database` for drivers that are not built yet or apply their migrations elsewhere, and
 *   for a URL of another kind of database; `no-credentials`
 */
export function targetOf(
  root: string,
  dir: string,
  settings: ConnectionSettings,
  variables: NodeJS.ProcessEnv,
): Target {
  const folder = path.join(root, dir);
  const url = settings.credentials?.['url'];
  const elsewhere = appliedElsewhere(settings);
  if (elsewhere !== null)
    throw new GuardError(
      'unsupported-database',
      `driver ${settings.driver} ${elsewhere.place}, so drizzle-guard does not apply its migrations; nothing was done`,
      `${elsewhere.help}; check, generate and the hooks work for it all the same`,
    );
  const unserved = unservedEngine(settings);
  if (unserved !== null)
    throw new GuardError(
      'unsupported-database',
      `this version of drizzle-guard migrates PGlite, Postgres, MySQL and SQLite; this one is ${unserved}`,
      "use drizzle-kit's own migrate for it until then; nothing was done",
    );
  if (isSqlite(settings.dialect)) return sqliteTarget(root, folder, settings.dialect, settings.credentials);
  if (settings.dialect === 'mysql') return mysqlTarget(settings.credentials ?? {});
  if (settings.driver === null && settings.credentials !== null)
    return postgresTarget(settings.credentials, variables);
  if (typeof url !== 'string' || url === '')
    throw new GuardError(
      'no-credentials',
      'the drizzle config names no database: dbCredentials.url is missing',
      'give dbCredentials.url in the drizzle config, or set the variable that it reads',
    );
  // A path would be made of it, its password included, and the migrations would go there instead of to the server.
  const scheme = /^(?!file:)[a-z][a-z0-9+.-]+:/i.exec(url)?.[0];
  if (scheme !== undefined)
    throw new GuardError(
      'unsupported-database',
      `driver pglite takes a directory, and the connection given is a ${scheme} URL`,
      'give the path of the PGlite data directory; a server needs a drizzle config with another driver. Nothing was done',
    );
  return pgliteTarget(root, folder, url);
}
