import { readFileSync, statSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import path from 'node:path';
import { GuardError } from '../../errors/guard-error';
import type { ServerSpec, ShadowSpec } from './shadow';

type EmbeddedSpec = Exclude<ShadowSpec, ServerSpec>;

const PGLITE = '@electric-sql/pglite';
const NODE_SQLITE = 'node:sqlite';

/** Dialects of drizzle-kit of which there is a shadow without a server, and what it runs on. */
const ENGINES: Readonly<Record<string, 'pglite' | 'sqlite'>> = {
  postgresql: 'pglite',
  sqlite: 'sqlite',
  turso: 'sqlite',
};

/** Null where a shadow needs a server. */
export function shadowEngine(dialect: string): 'pglite' | 'sqlite' | null {
  return ENGINES[dialect] ?? null;
}

/**
 * Finds what a shadow needs.
 * @throws GuardError `driver-missing`
 */
export function shadowSpec(
  dialect: string,
  folders: readonly string[],
  statements: readonly string[],
): EmbeddedSpec {
  return ENGINES[dialect] === 'pglite' ? pgliteSpec(folders, statements) : sqliteSpec(dialect, folders);
}

/**
 * Which driver a shadow would run on, in words that change with it; null where there is none.
 * @param folders as `shadowSpec` takes them
 */
export function shadowDriver(dialect: string, folders: readonly string[]): string | null {
  try {
    if (shadowEngine(dialect) === null) return null;
    const { driver } = shadowSpec(dialect, folders, []);
    return driver === NODE_SQLITE
      ? `${driver} of ${process.version}`
      : `${driver} ${statSync(driver).mtimeMs}`;
  } catch (thrown) {
    if (thrown instanceof GuardError) return null;
    throw thrown;
  }
}

/** Extensions of PGlite that are packages of their own. */
const PACKAGES: Readonly<Record<string, string>> = {
  vector: 'pgvector',
  age: 'age',
  pg_ivm: 'pg_ivm',
  pgtap: 'pgtap',
  pg_uuidv7: 'pg_uuidv7',
  pg_hashids: 'pg_hashids',
  pg_textsearch: 'pg_textsearch',
};

/**
 * What brings an extension that PGlite does not have, as the rest of a sentence; null where nothing does. Each of these
 * packages fits one version of PGlite alone.
 * @param folders as `shadowSpec` takes them
 */
export function bringsExtension(name: string, folders: readonly string[]): string | null {
  const own = PACKAGES[name.replaceAll('-', '_')];
  if (own === undefined) return null;
  const entry = firstOf(folders, (require) => require.resolve(PGLITE));
  const version = entry === null ? null : versionAt(homeOf(entry));
  const fitting =
    version === null
      ? ''
      : ` in the version that fits PGlite ${version}, which is used here (\`npm view ${PGLITE}-${own}@latest peerDependencies\` names the one PGlite that the newest fits; install that one too where it is another)`;
  return `install ${PGLITE}-${own}${fitting}, beside the drizzle config or the migrations`;
}

function homeOf(entry: string): string {
  return entry.slice(0, entry.lastIndexOf(path.normalize(PGLITE)) + PGLITE.length);
}

function versionAt(home: string): string {
  const { version } = JSON.parse(readFileSync(path.join(home, 'package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}

function pgliteSpec(folders: readonly string[], statements: readonly string[]): EmbeddedSpec {
  const entry = firstOf(folders, (require) => require.resolve(PGLITE));
  if (entry === null) throw missing(PGLITE, 'Postgres', folders);
  const version = versionAt(homeOf(entry));
  const extensions = Object.fromEntries(
    extensionsOf(statements).flatMap((name) => {
      const file = extensionFile(name, [path.dirname(entry), ...folders]);
      return file === null ? [] : [[name, file]];
    }),
  );
  const cache = cacheFile(entry, version);
  const whole = statements.some((text) => /\bCREATE\s+DATABASE\b/i.test(text));
  return { engine: 'pglite', driver: entry, cache, extensions, statements: statements.length, whole };
}

/** Migrations for Turso have statements that only libsql knows (ALTER TABLE … ALTER COLUMN); it knows all of SQLite's. */
function sqliteSpec(dialect: string, folders: readonly string[]): EmbeddedSpec {
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
  return path.join(modules, 'node_modules/.cache/drizzle-guard', `pglite-start-${version}.tar`);
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
