import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, statfsSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { withWorkspace, type Workspace } from 'testkit';
import { expect, test, vi } from 'vitest';
import { takeBackup } from '../../src/backup/take-backup';
import { sqliteFileTarget } from '../../src/engines/sqlite/file-target';
import { DEFAULT_BACKUP } from '../../src/workspace/backup-settings';
import { canMount, onDisk } from './disk';

vi.setConfig({ testTimeout: 60_000 });

/** Takes backups of a file of SQLite with a megabyte in it. */
async function withSubject(
  use: (
    take: (
      to: string,
      keep?: number,
      environment?: string,
      onWork?: (what: string) => void,
    ) => ReturnType<typeof takeBackup>,
    dir: string,
  ) => Promise<void>,
): Promise<void> {
  await withWorkspace({}, async ({ dir }: Workspace) => {
    const target = sqliteFileTarget(dir, dir, path.join(dir, 'local.db'), 'sqlite');
    const connection = await target.open({ lockWait: 0, lockTimeout: null, statementTimeout: null });
    try {
      await connection.query('CREATE TABLE big AS SELECT randomblob(1000000) AS x');
      const subject = {
        root: dir,
        database: 'shop',
        dialect: 'sqlite',
        layout: null,
        target,
        migrations: [],
      };
      const ledger = { schema: 'drizzle', table: '__drizzle_migrations' };
      const take = (to: string, keep = 10, environment = 'production', onWork?: (what: string) => void) =>
        takeBackup(
          { ...subject, environment, ledger, variables: {} },
          connection,
          { ...DEFAULT_BACKUP, keep },
          { to, onWork },
        );
      await use(take, dir);
    } finally {
      await connection.close();
    }
  });
}

const backupsIn = (folder: string) => readdirSync(folder).filter((name) => name.endsWith('.sqlite'));

test('the oldest of this database and environment go; what is none of ours, or was changed, stays', () =>
  withSubject(async (take, dir) => {
    const folder = path.join(dir, 'kept');
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'notes.json'), '{}');
    const staging = await take(folder, 10, 'staging');
    const first = await take(folder);
    const second = await take(folder);
    const third = await take(folder, 2);
    expect(third.removed).toEqual([path.basename(first.file!)]);
    expect(backupsIn(folder).sort()).toEqual(
      [second, third, staging].map(({ file }) => path.basename(file!)).sort(),
    );
    expect(readdirSync(folder)).toContain('notes.json');
    // A folder of the user's is left as it is.
    expect(readdirSync(folder)).not.toContain('.gitignore');
  }));

test('what a dead process began goes, what a live one is at stays', () =>
  withSubject(async (take, dir) => {
    const folder = path.join(dir, 'kept');
    mkdirSync(folder);
    const host = os.hostname().replaceAll(/[^\w-]/g, '_');
    const dead = execFileSync(process.execPath, ['-e', 'process.stdout.write(String(process.pid))'], {
      encoding: 'utf8',
    });
    for (const writer of [`${host}-${dead}`, `${host}-${process.ppid}`, `elsewhere-${dead}`])
      writeFileSync(path.join(folder, `a.sqlite.${writer}.partial`), '');
    await take(folder);
    expect(
      readdirSync(folder)
        .filter((name) => name.endsWith('.partial'))
        .sort(),
    ).toEqual([`a.sqlite.${host}-${process.ppid}.partial`, `a.sqlite.elsewhere-${dead}.partial`].sort());
  }));

test.skipIf(!canMount)('a disk that is too small is refused before anything is written', () =>
  withSubject((take) =>
    onDisk('512k', async (folder) => {
      const refusal = (await take(folder).catch((thrown: unknown) => thrown)) as Error & { code: string };
      expect([refusal.code, refusal.message.replace(folder, '<folder>')]).toMatchInlineSnapshot(`
        [
          "no-space",
          "<folder> has 0.5 MB left, and a backup of this database takes at least 1.0 MB; there is no backup",
        ]
      `);
      expect(readdirSync(folder)).toEqual([]);
    }),
  ),
);

test.skipIf(!canMount)('a disk that is full half-way: there is no backup, and those before are there', () =>
  withSubject((take) =>
    onDisk('2500k', async (folder) => {
      const { file } = await take(folder);
      // What is free when it is looked at is somebody else's when it is written.
      const filling = (what: string) => {
        const { bavail, bsize } = statfsSync(folder);
        if (what === 'taking a backup')
          writeFileSync(path.join(folder, 'other'), Buffer.alloc(bavail * bsize - 400_000));
      };
      const failing = take(folder, 10, 'production', filling).catch((thrown: unknown) => thrown);
      const { code, message, help } = (await failing) as Error & { code: string; help: string };
      expect(code).toBe('failed-backup');
      expect(message).toMatch(/disk is full.*; there is no backup, and what was begun is gone$/);
      expect(help.replace(folder, '<folder>')).toMatchInlineSnapshot(
        `"make room in <folder>, or name another folder with --to <folder>, then run the command again"`,
      );
      expect(backupsIn(folder)).toEqual([path.basename(file!)]);
      expect(readdirSync(folder).filter((name) => name.endsWith('.partial'))).toEqual([]);
    }),
  ),
);
