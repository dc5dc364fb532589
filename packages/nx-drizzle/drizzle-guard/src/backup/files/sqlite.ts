import {
  chmodSync,
  chownSync,
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  fsyncSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { Target, Whereabouts } from '../../engines/connection';
import { waitForLockFile } from '../../engines/files/lock-file';
import { processesWithFile } from '../../engines/files/other-processes';
import type { SqliteClient } from '../../engines/sqlite/client';
import { sqliteDriver } from '../../engines/sqlite/drivers';
import { sqliteLock } from '../../engines/sqlite/file-target';
import { GuardError } from '../../errors/guard-error';
import { wordsOf } from '../../errors/words-of';
import { digestOf } from '../digest';
import { damaged, failedRestore } from '../failures';
import type { Way } from '../way';

/** VACUUM INTO, which is a copy at one moment, whoever writes meanwhile; restored by a rename. */
export function sqliteWay(
  { file: place, folder, dialect }: Extract<Whereabouts, { kind: 'sqlite' }>,
  target: Target,
): Way {
  const driver = () => sqliteDriver(folder, dialect);
  const real = () => (existsSync(place) ? realpathSync(place) : place);
  return {
    kind: 'sqlite',
    ending: 'sqlite',
    async prepare(connection) {
      const [version] = await connection.query('select sqlite_version() as version');
      const [size] = await connection.query(
        'select (page_count - freelist_count) * page_size as size from pragma_page_count, pragma_freelist_count, pragma_page_size',
      );
      return {
        tool: { name: driver().name, version: String(version!['version']) },
        serverVersion: String(version!['version']),
        needed: Number(size!['size']),
        async write(file) {
          writeFileSync(file, '', { mode: 0o600, flag: 'wx' });
          await connection.query(`VACUUM INTO '${file.replaceAll("'", "''")}'`);
          synced(file);
          return digestOf(file);
        },
      };
    },
    verify: async (file) => check(file, driver().open(file)),
    async restore({ file, limits, onWait }) {
      const now = real();
      mkdirSync(path.dirname(now), { recursive: true });
      const release = await waitForLockFile(sqliteLock(place), target.description, limits.lockWait, onWait);
      const beside = `${now}.restore-${process.pid}`;
      try {
        const before = statSync(now, { throwIfNoEntry: false });
        refuseIfOpen(now, target.description);
        copyFileSync(file, beside);
        if (before) keepRights(beside, before);
        await check(beside, driver().open(beside));
        synced(beside);
        if (before) await emptyLog(driver().open, now);
        refuseIfOpen(now, target.description);
        // What they hold is in the file; beside another file they would be read into that.
        for (const more of ['-wal', '-shm', '-journal']) rmSync(now + more, { force: true });
        renameSync(beside, now);
        synced(path.dirname(now));
      } catch (thrown) {
        throw failedRestore(target.description, thrown, 'nothing was changed');
      } finally {
        for (const more of ['', '-wal', '-shm', '-journal']) rmSync(beside + more, { force: true });
        release();
      }
    },
  };
}

async function check(file: string, client: SqliteClient): Promise<void> {
  try {
    const rows = await client.query('PRAGMA integrity_check');
    const said = rows.map((row) => String(Object.values(row)[0]));
    if (said[0] !== 'ok') throw new Error(`PRAGMA integrity_check says: ${said.slice(0, 3).join('; ')}`);
  } catch (thrown) {
    throw damaged(file, wordsOf(thrown), thrown);
  } finally {
    await client.close();
  }
}

function refuseIfOpen(file: string, description: string): void {
  const [other] = existsSync(file) ? processesWithFile(file) : [];
  if (!other) return;
  throw new GuardError(
    'lock-held',
    `${description} is open in process ${other.pid} (${other.command}), which would go on writing to a file that is gone; nothing was changed`,
    'stop it (the application, drizzle-kit studio), then run the command again',
  );
}

/** A damaged database, which is why it is restored, may not even open. */
async function emptyLog(open: (file: string) => SqliteClient, file: string): Promise<void> {
  try {
    const client = open(file);
    try {
      // Not as a query: libsql keeps the file of one open after it is closed.
      await client.execute('PRAGMA wal_checkpoint(TRUNCATE)');
    } finally {
      await client.close();
    }
  } catch {
    return;
  }
}

function keepRights(file: string, { mode, uid, gid }: { mode: number; uid: number; gid: number }): void {
  chmodSync(file, mode & 0o7777);
  const now = statSync(file);
  if (now.uid !== uid || now.gid !== gid) chownSync(file, uid, gid);
}

function synced(file: string): void {
  const descriptor = openSync(file, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
