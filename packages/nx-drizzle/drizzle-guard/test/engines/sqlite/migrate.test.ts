import { isLong } from 'testkit';
import { createClient } from '@libsql/client';
import { readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Workspace } from 'testkit';
import { describe, expect, test } from 'vitest';
import { fingerprint } from '../../fixtures';
import {
  files,
  LEDGER,
  one,
  POSTS,
  REBUILD,
  sql,
  tagsIn,
  USERS,
  withSqlite,
  type Migration,
} from './fixtures';

// The journeys of a file of SQLite through the built bin; its driver is @libsql/client.

const BAD: Migration = [
  '0001_bad',
  'CREATE TABLE `a` (`id` integer);\n--> statement-breakpoint\nINSERT INTO `nowhere`\nVALUES (1);\n',
];

test('a first migrate makes the file, a second has nothing to do', () =>
  withSqlite([USERS, POSTS, REBUILD], async (workspace) => {
    expect(one(workspace, 'status')).toMatchObject({
      ...{ exitCode: 0, environment: 'development', target: 'sqlite local.db' },
      migrations: [{ state: 'pending' }, { state: 'pending' }, { state: 'pending' }],
    });
    expect(workspace.exists('local.db')).toBe(false);
    expect(one(workspace, 'migrate', '--dry-run').pending).toHaveLength(3);
    expect(workspace.exists('local.db')).toBe(false);
    expect(tagsIn(one(workspace, 'migrate'))).toEqual(['0000_users', '0001_posts', '0002_users_again']);
    expect(await sql(workspace, 'SELECT count(*) AS n FROM posts')).toEqual([{ n: 3 }]);
    const before = fingerprint(workspace.dir);
    expect(one(workspace, 'migrate')).toMatchObject({ exitCode: 0, applied: [], pending: [], findings: [] });
    expect(one(workspace, 'status').migrations).toMatchObject([{ state: 'applied' }, {}, {}]);
    expect(fingerprint(workspace.dir)).toEqual(before);
  }));

test('a migration that fails is rolled back, with its file, line and words', () =>
  withSqlite([USERS, BAD, ['0002_after', 'CREATE TABLE `b` (`id` integer);\n']], async (workspace) => {
    const result = one(workspace, 'migrate');
    expect(result).toMatchObject({ exitCode: 2, error: { code: 'failed-statement' } });
    expect(tagsIn(result)).toEqual(['0000_users']);
    expect(result.error.message).toBe(
      '0001_bad failed at statement 2 of 2 (drizzle/0001_bad.sql:3):\n    INSERT INTO `nowhere`\n    VALUES (1);\n  no such table: nowhere\n  0001_bad was rolled back. Applied in this run: 0000_users. Not applied: 0001_bad, 0002_after.',
    );
    expect(await sql(workspace, LEDGER)).toHaveLength(1);
    expect(await sql(workspace, "SELECT name FROM sqlite_master WHERE name = 'a'")).toEqual([]);
  }));

describe('what is wrong is said, and nothing is applied', () => {
  const states = (workspace: Workspace) =>
    one(workspace, 'status').migrations.map(({ state }: { state: string }) => state);

  test('an edited migration, and one that nobody knows', () =>
    withSqlite([USERS], async (workspace) => {
      one(workspace, 'migrate');
      await sql(workspace, "UPDATE __drizzle_migrations SET hash = 'another'");
      expect(states(workspace)).toEqual(['edited']);
      await sql(
        workspace,
        `INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('theirs', ${Date.UTC(2027, 0)})`,
      );
      expect(states(workspace)).toEqual(['edited', 'unknown']);
      workspace.write(files([USERS, POSTS]));
      const { exitCode, findings } = one(workspace, 'migrate');
      expect([exitCode, findings.map(({ code }: { code: string }) => code)]).toEqual([
        1,
        expect.arrayContaining(['edited-migration', 'unknown-migration']),
      ]);
      expect(await sql(workspace, LEDGER)).toHaveLength(2);
    }));

  test('a late one; with --late apply it runs', () =>
    withSqlite([USERS, ['0001_b', 'CREATE TABLE `b` (`id` integer);\n']], async (workspace) => {
      one(workspace, 'migrate');
      await sql(workspace, 'DELETE FROM __drizzle_migrations WHERE rowid = 1; ');
      await sql(workspace, 'DROP TABLE users');
      expect(states(workspace)).toEqual(['late', 'applied']);
      expect(one(workspace, 'migrate')).toMatchObject({
        exitCode: 1,
        findings: [{ code: 'late-migration' }],
      });
      expect(tagsIn(one(workspace, 'migrate', '--late', 'apply'))).toEqual(['0000_users']);
    }));
});

describe('a status', () => {
  test.each(['delete', 'wal'])('leaves nothing behind, also in journal mode %s', (mode) =>
    withSqlite([USERS], async (workspace) => {
      one(workspace, 'migrate');
      await sql(workspace, `PRAGMA journal_mode = ${mode}`);
      const before = fingerprint(workspace.dir);
      expect(one(workspace, 'status').exitCode).toBe(0);
      expect(fingerprint(workspace.dir)).toEqual(before);
      workspace.write(files([USERS, POSTS]));
      expect(tagsIn(one(workspace, 'migrate'))).toEqual(['0001_posts']);
      expect(readdirSync(workspace.dir).filter((file) => file.startsWith('local.db'))).toEqual(['local.db']);
    }),
  );

  test('takes no lock: it answers beside one, and beside an application that writes', () =>
    withSqlite([USERS], async (workspace) => {
      one(workspace, 'migrate');
      await sql(workspace, 'PRAGMA journal_mode = wal');
      const lock = { pid: process.pid, host: os.hostname(), since: new Date().toISOString() };
      workspace.write({ 'local.db.lock': JSON.stringify(lock) });
      const client = createClient({ url: `file:${path.join(workspace.dir, 'local.db')}` });
      const writing = await client.transaction('write');
      await writing.execute("INSERT INTO users VALUES (7, 'Ada')");
      expect(one(workspace, 'status')).toMatchObject({ exitCode: 0, migrations: [{ state: 'applied' }] });
      await writing.rollback();
      client.close();
    }));
});

test.runIf(isLong)('an application that keeps the file is named, after lockTimeout', () =>
  withSqlite([USERS], async (workspace) => {
    one(workspace, 'migrate');
    workspace.write({
      ...files([USERS, POSTS]),
      'drizzle-guard.json': '{ "migrate": { "lockTimeout": "1s" } }',
    });
    const client = createClient({ url: `file:${path.join(workspace.dir, 'local.db')}` });
    const writing = await client.transaction('write');
    const { exitCode, error, applied } = one(workspace, 'migrate');
    await writing.rollback();
    client.close();
    expect([exitCode, applied]).toEqual([2, []]);
    expect(error.message).toMatch(
      /^0001_posts failed at the beginning of its transaction: database is locked/,
    );
    if (process.platform === 'linux')
      expect(error.message).toContain(`it is open in process ${process.pid} (node)`);
    expect(tagsIn(one(workspace, 'migrate'))).toEqual(['0001_posts']);
  }),
);
