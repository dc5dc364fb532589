import { existsSync, renameSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Connection, Target } from '../engines/connection';
import { GuardError } from '../errors/guard-error';
import { wordsOf } from '../errors/words-of';
import { writeWhole } from '../files/write-whole';
import type { LedgerPlace, LedgerRow } from '../ledger/ledger';
import type { LocalMigration } from '../ledger/match-ledger';
import { millisecondsOf } from '../text/duration';
import { shellWord } from '../text/shell-word';
import { DEFAULT_BACKUP, type BackupSettings } from '../workspace/backup-settings';
import { digestOf } from './digest';
import { cleanFolder, openFolder, prune, requireSpace } from './folder';
import { manifestText, type Manifest } from './manifest';
import { runOwnCommand } from './own-command';
import { baseNameOf, partialOf } from './retention';
import type { Prepared, Way } from './way';
import { wayOf } from './way-of';

/** What a backup is taken of. */
export interface BackupSubject {
  /** The workspace's root, absolute. */
  root: string;
  database: string;
  environment: string;
  target: Target;
  dialect: string;
  layout: string | null;
  ledger: LedgerPlace;
  /** To call the newest migration by its name; [] where the folder cannot be read. */
  migrations: readonly LocalMigration[];
  /** The environment with its .env files. */
  variables: NodeJS.ProcessEnv;
}

export interface BackupOptions {
  /** Another folder than the configured one, absolute. */
  to?: string | undefined;
  /** Told what is being done. */
  onWork?: ((what: string) => void) | undefined;
  /** Told the number of the program that makes it. */
  onProgram?: ((pid: number) => void) | undefined;
}

export interface Backup {
  /** Absolute; null where a command of the user's has made it. */
  file: string | null;
  /** Absolute. */
  manifestFile: string;
  manifest: Manifest;
  /** The names of older ones that were taken away. */
  removed: string[];
}

/**
 * Takes a backup of a database and proves it: written under a temporary name, read back from its beginning to its end,
 * and only then renamed and described. Then the oldest beyond those that are kept go. Whatever fails, there is no backup
 * by the name of one, and nothing of those before is gone.
 *
 * @param connection open, and locked where nobody is to migrate between the backup and what follows
 * @param settings those that are configured for the environment, where some are
 * @throws GuardError `failed-backup`, `no-space`, `tool-missing`, `unsupported-database`, `unreadable-ledger`
 */
export async function takeBackup(
  subject: BackupSubject,
  connection: Connection,
  settings: BackupSettings = DEFAULT_BACKUP,
  { to, onWork, onProgram }: BackupOptions = {},
): Promise<Backup> {
  const { root, database, environment, target, dialect, layout, ledger, variables } = subject;
  const folder = to ?? path.resolve(root, settings.to);
  const { rows } = await connection.readLedger(ledger);
  const at = new Date();
  const base = baseNameOf(subject, at);
  const common = {
    version: 1 as const,
    ...{ database, environment, dialect, layout, target: target.description },
    migration: newestOf(rows, subject.migrations),
    ledgerRows: rows.length,
    takenAt: at.toISOString(),
  };
  if (settings.command) {
    onWork?.('waiting for the command that makes a backup');
    openFolder(root, folder);
    const reference = await runOwnCommand(settings.command, {
      ...{ cwd: root, timeout: millisecondsOf(settings.timeout), variables, database, environment },
      target: target.description,
    });
    const tool = { name: settings.command[0]!, version: '' };
    const made = { tool, serverVersion: null, file: null, bytes: null, sha256: null, reference };
    const manifest: Manifest = { ...common, kind: 'command', ...made };
    return described(folder, `${base}.json`, null, manifest, settings.keep);
  }
  const way = wayOf(root, target, settings, { variables, onProgram });
  const prepared = await way.prepare(connection, ledger);
  openFolder(root, folder);
  cleanFolder(folder);
  requireSpace(folder, prepared.needed);
  const name = `${base}.${way.ending}`;
  const { tool, serverVersion } = prepared;
  const manifest: Manifest = {
    ...{ ...common, kind: way.kind, tool, serverVersion, file: name },
    ...{ bytes: null, sha256: null, reference: null },
  };
  onWork?.('taking a backup');
  const digest = await written(path.join(folder, name), manifest, way, prepared);
  return described(folder, `${name}.json`, name, { ...manifest, ...digest }, settings.keep);
}

/** @throws GuardError `failed-backup`; then there is no file */
async function written(file: string, manifest: Manifest, way: Way, prepared: Prepared) {
  const partial = path.join(
    path.dirname(file),
    partialOf(path.basename(file), { host: os.hostname(), pid: process.pid }),
  );
  try {
    const digest = await prepared.write(partial);
    const lying = await digestOf(partial);
    if (lying.sha256 !== digest.sha256)
      throw new Error('what lies on the disk is not what was written to it');
    await way.verify(partial, manifest);
    if (existsSync(file)) throw new Error(`${file} is there already`);
    renameSync(partial, file);
    return digest;
  } catch (thrown) {
    const words = wordsOf(thrown);
    throw new GuardError(
      'failed-backup',
      `the backup of ${manifest.database} (${manifest.target}) failed: ${words.replace(/; nothing was changed$/, '')}; there is no backup, and what was begun is gone`,
      /ENOSPC|SQLITE_FULL|no space left|disk is full/i.test(words)
        ? `make room in ${path.dirname(file)}, or name another folder with --to <folder>, then run the command again`
        : 'see why, then run the command again',
      { cause: thrown },
    );
  } finally {
    for (const more of ['', '-journal', '-wal', '-shm']) rmSync(partial + more, { force: true });
  }
}

function described(
  folder: string,
  manifestName: string,
  name: string | null,
  manifest: Manifest,
  keep: number,
): Backup {
  const manifestFile = path.join(folder, manifestName);
  const file = name === null ? null : path.join(folder, name);
  try {
    writeWhole(manifestFile, manifestText(manifest), 0o600);
  } catch (thrown) {
    if (file !== null) rmSync(file, { force: true });
    throw new GuardError(
      'failed-backup',
      `${manifestFile} cannot be written: ${wordsOf(thrown)}; there is no backup`,
      'make room there, or make the folder writable, then run the command again',
      { cause: thrown },
    );
  }
  return { file, manifestFile, manifest, removed: prune(folder, manifest, keep) };
}

function newestOf(rows: readonly LedgerRow[], migrations: readonly LocalMigration[]): Manifest['migration'] {
  const time = ({ createdAt }: LedgerRow) => createdAt ?? -Infinity;
  const newest = [...rows].sort((a, b) => time(b) - time(a) || b.id - a.id)[0];
  if (!newest) return null;
  const { hash, createdAt, name } = newest;
  const here = migrations.filter(({ hashes }) => hashes.includes(hash));
  const tag = (here.find(({ timestamp }) => timestamp === createdAt) ?? here[0])?.tag;
  return { name: name ?? tag ?? null, hash, createdAt };
}

/**
 * The command that brings a backup back, as it is typed in a folder.
 * @param cwd absolute
 * @returns null for one that a command of the user's has made, whose own means bring it back
 */
export function restoreCommandFor(
  { file, manifest }: Pick<Backup, 'file' | 'manifest'>,
  cwd: string,
): string | null {
  if (file === null) return null;
  const from = path.relative(cwd, file);
  const shown = from.startsWith('..') ? file : from;
  return `drizzle-guard restore ${shellWord(shown)} --environment ${shellWord(manifest.environment)}`;
}
