import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { GuardError } from '../errors/guard-error';
import { wordsOf } from '../errors/words-of';
import type { History } from '../history/history';
import type { LocalMigration } from '../ledger/match-ledger';

export interface ReadMigration extends LocalMigration {
  /** Statement by statement, as drizzle-orm reads them; empty ones left out. */
  statements: string[];
  /** What drizzle writes into the ledger. */
  hash: string;
  /** Where a statement (counted from 0) begins: its file, from the root, and the line. */
  placeOf?(position: number): string;
}

/** What drizzle-orm's `readMigrationFiles` (migrator.js) gives, 0.x and 1.0. */
interface MigrationMeta {
  sql: string[];
  folderMillis: number;
  hash: string;
  /** 1.0: the folder's. */
  name?: string;
}

/**
 * The migrations of a sound history with their statements, read by the database's own drizzle-orm.
 * @param folder the package's folder, absolute
 * @throws GuardError `drizzle-orm-missing`, `layout-mismatch`
 */
export function readLocalMigrations(root: string, folder: string, history: History): ReadMigration[] {
  const { readMigrationFiles } = loadMigrator(folder, history);
  if (history.migrations.length === 0) return [];
  const read = readMigrationFiles({ migrationsFolder: path.join(root, history.dir) });
  return history.migrations.map((migration, position) => {
    const name = history.layout === 'folders' ? migration.tag : null;
    const { sql, hash } = name === null ? read[position]! : read.find((one) => one.name === name)!;
    const text = readFileSync(path.join(root, migration.sqlFile), 'utf8');
    const statements = sql.filter((statement) => statement.trim() !== '');
    return {
      tag: migration.tag,
      timestamp: migration.timestamp,
      name,
      statements,
      placeOf: (position) => `${migration.sqlFile}:${lineOf(text, statements, position)}`,
      hash,
      hashes: [...new Set([hash, sha256(toLf(text)), sha256(toLf(text).replaceAll('\n', '\r\n'))])],
    };
  });
}

/** Statements stand in their file one after another, each as it is. */
function lineOf(text: string, statements: readonly string[], position: number): number {
  let start = 0;
  for (const before of statements.slice(0, position)) start = text.indexOf(before, start) + before.length;
  start = text.indexOf(statements[position]!.trimStart(), start);
  return text.slice(0, start).split('\n').length;
}

function loadMigrator(
  folder: string,
  history: History,
): { readMigrationFiles(config: { migrationsFolder: string }): MigrationMeta[] } {
  const require = createRequire(path.join(folder, 'resolve.js'));
  try {
    requireLayout(require.resolve('drizzle-orm'), history);
    return require('drizzle-orm/migrator') as ReturnType<typeof loadMigrator>;
  } catch (thrown) {
    if (thrown instanceof GuardError) throw thrown;
    throw new GuardError(
      'drizzle-orm-missing',
      `drizzle-orm cannot be loaded from ${folder}: ${wordsOf(thrown).split('\n')[0]}`,
      'install it (`npm install drizzle-orm`), then run the command again',
      { cause: thrown },
    );
  }
}

/** 0.x looks for a journal, 1.0 refuses one; and each writes a ledger of its own shape. */
function requireLayout(entry: string, { layout, dir, files }: History): void {
  const manifest = path.join(path.dirname(entry), 'package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
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

function toLf(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
