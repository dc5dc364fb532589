import { existsSync, mkdirSync, openSync, readSync, closeSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { GuardError } from '../../errors/guard-error';
import { wordsOf } from '../../errors/words-of';
import { toTreePath } from '../../files/tree-path';
import type { Connection, Limits, Target } from '../connection';
import { waitForLockFile } from '../files/lock-file';
import { processesWithFile } from '../files/other-processes';
import { sqliteCode, type SqliteClient } from './client';
import { sqliteConnection } from './connection';
import { sqliteDriver } from './drivers';

/** The lock beside a file, whatever links lead there. */
export function sqliteLock(file: string): string {
  const folder = path.dirname(file);
  if (existsSync(file)) return `${realpathSync(file)}.lock`;
  return `${path.join(existsSync(folder) ? realpathSync(folder) : folder, path.basename(file))}.lock`;
}

/**
 * A file of SQLite. Its own lock belongs to each transaction, so that two runs could take turns in the middle of each
 * other: hence the lock file beside it.
 *
 * @param root the workspace's root, absolute
 * @param folder where the driver is looked for, absolute
 * @param file absolute
 */
export function sqliteFileTarget(root: string, folder: string, file: string, dialect: string): Target {
  const fromRoot = toTreePath(root, file);
  const inside = !fromRoot.startsWith('..') && !path.isAbsolute(fromRoot);
  const shown = inside ? fromRoot : file;
  return {
    description: `sqlite ${shown}`,
    insideWorkTree: inside,
    isLocal: true,
    whereabouts: { kind: 'sqlite', file, folder, dialect },
    exists: () => isSqlite(file, shown),
    async open(limits) {
      const driver = sqliteDriver(folder, dialect);
      isSqlite(file, shown);
      if (inside) mkdirSync(path.dirname(file), { recursive: true });
      return opened(file, shown, limits, () => driver.open(file), driver.suspendsForeignKeys);
    },
  };
}

async function opened(
  file: string,
  shown: string,
  { lockTimeout, lockWait }: Limits,
  open: () => SqliteClient,
  suspendsForeignKeys: boolean,
): Promise<Connection> {
  let client: SqliteClient;
  try {
    client = open();
    await client.execute(`PRAGMA busy_timeout = ${lockTimeout ?? FOREVER}`);
  } catch (thrown) {
    throw cannotOpen(file, shown, thrown);
  }
  let release: (() => void) | null = null;
  const connection = sqliteConnection(withHolders(client, file), {
    suspendsForeignKeys,
    async lock(onWait) {
      release ??= await waitForLockFile(sqliteLock(file), shown, lockWait, onWait);
    },
  });
  return {
    ...connection,
    async close() {
      try {
        await connection.close();
      } finally {
        release?.();
      }
    },
  };
}

/** What SQLite takes at most, 24 days. */
const FOREVER = 2 ** 31 - 1;

/**
 * @returns false where opening would create it
 * @throws GuardError `cannot-connect` for something else in its place
 */
function isSqlite(file: string, shown: string): boolean {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat) return false;
  if (!stat.isFile())
    throw new GuardError(
      'cannot-connect',
      `${shown} is ${stat.isDirectory() ? 'a directory' : 'no file'}, and no SQLite database; nothing was done`,
      'name the file of the database in dbCredentials.url of the drizzle config',
    );
  const begin = beginningOf(file, shown);
  // An empty file is a new database.
  if (begin === '' || begin === MAGIC) return true;
  throw new GuardError(
    'cannot-connect',
    `${shown} is there and is no SQLite database, or an encrypted one: it does not begin as one; nothing was done`,
    'name the file of the database in dbCredentials.url of the drizzle config, or bring it back from a backup',
  );
}

/** sqlite.org/fileformat.html, 1.3. */
const MAGIC = 'SQLite format 3\0';

function beginningOf(file: string, shown: string): string {
  try {
    const descriptor = openSync(file, 'r');
    try {
      const bytes = Buffer.alloc(MAGIC.length);
      return bytes.toString('latin1', 0, readSync(descriptor, bytes));
    } finally {
      closeSync(descriptor);
    }
  } catch (thrown) {
    throw cannotOpen(file, shown, thrown);
  }
}

function cannotOpen(file: string, shown: string, thrown: unknown): GuardError {
  const folder = path.dirname(file);
  const isMissing = !existsSync(folder);
  return new GuardError(
    'cannot-connect',
    isMissing
      ? `the SQLite database ${shown} cannot be opened: there is no folder ${folder}; nothing was done`
      : `the SQLite database ${shown} cannot be opened: ${wordsOf(thrown)}; nothing was done`,
    isMissing
      ? 'make the folder, or correct dbCredentials.url in the drizzle config'
      : 'see whether the user who runs this command may read and write it and its folder',
    { cause: thrown },
  );
}

/** Who keeps a file busy is found out where somebody does, and said with SQLite's words. */
function withHolders(client: SqliteClient, file: string): SqliteClient {
  const telling = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (thrown) {
      if (sqliteCode(thrown) !== 'SQLITE_BUSY') throw thrown;
      const others = processesWithFile(file).map(({ pid, command }) => `process ${pid} (${command})`);
      if (others.length === 0) throw thrown;
      throw Object.assign(new Error(`${wordsOf(thrown)}; it is open in ${others.join(', ')}`), {
        code: 'SQLITE_BUSY',
        cause: thrown,
      });
    }
  };
  return {
    query: (sql, values) => telling(client.query(sql, values)),
    execute: (sql) => telling(client.execute(sql)),
    close: () => client.close(),
  };
}
