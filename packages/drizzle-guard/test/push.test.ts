import { withWorkspace, journalHistory, type Workspace } from 'testkit';
import { expect, test } from 'vitest';
import { onPostgres, withDatabase } from './engines/postgres/fixtures';
import { files as sqliteFiles, USERS as SQLITE_USERS, sql as sqliteRows } from './engines/sqlite/fixtures';

const NOBODY = 'postgres://nobody@127.0.0.1:1/none';
const HEAD = `import { integer, pgPolicy, pgTable, serial, text } from 'drizzle-orm/pg-core';\n`;
const USERS = `${HEAD}export const users = pgTable('users', { id: serial().primaryKey(), name: text().notNull() });\n`;
const files = (schema: string, more: Record<string, string> = {}) => ({
  'package.json': '{ "name": "shop" }',
  'drizzle.config.ts': `export default { dialect: 'postgresql', schema: './schema.ts', out: './drizzle', dbCredentials: { url: process.env.DATABASE_URL } };`,
  'schema.ts': schema,
  'drizzle-guard.json': JSON.stringify({
    databases: { shop: { dir: '.', seed: ['node', 'seed.mjs'] } },
    environments: { staging: { urlEnv: 'STAGING' }, production: { urlEnv: 'PRODUCTION' } },
  }),
  ...more,
});

function codeOf({ json }: ReturnType<Workspace['bin']>): string | undefined {
  const { databases } = json() as { databases: { error?: { code: string } }[] };
  return databases[0]!.error?.code;
}

test('production and staging refuse before a connection is known, let alone opened', () =>
  withWorkspace(files(USERS), ({ bin, exists }) => {
    for (const [command, environment] of [
      ['push', 'production'],
      ['push', 'staging'],
      ['reset', 'production'],
      ['seed', 'production'],
    ] as const)
      // The variable of the connection is not even set.
      expect(codeOf(bin([command, '-e', environment, '--json'])), command).toBe('refused-by-policy');
    expect(bin(['studio', '-e', 'production']).stdout).toContain(
      'error[refused-by-policy] production does not allow studio',
    );
    expect(exists('.drizzle-guard')).toBe(false);
  }));

onPostgres('migrate, where push has made it already, names the way to begin anew', () =>
  withDatabase(({ url }) =>
    withWorkspace(files(USERS), ({ bin, write }) => {
      const env = { DATABASE_URL: url };
      const failed = () => bin(['migrate'], { env }).stdout;
      const anew = '`npx drizzle-guard reset` begins this database anew';
      bin(['generate'], { env });
      expect(failed()).not.toContain(anew);
      write({ 'schema.ts': USERS.replace(' })', ', nick: text() })') });
      expect(bin(['push'], { env }).stdout).toContain(
        '1 migration, which knows nothing of what was pushed: before you migrate this database again, `npx drizzle-guard reset --database shop --environment development`',
      );
      bin(['generate'], { env });
      expect(failed()).toContain(anew);
      write({ 'seed.mjs': '' });
      expect(bin(['reset', '--yes', 'shop@development'], { env }).stdout).toContain('2 migrations applied');
      expect(failed()).toContain('nothing is pending');
    }),
  ),
);

onPostgres('push: done, or 2 with what is not as the schema says, also where drizzle-kit ends with 0', () =>
  withDatabase(({ url, sql }) =>
    withWorkspace(files(USERS), async ({ bin, write }) => {
      const env = { DATABASE_URL: url };
      const first = bin(['push', '--json'], { env });
      expect(first.json()).toMatchObject({
        exitCode: 0,
        databases: [{ pushed: true, environment: 'development' }],
      });
      expect(await sql('select count(*)::int as n from users')).toEqual([{ n: 0 }]);

      // drizzle-kit would ask whether it was renamed, and ends with 0 where nobody can answer.
      write({ 'schema.ts': USERS.replace('name: text()', 'label: text()') });
      const asked = bin(['push'], { env });
      expect(asked.exitCode).toBe(2);
      expect(asked.stdout).toContain('column public.users.label is in the schema and not in the database');
      expect(asked.stdout).toContain('push --force --database shop --environment development');

      write({ 'schema.ts': USERS.replace(' });', ', age: integer() });') });
      const unnamed = bin(['push', '--force', '--json'], { env });
      expect(codeOf(unnamed)).toBe('not-confirmed');
      expect(codeOf(bin(['push', '--force', '--yes', 'shop@staging', '--json'], { env }))).toBe(
        'not-confirmed',
      );
      expect(bin(['push', '--force', '--yes', 'shop@development'], { env }).exitCode).toBe(0);
    }),
  ),
);

onPostgres('push leaves policies alone, those of the database and those of the schema', () =>
  withDatabase(({ url, sql }) =>
    withWorkspace(files(USERS), async ({ bin, write }) => {
      const env = { DATABASE_URL: url };
      await sql(
        'create table t (id int); alter table t enable row level security; create policy own on t using (id = 1)',
      );
      expect(codeOf(bin(['push', '--json'], { env }))).toBe('unsafe-push');
      await sql('drop table t');
      write({ 'schema.ts': USERS.replace(' });', " }, () => [pgPolicy('own', { using: undefined })]);") });
      expect(codeOf(bin(['push', '--json'], { env }))).toBe('unsafe-push');
      expect(await sql(`select to_regclass('users')::text as users`)).toEqual([{ users: null }]);
    }),
  ),
);

const SEED = `import { createRequire } from 'node:module';
const { Client } = createRequire(import.meta.url)('pg');
const client = new Client({ connectionString: process.env.DRIZZLE_GUARD_URL });
await client.connect();
await client.query("insert into users (id, name) values (1, 'a'), (7, 'b')");
await client.end();
`;
const MIGRATION = {
  tag: '0000_users',
  sql: 'CREATE TABLE "users" ("id" serial PRIMARY KEY, "name" text NOT NULL);',
};

onPostgres(
  'reset empties, migrates and fills, and the next number is free; in staging by its own connection',
  () =>
    withDatabase(({ url, sql }) =>
      withWorkspace(
        files(USERS, { ...journalHistory([MIGRATION]), 'seed.mjs': SEED }),
        async ({ bin, write }) => {
          const env = { DATABASE_URL: NOBODY, STAGING: url };
          await sql(
            'create schema old; create table old.t (id int); create table users (id text); create type mood as enum ()',
          );
          expect(codeOf(bin(['reset', '-e', 'staging', '--json'], { env }))).toBe('not-confirmed');
          expect(await sql('select * from old.t')).toEqual([]);
          const run = bin(['reset', '-e', 'staging', '--yes', 'shop@staging', '--json'], { env });
          expect(run.json()).toMatchObject({
            exitCode: 0,
            databases: [{ emptied: true, applied: [{ migration: '0000_users' }], seeded: true }],
          });
          expect(await sql(`insert into users (name) values ('c') returning id`)).toEqual([{ id: 8 }]);
          expect(
            await sql(`select to_regnamespace('old')::text as old, to_regtype('mood')::text as mood`),
          ).toEqual([{ old: null, mood: null }]);
          write({ 'seed.mjs': 'console.error("no rows today"); process.exit(3);' });
          const failed = bin(['seed', '-e', 'staging'], { env });
          expect(failed.exitCode).toBe(2);
          expect(failed.stdout).toContain('no rows today');
        },
      ),
    ),
);

test('reset of an SQLite file, which need not be there', () =>
  withWorkspace(sqliteFiles([SQLITE_USERS]), async (workspace) => {
    const { bin } = workspace;
    const args = ['reset', '--yes', 'shop@development'];
    expect(bin(args).stdout).toContain('was emptied, 1 migration applied');
    await sqliteRows(workspace, "insert into users values (1, 'Ada')");
    await sqliteRows(workspace, 'create view named as select name from users');
    expect(bin(args).exitCode).toBe(0);
    expect(
      await sqliteRows(workspace, "select name from sqlite_master where name in ('users', 'named')"),
    ).toHaveLength(1);
    expect(await sqliteRows(workspace, 'select * from users')).toEqual([]);
  }));

onPostgres('pull writes beside what is here, and never over it', () =>
  withDatabase(({ url, sql }) =>
    withWorkspace(files(USERS, { 'kept/schema.ts': '// mine\n' }), async ({ bin, read, exists }) => {
      await sql('create table theirs (id int primary key)');
      const env = { PRODUCTION: url };
      const run = bin(['pull', '-e', 'production'], { env });
      expect(run.exitCode).toBe(0);
      expect(read('.drizzle-guard/pull/shop-production/schema.ts')).toContain('theirs');
      expect(read('.drizzle-guard/.gitignore')).toBe('*\n');
      expect(exists('drizzle')).toBe(false);
      expect(codeOf(bin(['pull', '-e', 'production', '--to', 'kept', '--json'], { env }))).toBe(
        'cannot-write',
      );
      expect(read('kept/schema.ts')).toBe('// mine\n');
    }),
  ),
);

test('up: nothing to do is said; a folder that wrangler applies by its paths is left alone', () =>
  withWorkspace(files(USERS, journalHistory([MIGRATION])), ({ bin, write, read }) => {
    const before = read('drizzle/meta/0000_snapshot.json');
    const run = bin(['up']);
    expect(run.stdout + run.stderr).toContain('it has that form already');
    expect(read('drizzle/meta/0000_snapshot.json')).toBe(before);
    write({ 'wrangler.toml': '[[d1_databases]]\nbinding = "DB"\nmigrations_dir = "drizzle"\n' });
    expect(codeOf(bin(['up', '--json']))).toBe('unsafe-up');
  }));

onPostgres('push speaks to the database that it names, whatever drizzle-kit itself reads from .env', () =>
  withDatabase(({ url, sql }) =>
    withWorkspace(files(USERS, { '.env': `DATABASE_URL=${NOBODY}\n` }), async ({ bin, write }) => {
      const over = { DATABASE_URL: url, DOTENV_CONFIG_OVERRIDE: 'true' };
      expect(bin(['push', '--json'], { env: over }).json().databases[0]).toMatchObject({ pushed: true });
      await sql('drop table users');
      write({
        'drizzle.config.ts': files('')['drizzle.config.ts'].replace('DATABASE_URL', `OWN ?? '${url}'`),
      });
      write({ '.env': `OWN=${NOBODY}\n` });
      expect(bin(['push', '--json'], { env: { NX_LOAD_DOT_ENV_FILES: 'false' } }).exitCode).toBe(0);
      expect(await sql('select count(*)::int as n from users')).toEqual([{ n: 0 }]);
    }),
  ),
);
