import { readFileSync, statSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import path from 'node:path';
import { GuardError } from '../../errors/guard-error';
import type { ShadowSpec } from './shadow';

const PGLITE = '@electric-sql/pglite';
const NODE_SQLITE = 'node:sqlite';

/** Dialects of drizzle-kit of which there is a shadow, and what it runs on. */
const ENGINES: Readonly<Record<string, ShadowSpec['engine']>> = {
  postgresql: 'pglite',
  sqlite: 'sqlite',
  turso: 'sqlite',
};

export function hasShadow(dialect: string | null): dialect is string {
  return dialect !== null && dialect in ENGINES;
}

/**
 * Finds what a shadow needs.
 * @throws GuardError `driver-missing`
 */
export function shadowSpec(
  dialect: string,
  folders: readonly string[],
  statements: readonly string[],
): ShadowSpec {
  return ENGINES[dialect] === 'pglite' ? pgliteSpec(folders, statements) : sqliteSpec(dialect, folders);
}

/**
 * Which driver a shadow would run on, in words that change with it; null where there is none.
 * @param folders as `shadowSpec` takes them
 */
export function shadowDriver(dialect: string, folders: readonly string[]): string | null {
  try {
    const { driver } = shadowSpec(dialect, folders, []);
    return driver === NODE_SQLITE
      ? `${driver} of ${process.version}`
      : `${driver} ${statSync(driver).mtimeMs}`;
  } catch (thrown) {
    if (thrown instanceof GuardError) return null;
    throw thrown;
  }
}

function pgliteSpec(folders: readonly string[], statements: readonly string[]): ShadowSpec {
  const entry = firstOf(folders, (require) => require.resolve(PGLITE));
  if (entry === null) throw missing(PGLITE, 'Postgres', folders);
  const home = entry.slice(0, entry.lastIndexOf(path.normalize(PGLITE)) + PGLITE.length);
  const { version } = JSON.parse(readFileSync(path.join(home, 'package.json'), 'utf8')) as {
    version: string;
  };
  const extensions = Object.fromEntries(
    extensionsOf(statements).flatMap((name) => {
      const file = extensionFile(name, [path.dirname(entry), ...folders]);
      return file === null ? [] : [[name, file]];
    }),
  );
  const cache = cacheFile(entry, version);
  return { engine: 'pglite', driver: entry, cache, extensions, statements: statements.length };
}

/** Migrations for Turso have statements that only libsql knows (ALTER TABLE … ALTER COLUMN); it knows all of SQLite's. */
function sqliteSpec(dialect: string, folders: readonly string[]): ShadowSpec {
  const driver =
    firstOf(folders, (require) => createRequire(require.resolve('@libsql/client')).resolve('libsql')) ??
    (dialect === 'turso' ? null : otherSqlite(folders));
  if (driver === null) throw missing('@libsql/client', 'SQLite', folders);
  return { engine: 'sqlite', driver };
}

function otherSqlite(folders: readonly string[]): string | null {
  return (
    firstOf(folders, (require) => require.resolve('better-sqlite3')) ??
    (isBuiltin(NODE_SQLITE) ? NODE_SQLITE : null)
  );
}

/** The extensions that statements create, by name; what creates one in a string is not told apart, and does no harm. */
function extensionsOf(statements: readonly string[]): string[] {
  const pattern = /\bCREATE\s+EXTENSION\s+(?:IF\s+NOT\s+EXISTS\s+)?"?([\w-]+)"?/gi;
  return [...new Set(statements.flatMap((text) => [...text.matchAll(pattern)].map(([, name]) => name!)))];
}

/** PGlite ships most of contrib; others are packages of their own. What is not there PGlite refuses by itself. */
function extensionFile(name: string, folders: readonly string[]): string | null {
  const module = name.replaceAll('-', '_');
  const places = [`${PGLITE}/contrib/${module}`, `${PGLITE}/${module}`, `${PGLITE}-${module}`];
  if (name === 'vector') places.push(`${PGLITE}-pgvector`);
  for (const place of places) {
    const file = firstOf(folders, (require) => require.resolve(place));
    if (file !== null) return file;
  }
  return null;
}

/** The usual place for what can be made again. */
function cacheFile(entry: string, version: string): string {
  const modules = entry.slice(0, entry.lastIndexOf(`node_modules${path.sep}`));
  return path.join(modules, 'node_modules/.cache/drizzle-guard', `pglite-${version}.tar`);
}

function firstOf(folders: readonly string[], resolve: (require: NodeJS.Require) => string): string | null {
  for (const folder of folders) {
    const found = tryResolve(() => resolve(createRequire(path.join(folder, 'resolve.js'))));
    if (found !== null) return found;
  }
  return null;
}

function tryResolve(resolve: () => string): string | null {
  try {
    return resolve();
  } catch {
    return null;
  }
}

function missing(name: string, engine: string, folders: readonly string[]): GuardError {
  return new GuardError(
    'driver-missing',
    `a replay of ${engine} migrations runs on ${name}, which is not installed for ${folders[0]}`,
    `install it (\`npm install --save-dev ${name}\`), then run the command again; nothing was replayed`,
  );
}
