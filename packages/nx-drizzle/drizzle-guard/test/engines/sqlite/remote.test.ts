import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { cleanEnvironment, startBin, withWorkspace, type Workspace } from 'testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { files, POSTS, REBUILD, tagsIn, USERS, type Migration } from './fixtures';
import { CREDENTIALS, startLibsql, type LibsqlServer } from './libsql-server';

// A server of libsql over HTTP, as Turso is one. It runs in this process, so nothing may be waited for in it.

let server: LibsqlServer;
let isCut: (sql: string) => boolean = () => false;
beforeEach(async () => {
  isCut = () => false;
  server = await startLibsql((sql) => isCut(sql));
});
afterEach(() => server.close());

const ALL = [USERS, POSTS, REBUILD];
const LEDGER = 'SELECT * FROM __drizzle_migrations ORDER BY rowid';

function withRemote(
  migrations: readonly Migration[],
  use: (workspace: Workspace) => Promise<void>,
  more: Record<string, unknown> = {},
): Promise<void> {
  const dbCredentials = { url: server.url, ...CREDENTIALS, ...more };
  return withWorkspace(files(migrations, { dialect: 'turso', dbCredentials }), use);
}

async function one({ dir }: Workspace, ...args: string[]) {
  const run = await startBin([...args, '--json'], { cwd: dir });
  expect(run.stdout + run.stderr).not.toContain(CREDENTIALS.authToken);
  return { exitCode: run.exitCode, ...run.json().databases[0] };
}

async function drizzleKit({ dir }: Workspace): Promise<void> {
  const env = cleanEnvironment() as NodeJS.ProcessEnv;
  await promisify(execFile)(process.execPath, ['node_modules/drizzle-kit/bin.cjs', 'migrate'], {
    cwd: dir,
    env,
  });
}

test('everything is applied, child rows are kept, and drizzle-kit agrees that nothing is pending', () =>
  withRemote(ALL, async (workspace) => {
    const { exitCode, target, migrations } = await one(workspace, 'status');
    expect([exitCode, target, migrations.length]).toEqual([0, `turso ${hostOf(server)}`, 3]);
    expect(server.rows('SELECT name FROM sqlite_master')).toEqual([]);
    expect(tagsIn(await one(workspace, 'migrate'))).toEqual(ALL.map(([tag]) => tag));
    expect(server.rows('SELECT count(*) AS n FROM posts')).toEqual([{ n: 3 }]);
    const written = server.rows(LEDGER);
    await drizzleKit(workspace);
    expect(server.rows(LEDGER)).toEqual(written);
    expect(await one(workspace, 'migrate')).toMatchObject({ exitCode: 0, applied: [], findings: [] });
  }));

test('what drizzle-kit has applied is applied', () =>
  withRemote([USERS], async (workspace) => {
    await drizzleKit(workspace);
    workspace.write(files(ALL, { dialect: 'turso', dbCredentials: { url: server.url, ...CREDENTIALS } }));
    expect(tagsIn(await one(workspace, 'migrate'))).toEqual(['0001_posts', '0002_users_again']);
  }));

test('a failing migration is rolled back', () =>
  withRemote(
    [USERS, ['0001_bad', 'CREATE TABLE a (id integer);--> statement-breakpoint\nSELECT nope;\n']],
    async (workspace) => {
      const { exitCode, applied, error } = await one(workspace, 'migrate');
      expect([exitCode, applied.length, error.code]).toEqual([2, 1, 'failed-statement']);
      expect(error.message).toMatch(
        /^0001_bad failed at statement 2 of 2[\s\S]*no such column: nope[\s\S]*rolled back/,
      );
      expect(server.rows("SELECT name FROM sqlite_master WHERE name = 'a'")).toEqual([]);
    },
  ));

test('of several migrates at once each migration is applied by one, and the others say so', () =>
  withRemote(
    Array.from({ length: 6 }, (_, at): Migration => [
      `000${at}_m`,
      `CREATE TABLE IF NOT EXISTS m (n integer);--> statement-breakpoint\nINSERT INTO m VALUES (${at});\n`,
    ]),
    async (workspace) => {
      const runs = await Promise.all([1, 2, 3].map(() => one(workspace, 'migrate')));
      expect(runs.flatMap(tagsIn).sort()).toEqual([0, 1, 2, 3, 4, 5].map((at) => `000${at}_m`));
      for (const { exitCode, error } of runs) if (exitCode !== 0) expect(error.code).toBe('lock-held');
      expect(server.rows('SELECT n FROM m ORDER BY n')).toEqual([0, 1, 2, 3, 4, 5].map((n) => ({ n })));
      expect((await one(workspace, 'migrate')).exitCode).toBe(0);
    },
  ));

test.each([
  ['a statement', /CREATE TABLE `posts`/, '0001_posts was rolled back. The connection is lost.', 1],
  ['COMMIT', /"COMMIT"/, 'Whether 0000_users is applied is not known', 1],
])('the line is cut in the answer to %s', (_, pattern, words, rows) =>
  withRemote([USERS, POSTS], async (workspace) => {
    isCut = (sql) => pattern.test(sql);
    const { exitCode, error } = await one(workspace, 'migrate');
    expect([exitCode, error.code]).toEqual([2, 'failed-statement']);
    expect(error.message).toContain(words);
    expect(server.rows(LEDGER)).toHaveLength(rows);
    isCut = () => false;
    expect(await one(workspace, 'migrate')).toMatchObject({ exitCode: 0, pending: [] });
    expect(server.rows('SELECT count(*) AS n FROM posts')).toEqual([{ n: 3 }]);
  }),
);

test('a wrong token, and an address where nothing listens: one sentence, without the token', async () => {
  await withRemote(
    [USERS],
    async (workspace) => {
      const { exitCode, error } = await one(workspace, 'migrate');
      expect([exitCode, error.code]).toEqual([2, 'cannot-connect']);
      expect(error.message).toBe(`${hostOf(server)} refuses the token (HTTP 401); nothing was done`);
      expect(JSON.stringify(error)).not.toContain('another');
    },
    { authToken: 'another' },
  );
  await withRemote(
    [USERS],
    async (workspace) => {
      const { exitCode, error } = await one(workspace, 'status');
      expect([exitCode, error.code]).toEqual([2, 'cannot-connect']);
      expect(error.message).toMatch(/^127\.0\.0\.1:1 cannot be reached: .*; nothing was done$/);
    },
    { url: 'libsql://127.0.0.1:1?tls=0' },
  );
});

function hostOf({ url }: LibsqlServer): string {
  return new URL(url.replace('libsql:', 'http:')).host;
}
