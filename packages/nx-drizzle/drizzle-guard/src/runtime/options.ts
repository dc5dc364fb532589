import path from 'node:path';
import type { Limits } from '../engines/connection';
import { GuardError } from '../errors/guard-error';

/** A database and its migrations, given by a program that has no drizzle config at hand. */
export interface RuntimeOptions {
  /**
   * The migrations folder; or the package's folder, of which it is `drizzle`; or SQL files of one migrations folder, and
   * of no others. Relative paths count from the working directory.
   */
  migrations: string | readonly string[];
  /** The connection: a URL, or the path of a file or of a PGlite folder. */
  url?: string;
  /** The environment variable that holds it, in place of `url`. */
  urlEnv?: string;
  /** As in the drizzle config. Default: what the URL says, else the migrations. */
  dialect?: 'postgresql' | 'mysql' | 'sqlite' | 'turso';
  /** As `migrations` in the drizzle config. */
  ledger?: { table?: string; schema?: string };
  /** What it is called in messages. Default: the name of the folder that the migrations folder is in. */
  name?: string;
  /** For another run on the same database, in milliseconds. Default: 60 s. */
  lockWait?: number;
  /** For a lock on a table, in milliseconds; null: without an end. Default: 5 s. */
  lockTimeout?: number | null;
  /** For a statement, in milliseconds; null: without an end. Default: null. */
  statementTimeout?: number | null;
}

export function limitsOf({
  lockWait = 60_000,
  lockTimeout = 5_000,
  statementTimeout = null,
}: RuntimeOptions): Limits {
  return { lockWait, lockTimeout, statementTimeout };
}

/** @throws GuardError `no-connection` */
export function urlOf({ url, urlEnv }: RuntimeOptions): string {
  const given = url ?? (urlEnv === undefined ? undefined : process.env[urlEnv]);
  if (given) return given;
  throw new GuardError(
    'no-connection',
    urlEnv === undefined ? 'no connection was given' : `the variable ${urlEnv} is not set`,
    urlEnv === undefined
      ? 'give url or urlEnv; no database was opened'
      : `set ${urlEnv}; no database was opened`,
  );
}

const DIALECT_OF: Readonly<Record<string, string>> = {
  postgres: 'postgresql',
  postgresql: 'postgresql',
  mysql: 'mysql',
  mariadb: 'mysql',
  libsql: 'turso',
};

/**
 * @param written that of the migrations, where they say one
 * @throws GuardError `unsupported-database` where nothing tells it
 */
export function dialectOf({ dialect }: RuntimeOptions, url: string, written: string | null): string {
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(url)?.[1]?.toLowerCase() ?? '';
  const told = dialect ?? DIALECT_OF[scheme] ?? written;
  if (told) return told;
  throw new GuardError(
    'unsupported-database',
    'nothing tells which dialect the database is of',
    "give dialect ('postgresql', 'mysql', 'sqlite' or 'turso'); no database was opened",
  );
}

export function nameOf({ name }: RuntimeOptions, folder: string): string {
  return name ?? path.basename(path.dirname(folder));
}
