import { execFileSync } from 'node:child_process';
import { cleanEnvironment, withWorkspace, type Workspace } from 'testkit';
import { expect, test } from 'vitest';
import { hasMysql, withMysql } from './engines/mysql/fixtures';
import { files, onPostgres, withDatabase } from './engines/postgres/fixtures';
import { files as sqliteFiles } from './engines/sqlite/fixtures';

const USERS = {
  tag: '0000_users',
  sql: `CREATE TYPE "mood" AS ENUM ('a', 'b');
--> statement-breakpoint
CREATE TABLE "users" ("id" serial PRIMARY KEY, "name" text NOT NULL UNIQUE, "age" text, "mood" "mood");
--> statement-breakpoint
CREATE TABLE "posts" ("id" int PRIMARY KEY, "author" int NOT NULL REFERENCES "users"("id"), "state" text CHECK ("state" = 'new'));`,
};
const CAST = {
  tag: '0001_cast',
  sql: 'ALTER TABLE "users" ALTER COLUMN "age" TYPE int USING "age"::int;\n--> statement-breakpoint\nUPDATE "posts" SET "state" = \'new\';',
};
const VALUE = { tag: '0002_value', sql: `ALTER TYPE "mood" ADD VALUE 'c';` };
const USED = { tag: '0003_used', sql: `UPDATE "users" SET "mood" = 'c';` };
const NEEDED = {
  tag: '0002_needed',
  sql: 'CREATE TABLE "tags" ("id" int);\n--> statement-breakpoint\nALTER TABLE "users" ADD COLUMN "mail" text NOT NULL;',
};
const AFTER = { tag: '0003_after', sql: 'CREATE TABLE "later" ("id" int);' };

const URL = 'postgres://nobody@127.0.0.1:1/none';

/** What is there first is committed as main; what comes then on a branch. */
async function withBranch(
  landed: Record<string, string>,
  own: Record<string, string>,
  use: (workspace: Workspace) => void,
): Promise<void> {
  await withWorkspace({ ...landed, '.gitignore': 'node_modules\n' }, (workspace) => {
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], {
        cwd: workspace.dir,
        env: cleanEnvironment() as NodeJS.ProcessEnv,
        stdio: 'ignore',
      });
    git('init', '--quiet', '--initial-branch=main', '.');
    git('add', '-A');
    git('commit', '-qm', 'landed');
    git('switch', '-qc', 'feat');
    workspace.write(own);
    git('add', '-A');
    git('commit', '-q', '--allow-empty', '-m', 'own');
    use(workspace);
  });
}

const masked = (text: string) =>
  text
    .replaceAll(/\d+ ms( *)/g, '<n> ms  ')
    .replaceAll(/[+-]?\d+ k?B( *)/g, '<s>  ')
    // How wide a column is depends on how long it took.
    .replaceAll(/(?<=\S) {2,}(?=\S)/g, '  ');

test('what a branch brings runs on what the base has, with rows; a table, and what one transaction would do', () =>
  withBranch(files([USERS], URL), files([USERS, CAST, VALUE, USED], URL), ({ bin }) => {
    const run = bin(['rehearse', '--base', 'main']);
    expect(run.exitCode).toBe(0);
    expect(masked(run.stdout)).toMatchInlineSnapshot(`
      "shop  3 migrations on what main has (1 migration, 4 rows in 2 tables)
        migration  time  rows  size  locks  rewrites  back
        0001_cast  <n> ms  1  <s>  users ACCESS EXCLUSIVE, posts ROW EXCLUSIVE  users  manual
        0002_value  <n> ms  0  -  -  -  manual
        0003_used  <n> ms  ?  -  users ROW EXCLUSIVE  -  manual
        in one transaction, as drizzle-kit migrate and drizzle-orm's migrator run them, 0003_used fails: unsafe use of new value "c" of enum type mood; drizzle-guard migrate gives each its own
        0001_cast is not taken back by itself: it does what no snapshot holds, so drizzle-kit writes nothing that takes it back
        0002_value is not taken back by itself: it does what no snapshot holds, so drizzle-kit writes nothing that takes it back
        0003_used is not taken back by itself: it does what no snapshot holds, so drizzle-kit writes nothing that takes it back
      "
    `);
    const { databases } = bin(['rehearse', '--base', 'main', '--json']).json() as {
      databases: { rehearsal: { migrations: object[] } }[];
    };
    expect(databases[0]!.rehearsal.migrations[0]).toMatchObject({
      ...{ migration: '0001_cast', failure: null, rows: 1, rewrites: ['public.users'] },
      locks: [
        { table: 'public.users', mode: 'ACCESS EXCLUSIVE' },
        { table: 'public.posts', mode: 'ROW EXCLUSIVE' },
      ],
    });
  }));

test('what fails only where there are rows is 1, with its place; as markdown nothing of it is markup', () =>
  withBranch(files([USERS], URL), files([USERS, CAST, NEEDED, AFTER], URL), ({ bin }) => {
    const run = bin(['rehearse', '--base', 'main', '--format', 'markdown']);
    expect(run.exitCode).toBe(1);
    expect(masked(run.stdout)).toMatchInlineSnapshot(`
      "### shop: 3 migrations on what main has (1 migration, 4 rows in 2 tables)

      | migration | time | rows | size | locks | rewrites | back |
      | --- | --- | --- | --- | --- | --- | --- |
      | 0001\\_cast | <n> ms  | 1 | - | users ACCESS EXCLUSIVE, posts ROW EXCLUSIVE | users | ? |
      | 0002\\_needed | failed | ? | - | ? | - | ? |

      - **failed-rehearsal**: 0002\\_needed fails where there are rows, at drizzle/0002\\_needed.sql:3: column "mail" of relation "users" contains null values 1 migration after it was not reached
      "
    `);
  }));

test('SQLite, where no base is known: everything is rehearsed', () =>
  withWorkspace(
    sqliteFiles([
      ['0000_users', 'CREATE TABLE `users` (`id` integer PRIMARY KEY, `name` text);'],
      [
        '0001_fill',
        "UPDATE `users` SET `name` = 'x';--> statement-breakpoint\nINSERT INTO `users` VALUES (9, 'y');",
      ],
    ]),
    ({ bin, exists, write }) => {
      write({
        'drizzle/0000_users.down.sql': 'DROP TABLE `users`;',
        'drizzle/0001_fill.down.sql': 'SELECT 1;',
      });
      const run = bin(['rehearse']);
      expect(run.exitCode).toBe(0);
      expect(masked(run.stdout)).toMatchInlineSnapshot(`
        "shop  2 migrations on an empty database (0 migrations, 0 rows in 0 tables)
          migration  time  rows  size  locks  rewrites  back
          0000_users  <n> ms  0  <s>  ?  -  lossy
          0001_fill  <n> ms  1  -  ?  -  proven
          taken back, 0000_users takes what is in users with it
        "
      `);
      expect(exists('local.db')).toBe(false);
    },
  ));

test('--base and --environment contradict each other; a base that is not there is 2', () =>
  withBranch(files([USERS], URL), {}, ({ bin }) => {
    expect(bin(['rehearse', '--base', 'main', '-e', 'staging']).exitCode).toBe(2);
    expect(bin(['rehearse', '--base', 'gone', '--json']).json()).toMatchObject({
      ...{ exitCode: 2, error: { code: 'no-base' } },
    });
  }));

const STAGES = {
  'drizzle-guard.json': JSON.stringify({
    environments: { staging: { urlEnv: 'STAGING' }, production: { urlEnv: 'PRODUCTION' } },
  }),
};

onPostgres(
  'staging demands a rehearsal: only tables that hold rows there have some, and nothing is applied after one that fails',
  () =>
    withDatabase(({ url, sql }) =>
      withWorkspace({ ...files([USERS, CAST], URL), ...STAGES }, async ({ bin, write }) => {
        const env = { STAGING: url };
        expect(bin(['migrate', '-e', 'staging'], { env }).exitCode).toBe(0);
        write(files([USERS, CAST, NEEDED, AFTER], URL));
        const plan = bin(['migrate', '-e', 'staging', '--dry-run'], { env });
        expect(plan.stdout).toContain('staging: they would be rehearsed first, on a throw-away database');

        await sql(`insert into users (name) values ('Ada')`);
        const refused = bin(['migrate', '-e', 'staging', '--json'], { env });
        expect(refused.json()).toMatchObject({
          exitCode: 1,
          databases: [
            {
              ...{ applied: [], demanded: ['rehearse'], findings: [{ code: 'failed-rehearsal' }] },
              pending: [{ migration: '0002_needed' }, { migration: '0003_after' }],
            },
          ],
        });
        expect(await sql(`select to_regclass('tags')::text as tags`)).toEqual([{ tags: null }]);

        await sql('delete from users');
        expect(bin(['migrate', '-e', 'staging'], { env }).stdout).toContain(
          'applied 2 migrations\n  staging: they were rehearsed first\n',
        );
      }),
    ),
);

onPostgres('production demands a check and a backup; an override is told and recorded', () =>
  withDatabase(({ url, sql }) =>
    withWorkspace({ ...files([USERS], URL), ...STAGES }, async ({ bin, read, dir }) => {
      const env = { PRODUCTION: url };
      // The fixture has a schema that nobody wrote: the check cannot be made.
      const unchecked = bin(['migrate', '-e', 'production'], { env });
      expect(unchecked.exitCode).toBe(2);
      expect(await sql(`select to_regclass('users')::text as users`)).toEqual([{ users: null }]);

      const run = bin(['migrate', '-e', 'production', '--override', 'production:check', '--json'], { env });
      expect(run.json()).toMatchObject({
        ...{ exitCode: 0 },
        databases: [{ overridden: ['check'], demanded: ['backup'], applied: [{ migration: '0000_users' }] }],
      });
      const { restore } = (run.json() as { databases: { backup: { restore: string } }[] }).databases[0]!
        .backup;
      expect(restore).toMatch(
        /^drizzle-guard restore \.drizzle-guard\/backups\/shop-production-.* --environment production$/,
      );
      expect(JSON.parse(read('.drizzle-guard/overrides.jsonl'))).toMatchObject({
        ...{ command: 'migrate', database: 'shop', environment: 'production', rules: ['check'] },
      });

      // Back to before: the table and its row in the ledger are gone.
      const back = bin([...restore.split(' ').slice(1), '--yes', 'shop@production'], { env });
      expect(back.stdout + back.stderr).not.toContain('error[');
      expect(await sql(`select to_regclass('users')::text as users`)).toEqual([{ users: null }]);
      expect(dir).not.toBe('');
    }),
  ),
);

test.runIf(await hasMysql())('MySQL, on the server that is configured for shadows', () =>
  withMysql(
    [['0000_users', 'CREATE TABLE users (id int PRIMARY KEY AUTO_INCREMENT, name varchar(20) NOT NULL);']],
    (shop) => {
      shop.write({ 'drizzle-guard.json': '{ "shadow": { "urlEnv": "SHADOW" } }' });
      const env = { SHADOW: 'mysql://root@127.0.0.1:3306/' };
      const run = shop.bin(['rehearse', '--json'], { env });
      expect(run.json()).toMatchObject({
        exitCode: 0,
        databases: [
          { rehearsal: { before: 0, migrations: [{ migration: '0000_users', locks: null, failure: null }] } },
        ],
      });
    },
  ),
);
