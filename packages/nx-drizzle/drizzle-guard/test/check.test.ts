import { execFileSync } from 'node:child_process';
import { cleanEnvironment, journalHistory, withWorkspace } from 'testkit';
import { describe, expect, test } from 'vitest';
import { askedOf } from './checked';
import { inFolder, MIGRATIONS, SCHEMA, shop, WIDER_SCHEMA } from './fixtures';

describe('one database', () => {
  test('in sync: says how much was looked at, and exits 0', () =>
    withWorkspace(shop(), ({ bin }) => {
      expect(bin(['check'])).toMatchObject({
        exitCode: 0,
        stdout: 'shop  3 migrations, nothing found\n',
        stderr: '',
      });
    }));

  test('stale: says what changed in words and what to type, and exits 1', () =>
    withWorkspace(shop({ 'src/schema.ts': WIDER_SCHEMA }), ({ bin }) => {
      const run = bin(['check']);
      expect(run.exitCode).toBe(1);
      expect(run.stdout).toMatchInlineSnapshot(`
        "shop  3 migrations
          error[stale-schema] the schema of shop has changes that no migration has:
            table entries: column author is new
            src/schema.ts
            help: run \`npx drizzle-guard generate --database shop\` and commit the migration with the schema
        1 error, 0 warnings
        "
      `);
    }));

  test('--json is one document on stdout, and nothing else anywhere', () =>
    withWorkspace(inFolder('packages/db', shop({ 'src/schema.ts': WIDER_SCHEMA })), ({ bin }) => {
      const run = bin(['check', '--json', '--database', 'shop']);
      expect(run.exitCode).toBe(1);
      expect(run.stderr).toBe('');
      expect(run.json()).toEqual({
        version: 1,
        command: 'check',
        exitCode: 1,
        databases: [
          {
            name: 'shop',
            dir: 'packages/db',
            dialect: 'postgresql',
            layout: 'journal',
            migrationCount: 3,
            findings: [
              {
                code: 'stale-schema',
                severity: 'error',
                database: 'shop',
                file: 'packages/db/src/schema.ts',
                message:
                  'the schema of shop has changes that no migration has:\n  table entries: column author is new',
                details: ['table entries: column author is new'],
                wanted: [expect.stringMatching(/^[0-9a-f]{12}$/)],
                help: 'run `npx drizzle-guard generate --database shop` and commit the migration with the schema',
                fix: ['npx drizzle-guard generate --database shop'],
              },
            ],
            notChecked: ['base'],
          },
        ],
      });
    }));

  test('a table that may have been renamed is stale, and needs a terminal', () =>
    withWorkspace(shop({ 'src/schema.ts': SCHEMA.replace("'entries'", "'notes'") }), async (workspace) => {
      const { database } = await askedOf(workspace);
      expect(database.findings[0]).toMatchObject({
        code: 'stale-schema',
        message: expect.stringContaining('table notes is new\n  table entries is gone'),
        help: expect.stringContaining('in a terminal'),
      });
    }));

  test('a schema without any migration is stale; an empty one is not', () =>
    withWorkspace(
      { 'drizzle.config.ts': shop()['drizzle.config.ts']!, 'src/schema.ts': SCHEMA, 'package.json': '{}' },
      async (workspace) => {
        expect((await askedOf(workspace)).database).toMatchObject({
          migrationCount: 0,
          findings: [{ code: 'stale-schema', message: expect.stringContaining('table users is new') }],
        });
        workspace.write({ 'src/schema.ts': 'export const nothing = 1;\n' });
        expect((await askedOf(workspace)).exitCode).toBe(0);
      },
    ));

  test('a broken history is found together with what can still be said', () =>
    withWorkspace(shop({ 'drizzle/0009_left_over.sql': 'SELECT 1;' }), async (workspace) => {
      const { exitCode, database } = await askedOf(workspace);
      expect(exitCode).toBe(1);
      expect(database.findings).toMatchObject([
        { code: 'orphan-sql', file: 'drizzle/0009_left_over.sql', database: 'shop', severity: 'error' },
      ]);
    }));

  test('without the newest snapshot the schema is not checked, and that is said', () =>
    withWorkspace(shop(), async (workspace) => {
      workspace.remove('drizzle/meta/0002_snapshot.json');
      expect((await askedOf(workspace)).database).toMatchObject({
        findings: [{ code: 'missing-snapshot', migration: '0002_first_entry' }],
        notChecked: ['base', 'schema', 'replay'],
      });
    }));

  test('drizzle-guard.json changes severities and switches checks off', () =>
    withWorkspace(
      shop({
        'src/schema.ts': WIDER_SCHEMA,
        'drizzle/0009_left_over.sql': 'SELECT 1;',
        'drizzle-guard.json': '{ "checks": { "orphan-sql": "warning", "stale-schema": "off" } }',
      }),
      async (workspace) => {
        const { exitCode, database } = await askedOf(workspace);
        expect(exitCode).toBe(0);
        expect(database).toMatchObject({
          findings: [{ code: 'orphan-sql', severity: 'warning' }],
          notChecked: ['base', 'schema'],
        });
      },
    ));

  test('CRLF line ends everywhere are as good as LF, and so is a byte order mark in code', () => {
    const windows = (text: string) => text.replaceAll('\n', '\r\n');
    const files = Object.entries(shop()).map(([file, text]) => [
      file,
      file.endsWith('.ts') ? `\ufeff${windows(text)}` : windows(text),
    ]);
    return withWorkspace(Object.fromEntries(files), ({ bin }) => {
      expect(bin(['check'])).toMatchObject({ exitCode: 0, stdout: 'shop  3 migrations, nothing found\n' });
    });
  });

  test('paths with spaces and letters of any script', () =>
    withWorkspace(
      { ...inFolder('Kunden & Aufträge/数据库 one', shop()), 'package.json': '{ "workspaces": ["*"] }' },
      ({ bin }) => {
        const run = bin(['check', '--json'], { in: 'Kunden & Aufträge/数据库 one' });
        expect(run.json().databases).toMatchObject([
          { dir: 'Kunden & Aufträge/数据库 one', findings: [], migrationCount: 3 },
        ]);
      },
    ));

  test('writes nothing and does not look for a base, with git as without', () =>
    withWorkspace(shop(), ({ bin, dir }) => {
      const git = (...args: string[]) =>
        execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
          cwd: dir,
          env: cleanEnvironment() as NodeJS.ProcessEnv,
          encoding: 'utf8',
        });
      expect(bin(['check', '--json']).json().databases[0].notChecked).toEqual(['base']);
      git('init', '-q');
      git('add', '.');
      git('commit', '-qm', 'all');
      expect(bin(['check', '--json']).json().databases[0].notChecked).toEqual(['base']);
      expect(git('status', '--porcelain')).toBe('');
    }));
});

describe('a bare migrations folder', () => {
  test('is checked without a config and a schema, under the name that was given', () =>
    withWorkspace(
      { ...journalHistory(['0000_a', { tag: '0001_b', sql: null }], 'some/drizzle') },
      ({ bin }) => {
        const run = bin(['check', '--migrations', './some/drizzle', '--json']);
        expect(run.exitCode).toBe(1);
        expect(run.json()).toMatchObject({
          databases: [
            {
              name: './some/drizzle',
              dir: './some/drizzle',
              dialect: 'postgresql',
              layout: 'journal',
              migrationCount: 2,
              findings: [{ code: 'missing-sql' }],
              notChecked: ['base', 'schema'],
            },
          ],
        });
      },
    ));

  test('may be the current folder, or lie outside of the workspace', () =>
    withWorkspace({ ...inFolder('outside', MIGRATIONS), 'repository/.git/HEAD': '' }, ({ bin, dir }) => {
      expect(bin(['check', '--migrations', '.'], { in: 'outside/drizzle' }).exitCode).toBe(0);
      const run = bin(['check', '--migrations', `${dir}/outside/drizzle`], { in: 'repository' });
      expect(run.stdout).toContain('3 migrations, nothing found, schema not checked');
    }));

  test.each(['nowhere', 'package.json/drizzle'])('%s is not there: 2, not fine', (folder) =>
    withWorkspace(shop(), ({ bin }) => {
      const run = bin(['check', '--migrations', folder, '--json']);
      expect(run.exitCode).toBe(2);
      expect(run.json().databases[0].error.code).toBe('no-migrations');
    }),
  );
});
