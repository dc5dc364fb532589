import { expect, test } from 'vitest';
import { hasMysql, withMysql } from './engines/mysql/fixtures';
import { files, onPostgres, withDatabase } from './engines/postgres/fixtures';
import {
  sql as sqliteRows,
  USERS as SQLITE_USERS,
  POSTS,
  REBUILD,
  withSqlite,
} from './engines/sqlite/fixtures';
import { withWorkspace } from 'testkit';

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
const TAGS = { tag: '0001_tags', sql: 'CREATE TABLE "tags" ("id" int);' };
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
      withWorkspace({ ...files([USERS], NOBODY), ...STAGES }, async ({ bin, write }) => {
        const env = { STAGING: url };
        const shown = (text: string) => text.replaceAll(/guard_\w+/g, '<database>');
        expect(bin(['migrate', '-e', 'staging'], { env }).exitCode).toBe(0);
        const clean = bin(['diff', '-e', 'staging'], { env });
        expect([clean.exitCode, shown(clean.stdout)]).toMatchInlineSnapshot(`
          [
            0,
            "shop  staging  postgres 127.0.0.1:5432/<database>
          shop  no difference to what its migrations give (10 things compared)
          ",
          ]
        `);

        write(files([USERS, TAGS], NOBODY));
        await sql(`alter table users add nick text; drop index by_name; alter table users alter at type timestamptz;
        alter type mood add value 'c'; create schema theirs; create table theirs.t (id int)`);
        const run = bin(['diff', '-e', 'staging'], { env });
        expect([run.exitCode, shown(run.stdout)]).toMatchInlineSnapshot(`
          [
            1,
            "shop  staging  postgres 127.0.0.1:5432/<database>
          shop  4 differences to what its migrations give (10 things compared)
            1 migration not applied yet, so not missed
            error[drift] the database is not what its migrations give:
              column public.users.at is \`timestamp with time zone, default now()\` in the database and \`timestamp without time zone, default now()\` by its migrations
              column public.users.nick is in the database and in no migration
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

onPostgres('two environments: what one of them alone has, and what is applied in one alone', () =>
  withDatabase((staging) =>
    withDatabase((production) =>
      withWorkspace({ ...files([USERS, TAGS], NOBODY), ...STAGES }, async ({ bin }) => {
        const env = { STAGING: staging.url, PRODUCTION: production.url };
        expect(bin(['migrate', '-e', 'staging'], { env }).exitCode).toBe(0);
        expect(bin(['migrate', '-e', 'production', '--to', '0000'], { env }).exitCode).toBe(0);
        await production.sql('alter table users alter name drop default');
        const run = bin(['diff', '-e', 'staging', '--with', 'production', '--json'], { env });
        expect(run.json()).toMatchObject({
          exitCode: 1,
          databases: [
            {
              ...{ environment: 'staging', with: { environment: 'production' } },
              appliedApart: { here: ['0001_tags'], there: [] },
              differences: [
                { object: 'column public.users.name', kind: 'other' },
                { object: 'table public.tags', kind: 'alone', there: null },
              ],
            },
          ],
        });
        expect(bin(['diff', '-e', 'staging', '--with', 'elsewhere'], { env }).exitCode).toBe(2);
      }),
    ),
  ),
);

test('SQLite: a rebuilt table is as its migrations say; a database that is not there is 2', () =>
  withSqlite([SQLITE_USERS, POSTS, REBUILD], async (workspace) => {
    const { bin } = workspace;
    const none = bin(['diff', '--json']);
    expect(none.json()).toMatchObject({ exitCode: 2, databases: [{ error: { code: 'no-connection' } }] });
    expect(bin(['migrate']).exitCode).toBe(0);
    expect(bin(['diff']).exitCode).toBe(0);
    await sqliteRows(workspace, 'create index by_hand on users (name)');
    const run = bin(['diff']);
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toContain('index by_hand is in the database and in no migration');
  }));

test.runIf(await hasMysql())('MySQL, on the server that is configured for shadows; without one it is 2', () =>
  withMysql(
    [
      [
        '0000_users',
        'CREATE TABLE users (id int AUTO_INCREMENT NOT NULL, name varchar(20) DEFAULT "x", at timestamp DEFAULT (now()), CONSTRAINT users_id PRIMARY KEY(id));',
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
