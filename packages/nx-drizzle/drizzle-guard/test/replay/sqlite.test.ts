import { drizzleConfig, isLong, kitOneModules, withRepository, withWorkspace } from 'testkit';
import { beforeAll, describe, expect, test } from 'vitest';
import { edited, grownHistory, inShort, replayed, sqlFileOf, SQLITE, type Files } from './grown-history';

const WHOLE = 'sqlite in the journal layout';

describe.each([
  [WHOLE, 'sqlite', undefined],
  ['sqlite in the folders layout', 'sqlite', kitOneModules()],
  ['turso', 'turso', undefined],
])('%s', (title, dialect, modules) => {
  let files: Files = {};

  beforeAll(async () => {
    files = await grownHistory(dialect, SQLITE, modules);
  });

  test('what drizzle-kit wrote gives what its snapshots say', async () => {
    expect(await replayed(files, { modules })).toMatchObject({
      exitCode: 0,
      findings: [],
      notChecked: ['base'],
    });
  });

  test.runIf(isLong || title === WHOLE)(
    'what is made again in a later migration is repeated; twice in one it is a failure',
    async () => {
      const [table] = /CREATE TABLE [^;]*;/.exec(files[sqlFileOf(files, 'users')]!)!;
      const repeated = await replayed(
        edited(files, { tags: (sql) => `${sql}\n--> statement-breakpoint\n${table}` }),
        { modules },
      );
      expect(repeated.exitCode).toBe(1);
      expect(inShort(repeated)).toEqual([['repeated-statement', 'tags']]);
      const twice = await replayed(
        edited(files, { tags: (sql) => `${sql}\n--> statement-breakpoint\n${sql}` }),
        {
          modules,
        },
      );
      expect(twice).toMatchObject({ exitCode: 2, findings: [], error: { code: 'replay-failed' } });
      expect(twice.error!.message).toContain('table `tags` already exists');
    },
  );

  test.runIf(isLong || title === WHOLE)(
    'each difference with the migration since which it is there',
    async () => {
      const run = await replayed(
        edited(files, {
          users: (sql) => sql.replace('`name` text NOT NULL', '`name` text'),
          entries: (sql) =>
            sql
              .replace("DEFAULT 'none'", "DEFAULT 'nothing'")
              .replace(/CREATE INDEX `entries_author`[^;]*;/, 'SELECT 1;'),
          tags: (sql) =>
            `${sql}\n--> statement-breakpoint\nALTER TABLE \`users\` ADD \`age\` integer CHECK (\`age\` > 0);`,
        }),
        { modules },
      );
      expect(run.exitCode).toBe(1);
      expect(inShort(run)).toEqual([
        [
          'snapshot-mismatch',
          'users',
          'column users.name is `text` in the SQL and `text, not null` in the snapshot',
        ],
        [
          'snapshot-mismatch',
          'entries',
          "column entries.note is `text, default 'nothing'` in the SQL and `text, default 'none'` in the snapshot",
          'index entries_author is in the snapshot and not in the SQL',
        ],
        [
          'snapshot-mismatch',
          'tags',
          'check (age > 0) of users is in the SQL and not in the snapshot',
          'column users.age is in the SQL and not in the snapshot',
        ],
      ]);
    },
  );
});

test('what is asked about is replayed, be it in the index, in a commit or on disk', async () => {
  const files = await grownHistory('sqlite', SQLITE);
  const file = sqlFileOf(files, 'tags');
  await withRepository(files, ({ bin, write, prepare }) => {
    const codes = (...args: string[]) =>
      bin(['check', '--replay', '--json', ...args])
        .json()
        .databases[0].findings.map(({ code }: { code: string }) => code);
    write({ [file]: `${files[file]}\n--> statement-breakpoint\nCREATE TABLE "more" ("id" integer);` });
    prepare('add', '--all');
    write({ [file]: files[file]! });
    expect(codes()).toEqual([]);
    expect(codes('--head', 'index')).toEqual(['snapshot-mismatch']);
    expect(codes('--head', 'HEAD')).toEqual([]);
  });
});

test('no other file is reached', async () => {
  const files = await grownHistory('sqlite', { users: Object.values(SQLITE)[0]! });
  const run = await replayed(edited(files, { users: (sql) => `ATTACH 'other.db' AS other;\n${sql}` }));
  expect(run).toMatchObject({ exitCode: 2, error: { code: 'replay-failed' } });
  expect(run.error!.message).toContain('ATTACH and VACUUM can reach another file');
});

test('statements that only libsql knows are run by libsql', async () => {
  const [[name, schema]] = Object.entries(SQLITE) as [[string, string]];
  const nullable = schema.replace("text('name').notNull()", "text('name')");
  const files = await grownHistory('turso', { [name]: schema, nullable });
  expect(files[sqlFileOf(files, 'nullable')]).toContain('ALTER COLUMN');
  expect(await replayed(files)).toMatchObject({ exitCode: 0, findings: [] });
});

test('a dialect without a shadow cannot be replayed: who asks for it is told', () =>
  withWorkspace(
    {
      'package.json': '{ "name": "other" }',
      'drizzle.config.ts': drizzleConfig({ dialect: 'mysql' }),
      'schema.ts': `import { int, mysqlTable } from 'drizzle-orm/mysql-core';
export const users = mysqlTable('users', { id: int('id').primaryKey() });
`,
    },
    ({ bin }) => {
      expect(bin(['generate', '--name', 'users'])).toMatchObject({ exitCode: 0 });
      const run = bin(['check', '--replay', '--json']);
      expect(run.exitCode).toBe(2);
      expect(run.json().databases[0]).toMatchObject({
        findings: [],
        notChecked: ['base', 'replay'],
        error: { code: 'replay-impossible' },
      });
      expect(bin(['check', '--replay']).stdout).toMatchInlineSnapshot(`
        "other  1 migration
          error[replay-impossible] the replay that was asked for is not possible: a shadow of MySQL is made on a server, and "shadow" in drizzle-guard.json names none; nothing was proved
            help: \`npx drizzle-guard explain replay-impossible\` says how a server is named; or leave --replay out for this database
        0 errors, 0 warnings, 1 database could not be dealt with
        "
      `);
    },
  ));
