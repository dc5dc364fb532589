import { hash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { GuardError } from '../errors/guard-error';
import { onDisk } from '../files/on-disk';
import type { History, Migration } from '../history/history';
import type { LocalMigration } from '../ledger/match-ledger';
import { chunksOf } from '../sql/statements';

/** What is needed of a migration to run it. */
export interface Runnable {
  tag: string;
  /** Statement by statement, as drizzle-orm reads them; empty ones left out. */
  statements: readonly string[];
  /** Where a statement (counted from 0) begins: its file, from the root, and the line. */
  placeOf?(position: number): string;
}

export interface ReadMigration extends LocalMigration, Runnable {}

/**
 * The migrations of a sound history with their statements and hashes, as drizzle-orm's `readMigrationFiles` reads them
 * (migrator.js, 0.45 and 1.0.0-rc.5), without loading it: it need not be there.
 */
export function readMigrations(root: string, history: History): ReadMigration[] {
  return history.migrations.map((migration) =>
    readMigration(migration, history, readFileSync(onDisk(root, migration.sqlFile), 'utf8')),
  );
}

/** @param text its SQL */
export function readMigration(
  { tag, timestamp, sqlFile }: Migration,
  { layout }: Pick<History, 'layout'>,
  text: string,
): ReadMigration {
  const hash = sha256(text);
  // Of most of a history nobody asks for more than the hash.
  let statements: readonly string[] | null = null;
  let hashes: readonly string[] | null = null;
  const chunks = () => (statements ??= chunksOf(text).filter((statement) => statement.trim() !== ''));
  return {
    tag,
    timestamp,
    name: layout === 'folders' ? tag : null,
    get statements() {
      return chunks();
    },
    placeOf: (position) => `${sqlFile}:${lineOf(text, chunks(), position)}`,
    hash,
    get hashes() {
      return (hashes ??= [...new Set([hash, ...otherLineEnds(text).map(sha256)])]);
    },
  };
}

/** Statements stand in their file one after another, each as it is. */
function lineOf(text: string, statements: readonly string[], position: number): number {
  let start = 0;
  for (const before of statements.slice(0, position)) start = text.indexOf(before, start) + before.length;
  start = text.indexOf(statements[position]!.trimStart(), start);
  return text.slice(0, start).split('\n').length;
}

/**
 * 0.x looks for a journal, 1.0 refuses one; and each writes a ledger of its own shape.
 * @param folder the package's folder, absolute
 * @throws GuardError `layout-mismatch` where the package's drizzle-orm would not read its own folder
 */
export function requireLayout(folder: string, { layout, dir, files }: History): void {
  const version = drizzleOrmOf(folder);
  if (version === null) return;
  const own = version.startsWith('0.') ? 'journal' : 'folders';
  if (files.length === 0 || layout === own) return;
  throw new GuardError(
    'layout-mismatch',
    `${dir} is in the ${layout} layout, and drizzle-orm ${version}, which its package resolves, works in the ${own} layout`,
    own === 'folders'
      ? 'run `drizzle-kit up`, which turns the one into the other, and commit what it changes; nothing was done'
      : 'install drizzle-kit 1.0 and drizzle-orm 1.0 for this package; nothing was done',
  );
}

/** By folder: the manifest of drizzle-orm has 180 KB, and most databases of a workspace share it. */
const versions = new Map<string, string | null>();

/** The version that a package resolves; null where it has none, and nobody else reads its migrations. */
function drizzleOrmOf(folder: string): string | null {
  const known = versions.get(folder);
  if (known !== undefined) return known;
  const above = path.dirname(folder);
  const manifest = path.join(folder, 'node_modules/drizzle-orm/package.json');
  const version = existsSync(manifest)
    ? (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version
    : above === folder
      ? null
      : drizzleOrmOf(above);
  versions.set(folder, version);
  return version;
}

function otherLineEnds(text: string): string[] {
  if (!text.includes('\n')) return [];
  const lf = text.replaceAll('\r\n', '\n');
  return [...(lf === text ? [] : [lf]), lf.replaceAll('\n', '\r\n')];
}

function sha256(text: string): string {
  return hash('sha256', text);
}
