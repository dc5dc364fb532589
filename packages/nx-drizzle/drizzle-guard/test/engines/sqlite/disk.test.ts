import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { files, one, POSTS, USERS, withSqlite, type Migration } from './fixtures';

/** A disk of its own, where this user may make one; whoever may not skips what needs it. */
const canMount = ((): boolean => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'drizzle-guard-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
})();

function withDisk(use: (folder: string) => Promise<void> | void): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'drizzle-guard-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder]);
  return Promise.resolve(use(folder)).finally(() => {
    execFileSync('umount', [folder]);
    rmSync(folder, { recursive: true });
  });
}

describe.skipIf(!canMount)('a disk', () => {
  const FILL: Migration = [
    '0001_fill',
    'CREATE TABLE `fill` (`text` text);\n--> statement-breakpoint\nWITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400) INSERT INTO `fill` SELECT hex(randomblob(1000)) FROM n;\n',
  ];

  test('that is full: rolled back, said, and nothing is lost', () =>
    withDisk((folder) =>
      withSqlite(
        [USERS],
        async (workspace) => {
          expect(one(workspace, 'migrate').exitCode).toBe(0);
          const config = workspace.read('drizzle.config.ts');
          workspace.write({ ...files([USERS, FILL]), 'drizzle.config.ts': config });
          const { exitCode, error } = one(workspace, 'migrate');
          expect([exitCode, error.code]).toEqual([2, 'failed-statement']);
          // What is not much SQLite keeps in memory until COMMIT.
          expect(error.message).toMatch(
            /^0001_fill failed at (?:statement 2 of 2|COMMIT)[\s\S]*database or disk is full[\s\S]*0001_fill was rolled back\./,
          );
          expect(one(workspace, 'status').migrations).toMatchObject([
            { state: 'applied' },
            { state: 'pending' },
          ]);
          expect(readdirSync(folder)).toEqual(['local.db']);
        },
        { dbCredentials: { url: path.join(folder, 'local.db') } },
      ),
    ));

  test('that may only be read: a status answers, a migrate says why not', () =>
    withDisk((folder) =>
      withSqlite(
        [USERS],
        async (workspace) => {
          one(workspace, 'migrate');
          const config = workspace.read('drizzle.config.ts');
          workspace.write({ ...files([USERS, POSTS]), 'drizzle.config.ts': config });
          execFileSync('mount', ['-o', 'remount,ro', folder]);
          expect(one(workspace, 'status').migrations).toMatchObject([
            { state: 'applied' },
            { state: 'pending' },
          ]);
          const { exitCode, error } = one(workspace, 'migrate');
          expect([exitCode, error.code]).toEqual([2, 'cannot-connect']);
          expect(error.message).toContain('no lock can be made beside the database');
        },
        { dbCredentials: { url: path.join(folder, 'local.db') } },
      ),
    ));
});
