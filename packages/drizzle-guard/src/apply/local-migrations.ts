import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { GuardError, messageOf } from '../errors';
import type { History } from '../history/history';
import type { LocalMigration } from './match-ledger';

export interface ReadMigration extends LocalMigration {
  /** Statement by statement, as drizzle-orm reads them; empty ones left out. */
  statements: string[];
  /** What drizzle writes into the ledger. */
  hash: string;
}

/** drizzle-orm 0.x `readMigrationFiles` (migrator.js). */
interface MigrationMeta {
  sql: string[];
  folderMillis: number;
  hash: string;
}

/**
 * The migrations of a sound journal-layout history with their statements, read by the database's own drizzle-orm.
 * @param folder the package's folder, absolute
 * @throws GuardError `drizzle-orm-missing`
 */
export function readLocalMigrations(root: string, folder: string, history: History): ReadMigration[] {
  if (history.layout === 'folders') throw notYet(history.dir);
  const { readMigrationFiles } = loadMigrator(folder);
  if (history.migrations.length === 0) return [];
  const read = readMigrationFiles({ migrationsFolder: path.join(root, history.dir) });
  return history.migrations.map((migration, position) => {
    const { sql, hash } = read[position]!;
    const text = readFileSync(path.join(root, migration.sqlFile), 'utf8');
    return {
      tag: migration.tag,
      timestamp: migration.timestamp,
      statements: sql.filter((statement) => statement.trim() !== ''),
      hash,
      hashes: [...new Set([hash, sha256(toLf(text)), sha256(toLf(text).replaceAll('\n', '\r\n'))])],
    };
  });
}

function loadMigrator(folder: string): {
  readMigrationFiles(config: { migrationsFolder: string }): MigrationMeta[];
} {
  try {
    return createRequire(path.join(folder, 'resolve.js'))('drizzle-orm/migrator') as ReturnType<
      typeof loadMigrator
    >;
  } catch (thrown) {
    throw new GuardError(
      'drizzle-orm-missing',
      `drizzle-orm cannot be loaded from ${folder}: ${messageOf(thrown).split('\n')[0]}`,
      'install it (`npm install drizzle-orm`), then run the command again',
      { cause: thrown },
    );
  }
}

function notYet(dir: string): GuardError {
  return new GuardError(
    'layout-mismatch',
    `${dir} is in the folders layout, and this version of drizzle-guard applies migrations of the journal layout`,
    "use drizzle-kit's own `drizzle-kit migrate` for it until then; nothing was done",
  );
}

function toLf(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
