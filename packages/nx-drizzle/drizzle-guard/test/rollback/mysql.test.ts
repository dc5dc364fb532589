import { int, mysqlTable, varchar } from 'drizzle-orm/mysql-core';
import { withWorkspace, type Workspace } from 'testkit';
import { expect, test } from 'vitest';
import { masked } from '../databases';
import { configFile, hasMysql, sql, SERVER, urlOf, withDatabase } from '../engines/mysql/fixtures';
import { kitHistory, type Step } from './kit-history';

const onMysql = test.runIf(await hasMysql());

const users = mysqlTable('users', { id: int('id').primaryKey() });
const wider = mysqlTable('users', {
  id: int('id').primaryKey(),
  a: varchar('a', { length: 9 }),
  b: int('b'),
});
const USERS: Step = ['0000_users', { users }];
const WIDER: Step = ['0001_wider', { users: wider }];

const SHADOW = `mysql://${SERVER.user}@${SERVER.host}:${SERVER.port}`;

function withShop(
  more: Record<string, string>,
  use: (workspace: Workspace, query: (text: string) => ReturnType<typeof sql>) => Promise<void>,
): Promise<void> {
  return withDatabase(async (database) => {
    const history = await kitHistory('mysql', [USERS, WIDER]);
    const files = { 'package.json': '{ "name": "shop" }', 'drizzle.config.ts': configFile(urlOf(database)) };
    await withWorkspace({ ...files, ...history, ...more }, async (workspace) => {
      expect(workspace.bin(['migrate'])).toMatchObject({ exitCode: 0 });
      await use(workspace, (text) => sql(text, database));
    });
  });
}

const shown = (text: string) => masked(text).replaceAll(/mysql [\w.]+:\d+\/\w+/g, 'mysql <db>');
const named = { 'drizzle-guard.json': '{ "shadow": { "urlEnv": "SHADOW_URL" } }' };
const env = { env: { SHADOW_URL: SHADOW } };

onMysql('one statement at a time: what is left half-way is remembered, and gone on with', () =>
  withShop(
    {
      ...named,
      'drizzle/0001_wider.down.sql':
        'ALTER TABLE `users` DROP COLUMN `b`;\n--> statement-breakpoint\nALTER TABLE `users` DROP COLUMN `a`;\n',
    },
    async ({ bin }, query) => {
      // In the way of the second statement: what no migration knows.
      await query('alter table users add constraint held check (a is null or id > 0)');
      const failed = bin(['rollback'], env);
      expect(failed.exitCode).toBe(2);
      expect(shown(failed.stdout)).toMatchInlineSnapshot(`
        "shop  development  mysql <db>
        shop
          error[failed-statement] taking 0001_wider back failed at statement 2 of 2:
              ALTER TABLE \`users\` DROP COLUMN \`a\`;
            Unknown column 'a' in 'CHECK' (ER_BAD_FIELD_ERROR, 1054)
            A part of it was kept: the database cannot take back what the statements before that did, and remembers that this is unfinished. Taken back in this run: nothing. Not taken back: 0001_wider.
            help: see what of 0001_wider is there; then \`npx drizzle-guard rollback\` goes on at that statement, \`npx drizzle-guard migrate --resolve 0001_wider=rolled-back\` says that you have taken back the rest, =applied that all of it is there again
        0 errors, 0 warnings, 1 database could not be dealt with
        "
      `);
      expect(shown(bin(['status'], env).stdout)).toContain('the rollback of 0001_wider was begun at');
      expect(bin(['migrate'], env).exitCode).not.toBe(0);
      await query('alter table users drop constraint held');
      const run = bin(['rollback'], env);
      expect(shown(run.stdout)).toMatchInlineSnapshot(`
        "shop  development  mysql <db>
          0001_wider  taken back  <n> ms
        shop  took 1 migration back
          0001_wider, by drizzle/0001_wider.down.sql  proven: up, down and up again on a throw-away database; nothing is lost
          not verified: a part of it had run before
          hint: 0001_wider is pending again, with its files in drizzle: the next \`npx drizzle-guard migrate\` applies it again. Correct it first; or take the change out of the schema, and delete it where it has not landed, else run \`npx drizzle-guard generate\`
        "
      `);
      expect(run.exitCode).toBe(0);
      expect(await query('select count(*) as n from __drizzle_migrations')).toEqual([{ n: 1 }]);
      expect(await query("show tables like '%runs'")).toEqual([]);
    },
  ),
);

onMysql(
  'without a throw-away database nothing is proven: SQL of somebody wants consent, that of drizzle-kit does not do',
  () =>
    withShop({}, async ({ bin, write }, query) => {
      const none = bin(['rollback']);
      expect(none.exitCode).toBe(2);
      expect(shown(none.stdout)).toMatchInlineSnapshot(`
        "shop  development  mysql <db>
        shop
          error[unproven-rollback] 0001_wider is not taken back, because what drizzle-kit writes to take it back is not proven: a shadow of MySQL is made on a server, and "shadow" in drizzle-guard.json names none
            help: mend that; or write what takes it back into drizzle/0001_wider.down.sql, which is run without a proof where you agree to that; nothing was changed
        0 errors, 0 warnings, 1 database could not be dealt with
        "
      `);
      write({ 'drizzle/0001_wider.down.sql': 'ALTER TABLE `users` DROP COLUMN `a`, DROP COLUMN `b`;' });
      expect(bin(['rollback']).exitCode).toBe(2);
      const run = bin(['rollback', '--accept-loss', '--yes', 'shop@development']);
      expect(shown(run.stdout)).toMatchInlineSnapshot(`
        "shop  development  mysql <db>
          0001_wider  taken back  <n> ms
        shop  took 1 migration back
          0001_wider, by drizzle/0001_wider.down.sql  manual: it is not proven: a shadow of MySQL is made on a server, and "shadow" in drizzle-guard.json names none
          not verified: a shadow of MySQL is made on a server, and "shadow" in drizzle-guard.json names none
          hint: 0001_wider is pending again, with its files in drizzle: the next \`npx drizzle-guard migrate\` applies it again. Correct it first; or take the change out of the schema, and delete it where it has not landed, else run \`npx drizzle-guard generate\`
        "
      `);
      expect(await query('select count(*) as n from __drizzle_migrations')).toEqual([{ n: 1 }]);
    }),
);
