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
      await query("alter table users add constraint held check (a is null or a <> '')");
      const failed = bin(['rollback'], env);
      expect(failed.exitCode).toBe(2);
      expect(shown(failed.stdout)).toMatchInlineSnapshot();
      expect(shown(bin(['status'], env).stdout)).toContain('the rollback of 0001_wider was begun at');
      expect(bin(['migrate'], env).exitCode).not.toBe(0);
      await query('alter table users drop constraint held');
      const run = bin(['rollback'], env);
      expect(shown(run.stdout)).toMatchInlineSnapshot();
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
      expect(shown(none.stdout)).toMatchInlineSnapshot();
      write({ 'drizzle/0001_wider.down.sql': 'ALTER TABLE `users` DROP COLUMN `a`, DROP COLUMN `b`;' });
      expect(bin(['rollback']).exitCode).toBe(2);
      const run = bin(['rollback', '--accept-loss', '--yes', 'shop@development']);
      expect(shown(run.stdout)).toMatchInlineSnapshot();
      expect(await query('select count(*) as n from __drizzle_migrations')).toEqual([{ n: 1 }]);
    }),
);
