import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { GuardError } from '../errors/guard-error';
import { wordsOf } from '../errors/words-of';
import { toTreePath } from '../files/tree-path';
import { compileOnce, fewBuffers, type StartedWith } from './quick-start';
import type { Target } from './connection';
import { waitForLockFile } from './files/lock-file';
import { processesUsing } from './files/other-processes';
import { postgresConnection } from './ledger/postgres-ledger';
import { runInPglite } from './run-in-pglite';

export interface PGlite {
  waitReady: Promise<void>;
  dumpDataDir(compression: 'gzip'): Promise<Blob>;
  query(sql: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
  exec(sql: string): Promise<unknown>;
  close(): Promise<void>;
}

interface PGliteClass extends StartedWith {
  new (directory: string, options?: { loadDataDir?: Blob; startParams?: string[] }): PGlite;
}

/**
 * The data directory that dbCredentials.url means, absolute.
 * @param folder the database's package folder, absolute
 */
export function pgliteDirectory(folder: string, url: string): string {
  return path.resolve(folder, url.replace(/^file:(\/\/)?/, ''));
}

/** The lock beside a data directory. */
export function pgliteLock(directory: string): string {
  return `${directory}.lock`;
}

/**
 * A PGlite data directory. A second process opens one without an error, and what one of the two writes is lost: hence
 * the lock file beside it.
 *
 * @param root the workspace's root, absolute
 * @param folder the database's package folder, absolute: the driver is resolved and the directory is relative to it
 * @param url dbCredentials.url of the drizzle config
 */
export function pgliteTarget(root: string, folder: string, url: string): Target {
  const directory = pgliteDirectory(folder, url);
  const fromRoot = toTreePath(root, directory);
  const inside = !fromRoot.startsWith('..') && !path.isAbsolute(fromRoot);
  const shown = inside ? fromRoot : directory;
  return {
    description: `pglite ${shown}`,
    insideWorkTree: inside,
    isLocal: true,
    whereabouts: { kind: 'pglite', directory, folder },
    exists: () => isDataDirectory(directory, shown),
    async open({ lockWait }, onWait) {
      compileOnce();
      const { PGlite } = loadDriver(folder);
      mkdirSync(path.dirname(directory), { recursive: true });
      const release = await waitForLockFile(pgliteLock(directory), shown, lockWait, onWait);
      try {
        await refuseIfInUse(directory, shown, Math.min(lockWait, ENDING));
        const client = new PGlite(directory, fewBuffers(PGlite));
        await client.waitReady;
        let closing: Promise<void> | undefined;
        const close = async () => {
          try {
            await client.close();
          } finally {
            release();
          }
        };
        return {
          ...postgresConnection({
            query: async (sql, values) => (await client.query(sql, values)).rows,
            execute: (sql) => runInPglite(client, sql),
            close: () => (closing ??= close()),
          }),
          async archive() {
            await client.exec('checkpoint');
            return new Uint8Array(await (await client.dumpDataDir('gzip')).arrayBuffer());
          },
        };
      } catch (thrown) {
        release();
        if (thrown instanceof GuardError) throw thrown;
        throw new GuardError(
          'cannot-connect',
          `the PGlite database ${shown} cannot be opened: ${wordsOf(thrown)}`,
          'see whether it was made by another version of @electric-sql/pglite; nothing was done',
          { cause: thrown },
        );
      }
    },
  };
}

/**
 * @throws GuardError `cannot-connect` for something else in its place: PGlite would begin a new database over it
 */
function isDataDirectory(directory: string, shown: string): boolean {
  if (!existsSync(directory)) return false;
  if (existsSync(path.join(directory, 'PG_VERSION'))) return true;
  if (statSync(directory).isDirectory() && readdirSync(directory).length === 0) return false;
  throw new GuardError(
    'cannot-connect',
    `${shown} is there and is no PGlite data directory: it has no PG_VERSION; nothing was done`,
    'bring the data back from a backup, or move what is there away to begin a new database',
  );
}

/** How long a process that has given its lock back may take to end: it has the files open until then. */
export const ENDING = 3000;

/** An application that has the directory open takes no lock; opened twice, it loses what one of the two writes. */
export async function refuseIfInUse(directory: string, shown: string, patience: number): Promise<void> {
  const until = performance.now() + patience;
  const find = () => (existsSync(directory) ? processesUsing(directory) : []);
  let [other] = find();
  for (; other && performance.now() < until; [other] = find()) await pause(100);
  if (!other) return;
  throw new GuardError(
    'lock-held',
    `${shown} is open in process ${other.pid} (${other.command}); nothing was done`,
    'stop it (a development server, drizzle-kit studio), then run the command again',
  );
}

/**
 * The PGlite that a package resolves.
 * @throws GuardError `driver-missing`
 */
export function loadDriver(folder: string): {
  PGlite: PGliteClass;
} {
  try {
    return createRequire(path.join(folder, 'resolve.js'))('@electric-sql/pglite') as ReturnType<
      typeof loadDriver
    >;
  } catch (thrown) {
    throw new GuardError(
      'driver-missing',
      `@electric-sql/pglite cannot be loaded from ${folder}: ${wordsOf(thrown).split('\n')[0]}`,
      'install it (`npm install @electric-sql/pglite`), then run the command again',
      { cause: thrown },
    );
  }
}
