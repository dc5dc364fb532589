import { execFileSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { cleanEnvironment, type Workspace } from 'testkit';
import { POSTS, USERS, withSqlite } from '../engines/sqlite/fixtures';
import { one, restored, taken } from './taken';

vi.setConfig({ testTimeout: 120_000 });

/** Runs statements on the database in a process of their own, which has let go of it afterwards. */
function sql({ dir }: Workspace, ...statements: string[]): Record<string, unknown>[][] {
  const code = `const client = require('@libsql/client').createClient({ url: 'file:local.db' });
    (async () => {
      const all = [];
      for (const text of ${JSON.stringify(statements)}) all.push((await client.execute(text)).rows);
      console.log(JSON.stringify(all));
    })()`;
  const options = { cwd: dir, encoding: 'utf8', env: cleanEnvironment() as NodeJS.ProcessEnv } as const;
  return JSON.parse(execFileSync(process.execPath, ['-e', code], options)) as Record<string, unknown>[][];
}

function contentOf(workspace: Workspace): unknown {
  const [objects] = sql(workspace, 'SELECT type, name, sql FROM sqlite_master ORDER BY name');
  const tables = objects!.filter(({ type }) => type === 'table').map(({ name }) => String(name));
  return [
    objects,
    tables,
    sql(workspace, ...tables.map((name) => `SELECT rowid, * FROM "${name}" ORDER BY rowid`)),
  ];
}

test('what a backup holds is what a restore brings, also of a log that was not folded in yet', () =>
  withSqlite([USERS, POSTS], (workspace) => {
    expect(one(workspace, 'migrate').exitCode).toBe(0);
    sql(workspace, 'PRAGMA journal_mode = WAL');
    const before = contentOf(workspace);
    const file = taken(workspace, '--to', 'kept');
    expect(file).toMatch(/^kept\/shop-development-\d{8}T\d{9}Z\.sqlite$/);
    expect(statSync(path.join(workspace.dir, file)).mode & 0o777).toBe(0o600);
    sql(workspace, 'CREATE TABLE later (id integer)', 'DELETE FROM posts');
    expect(contentOf(workspace)).not.toEqual(before);
    expect(restored(workspace, file)).toEqual(['applied', 'applied']);
    expect(contentOf(workspace)).toEqual(before);
    expect(['-wal', '-shm', '.lock'].filter((more) => workspace.exists(`local.db${more}`))).toEqual([]);
  }));

test('a database that was lost, and one that is damaged, come back', () =>
  withSqlite([USERS, POSTS], (workspace) => {
    expect(one(workspace, 'migrate').exitCode).toBe(0);
    const before = contentOf(workspace);
    const file = taken(workspace);
    workspace.write({ 'local.db': 'SQLite format 3\0 and nothing that is one' });
    expect(restored(workspace, file)).toEqual(['applied', 'applied']);
    workspace.remove('local.db');
    expect(restored(workspace, file)).toEqual(['applied', 'applied']);
    expect(contentOf(workspace)).toEqual(before);
  }));

test('of what is not there yet there is no backup', () =>
  withSqlite([USERS], (workspace) => {
    mkdirSync(path.join(workspace.dir, 'kept'));
    const { exitCode, error } = one(workspace, 'backup', '--to', 'kept');
    expect([exitCode, error.code]).toEqual([2, 'nothing-to-back-up']);
  }));
