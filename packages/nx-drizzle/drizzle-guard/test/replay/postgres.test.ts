import { isLong, kitOneModules, runBin, withWorkspace } from 'testkit';
import { beforeAll, describe, expect, test } from 'vitest';
import { edited, grownHistory, inShort, POSTGRES, replayed, sqlFileOf, type Files } from './grown-history';

describe.each([
  ['the journal layout', undefined],
  ['the folders layout', kitOneModules()],
])('postgresql in %s', (_layout, modules) => {
  let files: Files = {};

  beforeAll(async () => {
    files = await grownHistory('postgresql', POSTGRES, modules);
  });

  test('what drizzle-kit wrote gives what its snapshots say', async () => {
    expect(await replayed(files, { modules })).toMatchObject({
      exitCode: 0,
      findings: [],
      notChecked: ['base'],
    });
  });

  test.runIf(isLong || modules === undefined)(
    'SQL that was edited by hand: each difference with the migration since which it is there',
    async () => {
      const run = await replayed(
        edited(files, {
          users: (sql) =>
            sql.replace("'member')", "'member', 'guest')").replace('"name" text NOT NULL', '"name" text'),
          entries: (sql) =>
            sql
              .replace('"note" text', '"note" varchar(80), "extra" text')
              .replace(/CREATE INDEX "entries_author" [^;]*;/, 'SELECT 1;'),
          tags: (sql) =>
            `${sql}\n--> statement-breakpoint\nCREATE TABLE "labels" ("id" integer PRIMARY KEY);`,
        }),
        { modules },
      );
      expect(run.exitCode).toBe(1);
      expect(inShort(run)).toEqual([
        [
          'snapshot-mismatch',
          'users',
          'column public.users.name is `text` in the SQL and `text, not null` in the snapshot',
          "enum public.role is `'admin', 'member', 'guest'` in the SQL and `'admin', 'member'` in the snapshot",
        ],
        [
          'snapshot-mismatch',
          'entries',
          'column public.entries.extra is in the SQL and not in the snapshot',
          'column public.entries.note is `character varying(80)` in the SQL and `text` in the snapshot',
          'index public.entries_author is in the snapshot and not in the SQL',
        ],
        ['snapshot-mismatch', 'tags', 'table public.labels is in the SQL and not in the snapshot'],
      ]);
    },
  );

  test.runIf(isLong || modules === undefined)(
    'what is made again is a repeated statement, and nothing else',
    async () => {
      const of = (name: string, pattern: RegExp) => pattern.exec(files[sqlFileOf(files, name)]!)![0];
      const again = {
        users: [
          of('users', /CREATE TYPE [^;]*;/),
          of('users', /CREATE TABLE [^;]*;/).replaceAll(/\s+/g, '  '),
        ],
        entries: [
          of('entries', /ALTER TABLE [^;]*FOREIGN KEY[^;]*;/),
          of('entries', /CREATE INDEX [^;]*;/).replace('CREATE INDEX', 'create index'),
          'ALTER TABLE "users" ADD COLUMN "age" integer;',
        ],
      };
      const statements = [...again.users, ...again.entries];
      const refusals = [
        'type "role" already exists',
        'relation "users" already exists',
        `constraint "${/CONSTRAINT "([^"]*)"/.exec(again.entries[0]!)![1]}" for relation "entries" already exists`,
        'relation "entries_author" already exists',
        'column "age" of relation "users" already exists',
      ];
      const run = await replayed(
        edited(files, {
          entries: (sql) => `${sql}\n--> statement-breakpoint\n${again.entries[2]}`,
          tags: (sql) => [sql, ...statements].join('\n--> statement-breakpoint\n-- again\n'),
        }),
        { modules },
      );
      const file = sqlFileOf(files, 'tags');
      const lines = files[file]!.split('\n').length;
      expect(run.exitCode).toBe(1);
      expect(
        run.findings.map(({ code, file, line, message }) => [
          code,
          file,
          line,
          message.replaceAll(/\d{4,}_/g, ''),
        ]),
      ).toEqual([
        ...statements.map((statement, position) => [
          'repeated-statement',
          file,
          lines + 3 * position + 3,
          `tags repeats a statement of ${again.users.includes(statement) ? 'users' : 'entries'}, and fails: ${refusals[position]}`,
        ]),
        [
          'snapshot-mismatch',
          sqlFileOf(files, 'entries'),
          undefined,
          expect.stringContaining('public.users.age is in the SQL'),
        ],
      ]);
    },
  );
});

describe('postgresql', () => {
  let files: Files = {};
  const more = (sql: string) =>
    edited(files, { tags: (text) => `${text}\n--> statement-breakpoint\n${sql}` });

  beforeAll(async () => {
    files = await grownHistory('postgresql', POSTGRES);
  });

  test('IF NOT EXISTS hides a repetition from the database, not from the replay', async () => {
    const forgiving = edited(files, {
      users: (sql) => sql.replace('CREATE TABLE', 'CREATE TABLE IF NOT EXISTS'),
    });
    const [statement] = /CREATE TABLE [^;]*;/.exec(forgiving['drizzle/0000_users.sql']!)!;
    const run = await replayed(
      edited(forgiving, { tags: (sql) => `${sql}\n--> statement-breakpoint\n${statement}` }),
    );
    expect(run).toMatchObject({
      exitCode: 1,
      findings: [
        {
          message:
            '0002_tags repeats a statement of 0000_users, and does nothing: what it makes is already there',
        },
      ],
    });
  });

  test.runIf(isLong)('what was dropped may be made again, and data may be written twice', async () => {
    const [statement] = /CREATE TABLE [^;]*;/.exec(files['drizzle/0002_tags.sql']!)!;
    const insert = `INSERT INTO "users" ("name") VALUES ('Ada');`;
    const run = await replayed(
      more([insert, insert, 'DROP TABLE "tags";', statement].join('\n--> statement-breakpoint\n')),
    );
    expect(run).toMatchObject({ exitCode: 0, findings: [] });
  });

  test('a statement that fails for another reason is 2, with what was found before it', async () => {
    const [statement] = /CREATE TYPE [^;]*;/.exec(files['drizzle/0000_users.sql']!)!;
    const run = await replayed(
      edited(files, {
        entries: (sql) => `${statement}\n--> statement-breakpoint\n${sql}`,
        tags: () => `-- by hand\nUPDATE "nowhere" SET "a" = 1;`,
      }),
    );
    expect(inShort(run)).toEqual([['repeated-statement', 'entries']]);
    expect(run).toMatchObject({ exitCode: 2, error: { code: 'replay-failed' } });
    expect(run.error!.message).toMatchInlineSnapshot(`
      "0002_tags cannot be replayed: relation "nowhere" does not exist
        drizzle/0002_tags.sql:2
        UPDATE "nowhere" SET "a" = 1;
      whether the SQL gives what the snapshots say is not known"
    `);
  });

  test.runIf(isLong)('an extension of PGlite is loaded, one that it has not is 2', async () => {
    expect(await replayed(more('CREATE EXTENSION IF NOT EXISTS "uuid-ossp";'))).toMatchObject({
      exitCode: 0,
    });
    const run = await replayed(more('CREATE EXTENSION postgis;'));
    expect(run).toMatchObject({ exitCode: 2, error: { code: 'replay-failed' } });
    expect(run.error!.message).toContain('extension "postgis" is not available');
  });

  test.runIf(isLong)('what refuses a transaction runs without one, and can be repeated too', async () => {
    const concurrently = 'CREATE INDEX CONCURRENTLY "users_name" ON "users" ("name");';
    const add = (sql: string) => `${sql}\n--> statement-breakpoint\n${concurrently}`;
    const run = await replayed(edited(files, { entries: add, tags: add }));
    expect(inShort(run)).toEqual([
      ['repeated-statement', 'tags'],
      ['snapshot-mismatch', 'entries', 'index public.users_name is in the SQL and not in the snapshot'],
    ]);
  });

  test.runIf(isLong)('SQL that never ends is stopped: 2', async () => {
    const run = await replayed(more('SELECT pg_sleep(600);'), {
      env: { DRIZZLE_GUARD_REPLAY_TIMEOUT: '2000' },
    });
    expect(run).toMatchObject({ exitCode: 2, error: { code: 'replay-failed' } });
    expect(run.error!.message).toContain('the replay took longer than 2 s and was stopped');
  });

  test.runIf(isLong)(
    'faults of the sequence come first: nothing is replayed, and the report says why',
    async () => {
      const run = await replayed(edited(files, { tags: () => 'nonsense' }));
      expect(run.error).toMatchObject({ code: 'replay-failed' });
      const { 'drizzle/0001_entries.sql': _gone, ...rest } = files;
      const missing = await replayed(rest);
      expect(missing).toMatchObject({
        exitCode: 2,
        findings: [{ code: 'missing-sql' }],
        notChecked: ['base', 'replay'],
        error: {
          code: 'replay-impossible',
          message: expect.stringContaining('missing-sql: it is not known what would be run'),
        },
      });
    },
  );

  test('a bare folder is replayed too, and without drizzle-kit anywhere near with that of this tool', () =>
    withWorkspace(files, ({ dir, remove }) => {
      remove('drizzle.config.ts');
      remove('node_modules');
      const run = runBin(['check', '--replay', '--migrations', 'drizzle', '--json'], { cwd: dir });
      expect(run).toMatchObject({ exitCode: 0 });
      expect(run.json().databases[0]).toMatchObject({ findings: [], notChecked: ['base', 'schema'] });
    }));

  test.runIf(isLong)('as people read it', () =>
    withWorkspace(
      edited(files, {
        entries: (sql) => sql.replace('"note" text', '"note" varchar(80), "extra" text'),
        tags: (sql) =>
          `${sql}\n--> statement-breakpoint\n${/CREATE TYPE [^;]*;/.exec(files['drizzle/0000_users.sql']!)![0]}`,
      }),
      ({ bin }) => {
        expect(bin(['check', '--replay']).stdout).toMatchInlineSnapshot(`
          "shop  3 migrations
            error[repeated-statement] 0002_tags repeats a statement of 0000_users, and fails: type "role" already exists
              drizzle/0002_tags.sql:6
              help: take the statement out of 0002_tags, if that has not landed; its snapshot stays as it is
            error[snapshot-mismatch] the SQL does not give what the newest snapshot says, since 0001_entries:
              column public.entries.extra is in the SQL and not in the snapshot
              column public.entries.note is \`character varying(80)\` in the SQL and \`text\` in the snapshot
              drizzle/0001_entries.sql
              help: compare the SQL of 0001_entries with its snapshot; \`npx drizzle-guard explain snapshot-mismatch\` tells the way out for either
          2 errors, 0 warnings
          "
        `);
      },
    ),
  );
});
