import path from 'node:path';
import { isLong, sampleOf, type MigrationSpec, type Workspace } from 'testkit';
import { Client } from 'pg';
import { describe, expect, vi } from 'vitest';
import { migrate } from '../../../src/runtime';
import { drizzleKit } from '../../databases';
import {
  drizzleOrm,
  LEDGER,
  one,
  onPostgres,
  onPostgresInLong,
  stamped,
  withPostgres,
  withPostgresOne,
  type Database,
} from './fixtures';

vi.setConfig({ testTimeout: 120_000 });

const BREAK = '--> statement-breakpoint\n';
const MOOD: MigrationSpec = {
  tag: '0000_mood',
  sql: `CREATE TYPE "mood" AS ENUM('sad');${BREAK}CREATE TABLE "people" ("id" serial PRIMARY KEY, "mood" "mood", "name" text);\n`,
};
const HAPPY: MigrationSpec = { tag: '0001_happy', sql: `ALTER TYPE "mood" ADD VALUE 'happy';\n` };
const USED: MigrationSpec = {
  tag: '0002_used',
  sql: `ALTER TABLE "people" ALTER COLUMN "mood" SET DEFAULT 'happy';${BREAK}INSERT INTO "people" ("name") VALUES ('Ada');\n`,
};
/** Added and used in one migration, in a text with no breakpoint between the two. */
const BOTH: MigrationSpec = {
  tag: '0003_both',
  sql: `ALTER TYPE "mood" ADD VALUE 'calm';\nINSERT INTO "people" ("name", "mood") VALUES ('Grace', 'calm');\n`,
};
const INDEX: MigrationSpec = {
  tag: '0004_index',
  sql: `-- what a comment says of VACUUM or CONCURRENTLY is no statement\nALTER TABLE "people" ADD COLUMN "note" text DEFAULT 'VACUUM; CREATE DATABASE x';${BREAK}CREATE INDEX CONCURRENTLY "people_name" ON "people" ("name");${BREAK}UPDATE "people" SET "note" = 'seen';\n`,
};
const VACUUM: MigrationSpec = { tag: '0005_vacuum', sql: 'VACUUM ANALYZE "people";\n' };
const ALL = [MOOD, HAPPY, USED, BOTH, INDEX, VACUUM];

const LAYOUTS = [
  ['journal', withPostgres, (tag: string) => tag],
  ['folders', withPostgresOne, stamped],
] as const;

const PEOPLE = 'select name, mood::text, note from people order by id';

/** Both of drizzle's own migrators find nothing to do. */
async function expectAgreed(workspace: Workspace, database: Database): Promise<void> {
  const before = await database.sql(`${LEDGER}`);
  drizzleOrm(workspace, database);
  drizzleKit(workspace, 'migrate');
  expect(await database.sql(LEDGER)).toEqual(before);
  expect(await database.sql(PEOPLE)).toHaveLength(2);
}

describe.each(sampleOf(LAYOUTS, 2))('in the layout %s', (_, within, tagOf) => {
  onPostgres(
    'values of enums that are used later, and statements that forbid a transaction; drizzle agrees',
    () =>
      within(ALL, async (workspace, database) => {
        // An old database: the enum is there already, and every new value of it is added to that.
        expect(one(workspace, 'migrate', '--to', tagOf(MOOD.tag))).toMatchObject({ exitCode: 0 });
        const { exitCode, applied, pending, error, findings } = one(workspace, 'migrate');
        expect([exitCode, error, findings, pending]).toEqual([0, undefined, [], []]);
        expect(applied.map(({ migration }: { migration: string }) => migration)).toEqual(
          ALL.slice(1).map(({ tag }) => tagOf(tag)),
        );
        expect(await database.sql(PEOPLE)).toEqual([
          { name: 'Ada', mood: 'happy', note: 'seen' },
          { name: 'Grace', mood: 'calm', note: 'seen' },
        ]);
        expect(await database.sql('select * from drizzle.__drizzle_guard_runs')).toEqual([]);
        await expectAgreed(workspace, database);
      }),
  );
});

onPostgres('CREATE INDEX CONCURRENTLY that fails: what stays is said, refused, and gone on with', () =>
  withPostgres(
    [
      MOOD,
      {
        tag: '0001_unique',
        sql: `INSERT INTO "people" ("name") VALUES ('Ada'), ('Ada');${BREAK}CREATE UNIQUE INDEX CONCURRENTLY "people_name" ON "people" ("name");${BREAK}INSERT INTO "people" ("name") VALUES ('Grace');\n`,
      },
      { tag: '0002_next', sql: 'CREATE TABLE "next" ();\n' },
    ],
    async (workspace, { sql }) => {
      const { exitCode, error, applied } = one(workspace, 'migrate');
      expect([exitCode, error.code, applied.length]).toEqual([2, 'failed-statement', 1]);
      expect(error.message).toContain('0001_unique failed at statement 2 of 3 (drizzle/0001_unique.sql:2)');
      expect(error.message).toContain('DROP INDEX "public"."people_name";');
      expect(error.message).toContain(
        '0001_unique was NOT rolled back: the database cannot take back what its statements before that did, and remembers that it is unfinished. Applied in this run: 0000_mood. Not applied: 0001_unique, 0002_next.',
      );
      expect(error.help).toContain('--resolve 0001_unique=continue');
      expect(await sql('select migration, done, total from drizzle.__drizzle_guard_runs')).toEqual([
        { migration: '0001_unique', done: 1, total: 3 },
      ]);
      for (const command of ['status', 'migrate'])
        expect(one(workspace, command)).toMatchObject({
          exitCode: 1,
          findings: [{ code: 'failed-migration', migration: '0001_unique' }],
        });
      await sql('drop index people_name; delete from people where id = 2');
      expect(one(workspace, 'migrate', '--resolve', '0001_unique=continue')).toMatchObject({ exitCode: 0 });
      expect(one(workspace, 'migrate')).toMatchObject({ exitCode: 0, pending: [] });
      expect(await sql('select name from people order by id')).toEqual([{ name: 'Ada' }, { name: 'Grace' }]);
      expect(await sql(LEDGER)).toHaveLength(3);
      expect(await sql('select * from drizzle.__drizzle_guard_runs')).toEqual([]);
    },
  ),
);

onPostgresInLong('a lone statement that fails first leaves nothing, and is tried again', () =>
  withPostgres([MOOD, VACUUM], async (workspace, { sql }) => {
    one(workspace, 'migrate', '--to', MOOD.tag);
    await sql('alter table people rename to others');
    const { error } = one(workspace, 'migrate');
    expect(error.message).toContain('0005_vacuum was rolled back.');
    expect(await sql('select * from drizzle.__drizzle_guard_runs')).toEqual([]);
    await sql('alter table others rename to people');
    expect(one(workspace, 'migrate')).toMatchObject({ exitCode: 0, pending: [] });
  }),
);

onPostgres('a lock on a table that is not to be had: who is in the way is said, and nothing stays', () =>
  withPostgres(
    [MOOD, { tag: '0001_column', sql: 'ALTER TABLE "people" ADD COLUMN "age" integer;\n' }],
    async (workspace, database) => {
      one(workspace, 'migrate', '--to', MOOD.tag);
      workspace.write({ 'drizzle-guard.json': '{ "migrate": { "lockTimeout": "300ms" } }' });
      const reader = database.sql(
        `begin; select * from people; select pg_sleep(${isLong ? 30 : 12}); commit`,
      );
      const running = `select pid from pg_stat_activity where query like 'begin; select * from people%' and pid <> pg_backend_pid()`;
      reader.catch(() => undefined);
      let pid: unknown;
      while (pid === undefined) pid = (await database.sql(running))[0]?.['pid'];
      const { exitCode, error } = one(workspace, 'migrate');
      expect([exitCode, error.code]).toEqual([2, 'failed-statement']);
      expect(error.message).toMatch(
        new RegExp(`lock timeout \\(300 ms, 5 times\\); in the way was process ${String(pid)} of the server`),
      );
      expect(error.message).toContain('0001_column was rolled back.');
      await database.sql(`select pg_terminate_backend(${String(pid)})`);
      await expect(reader).rejects.toThrow();
      expect(one(workspace, 'migrate')).toMatchObject({ exitCode: 0, pending: [] });
    },
  ),
);

onPostgres('who asks to stop while a lock on a table is waited for is heard at the next try', () =>
  withPostgres(
    [MOOD, { tag: '0001_column', sql: 'ALTER TABLE "people" ADD COLUMN "age" integer;\n' }],
    async ({ dir }, { url, sql }) => {
      await migrate({ migrations: path.join(dir, 'drizzle'), url, to: MOOD.tag });
      const reader = new Client({ connectionString: url });
      await reader.connect();
      await reader.query('begin; select * from people');
      const asked = new AbortController();
      const run = migrate({
        migrations: path.join(dir, 'drizzle'),
        url,
        signal: asked.signal,
        lockTimeout: 500,
      });
      const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      await expect.poll(() => sql(waiting)).toHaveLength(1);
      asked.abort();
      await expect(run).rejects.toMatchObject({ code: 'interrupted' });
      await reader.end();
      expect(await sql(LEDGER)).toHaveLength(1);
    },
  ),
);

onPostgres('a statement that takes too long: the key that gives it more time is said', () =>
  withPostgres([{ tag: '0000_slow', sql: 'SELECT pg_sleep(5);\n' }], (workspace) => {
    workspace.write({ 'drizzle-guard.json': '{ "migrate": { "statementTimeout": "200ms" } }' });
    const { exitCode, error } = one(workspace, 'migrate');
    expect([exitCode, error.code]).toEqual([2, 'failed-statement']);
    expect(error.message).toContain('statement timeout (200 ms)');
    expect(error.help).toContain('"statementTimeout"');
    return Promise.resolve();
  }),
);
