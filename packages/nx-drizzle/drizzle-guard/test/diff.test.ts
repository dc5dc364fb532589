import { expect, test } from 'vitest';
import { hasMysql, withMysql } from './engines/mysql/fixtures';
import { diff } from '../src/commands/diff/run';
import { files, onPostgres, withDatabase, withPostgres } from './engines/postgres/fixtures';
import {
  sql as sqliteRows,
  USERS as SQLITE_USERS,
  POSTS,
  REBUILD,
  withSqlite,
} from './engines/sqlite/fixtures';
import { hasPostgres, isLong, withWorkspace } from 'testkit';

const USERS = {
  tag: '0000_users',
  sql: `CREATE TYPE "mood" AS ENUM ('a', 'b');
--> statement-breakpoint
CREATE TABLE "users" ("id" serial PRIMARY KEY, "name" varchar(20) DEFAULT 'x' NOT NULL, "mood" "mood" DEFAULT 'a', "at" timestamp DEFAULT CURRENT_TIMESTAMP, "tags" text[] DEFAULT '{}');
--> statement-breakpoint
CREATE INDEX "by_name" ON "users" ("name") WHERE "name" <> 'x';
--> statement-breakpoint
CREATE VIEW "named" AS SELECT "name" FROM "users";`,
};
/** Of what drizzle-kit's own comparison says that it differs, on a database that is as its migrations say. */
const KNOWN = {
  tag: '0001_known',
  sql: `CREATE SCHEMA "crm";
--> statement-breakpoint
CREATE TYPE "crm"."kind" AS ENUM ('a', 'b');
--> statement-breakpoint
CREATE DOMAIN "crm"."mail" AS varchar(99) DEFAULT 'x' NOT NULL CHECK (VALUE ~ '@');
--> statement-breakpoint
CREATE TABLE "known" ("a" integer DEFAULT -5, "b" integer, "tags" text[] DEFAULT '{}', "kinds" "crm"."kind"[] DEFAULT '{a}', "utc" timestamp DEFAULT (now() at time zone 'utc'), "both" text DEFAULT 'x'::text || 'y', "mail" "crm"."mail", CONSTRAINT "known_pk" PRIMARY KEY ("a", "b"), CONSTRAINT "once" UNIQUE NULLS NOT DISTINCT ("both"));
--> statement-breakpoint
CREATE INDEX "filled" ON "known" ("utc") WITH (fillfactor = 70);`,
};
const TAGS = { tag: '0002_tags', sql: 'CREATE TABLE "tags" ("id" int);' };
const NOBODY = 'postgres://nobody@127.0.0.1:1/none';
const STAGES = {
  'drizzle-guard.json': JSON.stringify({
    environments: {
      staging: { urlEnv: 'STAGING', like: 'development' },
      production: { urlEnv: 'PRODUCTION', like: 'development' },
    },
  }),
};

onPostgres(
  'a clean database has no difference; what somebody changed by hand is told, what is pending is not',
  () =>
    withDatabase(({ url, sql }) =>
      withWorkspace({ ...files([USERS, KNOWN], NOBODY), ...STAGES }, async ({ bin, write }) => {
        const env = { STAGING: url };
        await sql('create table users (id int)');
        const adopted = bin(['diff', '-e', 'staging', '--json'], { env });
        expect(adopted.json()).toMatchObject({
          exitCode: 2,
          databases: [{ compared: null, findings: [], error: { code: 'not-comparable' } }],
        });
        await sql('drop table users');
        // Where the server has the version of PGlite, nothing is compared by its name alone.
        const shown = (text: string) =>
          text
            .replaceAll(/guard_\w+/g, '<database>')
            .replace(/^ *compared by name .* view public.named\n/m, '');
        expect(bin(['migrate', '-e', 'staging'], { env }).exitCode).toBe(0);
        const clean = bin(['diff', '-e', 'staging'], { env });
        expect([clean.exitCode, shown(clean.stdout)]).toMatchInlineSnapshot(`
          [
            0,
            "shop  staging  postgres 127.0.0.1:5432/<database>
          shop  no difference to what its migrations give (24 things compared)
          ",
          ]
        `);

        write(files([USERS, KNOWN, TAGS], NOBODY));
        await sql(`alter table users add nick text; drop index by_name; alter table users alter at type timestamptz;
        alter type mood add value 'c'; alter domain crm.mail drop default; create schema theirs;
        create table theirs.t (id int)`);
        const run = bin(['diff', '-e', 'staging'], { env });
        expect([run.exitCode, shown(run.stdout)]).toMatchInlineSnapshot(`
          [
            1,
            "shop  staging  postgres 127.0.0.1:5432/<database>
          shop  5 differences to what its migrations give (24 things compared)
            1 migration not applied yet, so not missed
            not compared, because no migration makes anything there: schema theirs
            error[drift] the database is not what its migrations give:
              column public.users.at is \`timestamp with time zone, default now()\` in the database and \`timestamp without time zone, default now()\` by its migrations
              column public.users.nick is in the database and in no migration
              domain crm.mail is \`character varying(99), not null, mail_check CHECK (((VALUE)::text ~ '@'::text))\` in the database and \`character varying(99), not null, default 'x'::character varying, mail_check CHECK (((VALUE)::text ~ '@'::text))\` by its migrations
              enum public.mood is \`'a', 'b', 'c'\` in the database and \`'a', 'b'\` by its migrations
              index public.by_name is in the migrations and not in the database
              help: where the database is right, change the schema and run \`npx drizzle-guard generate\`; where the migrations are, mend it with a new one (\`npx drizzle-guard generate --custom\`)
          1 error, 0 warnings
          ",
          ]
        `);
      }),
    ),
);

onPostgres('a migration that is applied while it reads is no difference', () =>
  withPostgres([USERS, TAGS], async ({ bin, dir }) => {
    bin(['migrate', '--to', '0000']);
    const ran: string[] = [];
    const onWork = (what: string | null) => {
      // The ledger was read, and the catalog was not.
      if (what === 'shop: comparing') ran.push(bin(['migrate']).stdout);
    };
    const { databases } = await diff({ cwd: dir, environment: 'development', onWork });
    expect(ran).toEqual([expect.stringContaining('applied 1 migration')]);
    expect(databases).toMatchObject([{ differences: [], pending: [], findings: [] }]);
    expect(databases[0]).not.toHaveProperty('error');
  }),
);

test.runIf(hasPostgres() && isLong)('a database whose search_path begins with another schema', () =>
  withDatabase(({ url, sql }) =>
    withWorkspace({ ...files([USERS, TAGS], NOBODY), ...STAGES }, async ({ bin }) => {
      const env = { STAGING: url };
      await sql('create schema shop');
      await sql(`alter database ${new URL(url).pathname.slice(1)} set search_path = shop, public`);
      for (const to of ['0000', '0002']) {
        const run = bin(['migrate', '-e', 'staging', '--to', to], { env });
        expect([run.exitCode, run.stdout]).toEqual([0, expect.not.stringMatching(/difference|not verified/)]);
      }
      const clean = bin(['diff', '-e', 'staging'], { env });
      expect([clean.exitCode, clean.stdout]).toEqual([0, expect.stringContaining('no difference')]);
      await sql('alter table shop.users add nick text');
      const run = bin(['diff', '-e', 'staging'], { env });
      expect(run.stdout).toContain('column shop.users.nick is in the database and in no migration');
    }),
  ),
);

onPostgres('two environments: what one of them alone has, and what is applied in one alone', () =>
  withDatabase((staging) =>
    withDatabase((production) =>
      withWorkspace({ ...files([USERS, TAGS], NOBODY), ...STAGES }, async ({ bin }) => {
        const again = staging.url.replace('127.0.0.1', 'localhost');
        const env = { STAGING: staging.url, PRODUCTION: production.url };
        expect(bin(['migrate', '-e', 'staging'], { env }).exitCode).toBe(0);
        expect(bin(['migrate', '-e', 'production', '--to', '0000'], { env }).exitCode).toBe(0);
        await production.sql(`alter table users alter name drop default; create schema theirs;
          create table theirs.t (id int); update drizzle.__drizzle_migrations set hash = 'another'`);
        const run = bin(['diff', '-e', 'staging', '--with', 'production', '--json'], { env });
        expect(run.json()).toMatchObject({
          exitCode: 1,
          databases: [
            {
              ...{ environment: 'staging', with: { environment: 'production' } },
              appliedApart: { here: ['0002_tags'], there: [] },
              differences: [
                { object: 'column public.users.name', kind: 'other' },
                { object: 'table public.tags', kind: 'alone', there: null },
                { object: 'migration 0000_users', kind: 'other', there: 'another' },
              ],
              leftOut: { schemas: ['theirs'], filtered: [], extensions: [] },
            },
          ],
        });
        const codeOf = (other: string, url: string) =>
          bin(['diff', '-e', 'staging', '--with', other, '--json'], {
            env: { ...env, PRODUCTION: url },
          }).json().databases[0].error.code;
        expect(codeOf('elsewhere', again)).toBe('unknown-environment');
        expect(codeOf('staging', again)).toBe('usage');
        expect(codeOf('production', staging.url)).toBe('not-comparable');
        expect(codeOf('production', again)).toBe('not-comparable');
      }),
    ),
  ),
);

const SQLITE_KNOWN = [
  '0003_known',
  `CREATE TABLE known (id integer PRIMARY KEY, at text DEFAULT CURRENT_TIMESTAMP, n integer, CONSTRAINT few CHECK (n < 9));--> statement-breakpoint
CREATE TABLE child (id integer PRIMARY KEY, known integer REFERENCES known (id));--> statement-breakpoint
CREATE INDEX by_expression ON known (lower(at));--> statement-breakpoint
CREATE UNIQUE INDEX some ON known (n) WHERE n > 3;`,
] as const;

const withoutOthers = { tablesFilter: ['!other'] };

test('SQLite: a rebuilt table is as its migrations say, and what a filter takes out is left out', () =>
  withSqlite(
    [SQLITE_USERS, POSTS, REBUILD, SQLITE_KNOWN],
    async (workspace) => {
      const { bin } = workspace;
      const none = bin(['diff', '--json']);
      expect(none.json()).toMatchObject({ exitCode: 2, databases: [{ error: { code: 'no-connection' } }] });
      expect(bin(['migrate']).exitCode).toBe(0);
      await sqliteRows(workspace, 'create table other (id int)');
      const clean = bin(['diff']);
      expect(clean.exitCode).toBe(0);
      expect(clean.stdout).toContain(
        'not compared, because the drizzle config filters it out and no migration makes it: table other',
      );
      await sqliteRows(workspace, 'create index by_hand on users (name)');
      const run = bin(['diff']);
      expect(run.exitCode).toBe(1);
      expect(run.stdout).toContain('index by_hand is in the database and in no migration');
    },
    withoutOthers,
  ));

test.runIf(await hasMysql())('MySQL, on the server that is configured for shadows; without one it is 2', () =>
  withMysql(
    [
      [
        '0000_users',
        'CREATE TABLE users (id int AUTO_INCREMENT NOT NULL, name varchar(20) DEFAULT "x", at timestamp DEFAULT (now()), data json DEFAULT ("{}"), n int, CONSTRAINT few CHECK (n < 9), CONSTRAINT users_id PRIMARY KEY(id));',
      ],
    ],
    async (shop) => {
      const env = { SHADOW: 'mysql://root@127.0.0.1:3306/' };
      expect(shop.bin(['migrate']).exitCode).toBe(0);
      expect(shop.bin(['diff']).exitCode).toBe(2);
      shop.write({ 'drizzle-guard.json': '{ "shadow": { "urlEnv": "SHADOW" } }' });
      expect(shop.bin(['diff'], { env }).exitCode).toBe(0);
      await shop.sql('alter table users add nick text');
      expect(shop.bin(['diff'], { env }).stdout).toContain(
        'column users.nick is in the database and in no migration',
      );
    },
  ),
);
