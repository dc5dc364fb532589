import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { drizzleConfig, journalHistory, sampleOf, withWorkspace } from 'testkit';
import { describe, expect, test } from 'vitest';
import { files, one, USERS, withSqlite } from './fixtures';

// What dbCredentials.url may say, and what is refused.

describe('where the file is', () => {
  test('in a folder that is not there yet, counted from where drizzle-kit is run', () =>
    withWorkspace(inFolder('packages/db', { url: 'file:data/my%20own.db' }), ({ bin, exists }) => {
      const run = bin(['migrate', '--json']);
      const target = 'sqlite packages/db/data/my own.db';
      expect(run.json()).toMatchObject({ exitCode: 0, databases: [{ target, applied: [{}] }] });
      expect(exists('packages/db/data/my own.db')).toBe(true);
    }));

  test('outside of the work tree it is shown whole, and is no development database of CI', () =>
    withWorkspace({ 'elsewhere/x.txt': '' }, async ({ dir, write, bin, exists }) => {
      const file = path.join(dir, 'elsewhere/local.db');
      write({ 'repository/.git/HEAD': '', ...inFolder('repository', { url: `file://${file}` }) });
      const run = bin(['migrate', '--json'], { in: 'repository' });
      expect(run.json()).toMatchObject({ exitCode: 0, databases: [{ target: `sqlite ${file}` }] });
      expect(exists('elsewhere/local.db')).toBe(true);
      const inCi = bin(['migrate', '--json'], { in: 'repository', env: { CI: '1' } });
      expect(inCi.json().databases[0].error.code).toBe('no-environment');
    }));

  test('of development is in CI too, where it is inside', () =>
    withSqlite([USERS], ({ bin }) => {
      expect(bin(['migrate'], { env: { CI: '1' } }).exitCode).toBe(0);
      const run = bin(['migrate', '--environment', 'staging', '--json']);
      expect(run.json().databases[0].error.code).toBe('not-its-database');
    }));
});

describe('what is no database of ours', () => {
  const refused = (url: string, more: Record<string, unknown> = {}) =>
    withSqlite(
      [USERS],
      (workspace) => {
        workspace.write({ 'text.db': 'What a file of SQLite begins with is not this.\n' });
        mkdirSync(path.join(workspace.dir, 'folder.db'));
        const before = readdirSync(workspace.dir);
        for (const command of ['status', 'migrate']) {
          const { exitCode, error } = one(workspace, command);
          expect(exitCode).toBe(2);
          expect(error.message).toContain('nothing was done');
          words.push(error.code, error.message);
        }
        expect(readdirSync(workspace.dir)).toEqual(before);
      },
      { dbCredentials: { url }, ...more },
    );
  let words: string[] = [];

  test.each([
    [':memory:', 'unsupported-database', 'in memory'],
    ['text.db', 'cannot-connect', 'text.db is there and is no SQLite database'],
    ['file:folder.db', 'cannot-connect', 'folder.db is a directory'],
    ['postgres://ada:geheim@localhost/shop', 'unsupported-database', 'is a postgres: URL'],
  ])('%s', async (url, code, message) => {
    words = [];
    await refused(url);
    expect(words[0]).toBe(code);
    expect(words[1]).toContain(message);
    expect(words.join(' ')).not.toContain('geheim');
  });

  test('a folder that is not there, outside of the work tree', () =>
    withSqlite(
      [USERS],
      (workspace) => {
        expect(one(workspace, 'migrate')).toMatchObject({
          exitCode: 2,
          error: { code: 'cannot-connect', message: expect.stringContaining('there is no folder /nowhere') },
        });
        expect(existsSync('/nowhere')).toBe(false);
      },
      { dbCredentials: { url: '/nowhere/local.db' } },
    ));

  const ELSEWHERE = [
    ['d1-http', 'sqlite', 'wrangler d1 migrations apply'],
    ['expo', 'sqlite', 'useMigrations()'],
    ['durable-sqlite', 'sqlite', 'drizzle-orm/durable-sqlite/migrator'],
    ['aws-data-api', 'postgresql', 'the address of the cluster itself'],
  ] as const;

  test.each(sampleOf(ELSEWHERE, 3))(
    'driver %s names what applies its migrations, and is checked all the same',
    (driver, dialect, help) =>
      withSqlite(
        [USERS],
        (workspace) => {
          workspace.write({ 'schema.ts': 'export {};\n' });
          expect(one(workspace, 'migrate')).toMatchObject({
            exitCode: 2,
            error: { code: 'unsupported-database', help: expect.stringContaining(help) },
          });
          if (dialect === 'sqlite') expect(one(workspace, 'check').error).toBeUndefined();
        },
        { dialect, driver },
      ),
  );

  test('without a driver it is said which there are', () =>
    withWorkspace({}, async ({ dir, write, bin }) => {
      // A package that finds nothing of this repository.
      rmSync(path.join(dir, 'node_modules'));
      const fake = {
        'node_modules/drizzle-orm/package.json': '{ "name": "drizzle-orm", "version": "0.45.0" }',
      };
      write({ ...files([USERS]), ...fake, 'drizzle.config.ts': '' });
      rmSync(path.join(dir, 'drizzle.config.ts'));
      write({
        'drizzle.config.json': JSON.stringify({
          dialect: 'turso',
          out: 'drizzle',
          dbCredentials: { url: 'file:a.db' },
        }),
      });
      write({ 'node_modules/drizzle-orm/index.js': '', 'node_modules/drizzle-orm/migrator.js': MIGRATOR });
      const { exitCode, error } = bin(['migrate', '--json']).json().databases[0] as never as Record<
        string,
        never
      >;
      expect(error).toMatchObject({
        code: 'driver-missing',
        message: `${dir} finds no driver for Turso: @libsql/client`,
        help: expect.stringContaining('npm install @libsql/client'),
      });
      expect(exitCode).toBeUndefined();
      expect(existsSync(path.join(dir, 'a.db'))).toBe(false);
    }));
});

const MIGRATOR = 'exports.readMigrationFiles = () => [{ sql: ["select 1"], folderMillis: 1, hash: "x" }];';

/** A package whose database is at a URL, in a folder of a bigger workspace. */
function inFolder(folder: string, credentials: Record<string, unknown>): Record<string, string> {
  const all = {
    'package.json': '{ "name": "shop" }',
    'drizzle.config.ts': drizzleConfig({ dialect: 'turso', dbCredentials: credentials }),
    ...journalHistory([{ tag: USERS[0], sql: USERS[1] }]),
  };
  return Object.fromEntries(Object.entries(all).map(([file, text]) => [`${folder}/${file}`, text]));
}
