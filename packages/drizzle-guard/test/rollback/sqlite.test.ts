import { createClient } from '@libsql/client';
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import path from 'node:path';
import { drizzleConfig, withWorkspace, type Workspace } from 'testkit';
import { expect, test } from 'vitest';
import { masked } from '../databases';
import { kitHistory, type Step } from './kit-history';

const id = () => integer('id').primaryKey();
const users = sqliteTable('users', { id: id(), name: text('name') });
const posts = sqliteTable('posts', { id: id(), author: integer('author').references(() => users.id) });
const strict = sqliteTable('users', { id: id(), name: text('name').notNull() });

const USERS: Step = ['0000_users', { users, posts }];
const STRICT: Step = ['0001_strict', { users: strict, posts }];
const config = (file: string) =>
  drizzleConfig({ dialect: 'sqlite', dbCredentials: { url: `file:./${file}` } });

async function withShop(use: (workspace: Workspace) => Promise<void>): Promise<void> {
  const files = { 'package.json': '{ "name": "shop" }', 'drizzle.config.ts': config('local.db') };
  const production = { 'drizzle.config.production.ts': config('production.db') };
  const history = await kitHistory('sqlite', [USERS, STRICT]);
  await withWorkspace({ ...files, ...production, ...history }, use);
}

async function sql({ dir }: Workspace, file: string, ...texts: string[]) {
  const client = createClient({ url: `file:${path.join(dir, file)}` });
  try {
    let rows: Record<string, unknown>[] = [];
    for (const one of texts) rows = (await client.execute(one)).rows.map((row) => ({ ...row }));
    return rows;
  } finally {
    client.close();
  }
}

test('a table is made anew on the way back too, and what refers to it stays', () =>
  withShop(async (workspace) => {
    const { bin } = workspace;
    expect(bin(['migrate']).exitCode).toBe(0);
    await sql(
      workspace,
      'local.db',
      "insert into users values (1, 'Ada')",
      'insert into posts values (1, 1)',
    );
    const plan = bin(['rollback', '--dry-run']);
    expect(plan.stdout).toMatchInlineSnapshot(`
      "shop  development  sqlite local.db
      shop  dry run: 1 migration would be taken back
        0001_strict, by drizzle-kit  proven: up, down and up again on a throw-away database; nothing is lost
          PRAGMA foreign_keys=OFF;
          CREATE TABLE \`__new_users\` (
          	\`id\` integer PRIMARY KEY NOT NULL,
          	\`name\` text
          );
          INSERT INTO \`__new_users\`("id", "name") SELECT "id", "name" FROM \`users\`;
          DROP TABLE \`users\`;
          ALTER TABLE \`__new_users\` RENAME TO \`users\`;
          PRAGMA foreign_keys=ON;
        each of them locks the whole database while it runs, as every write does in SQLite
      "
    `);
    const run = bin(['rollback']);
    expect(masked(run.stdout)).toMatchInlineSnapshot(`
      "shop  development  sqlite local.db
        0001_strict  taken back  <n> ms
      shop  took 1 migration back
        0001_strict, by drizzle-kit  proven: up, down and up again on a throw-away database; nothing is lost
        hint: 0001_strict is pending again, with its files in drizzle: the next \`npx drizzle-guard migrate\` applies it again. Correct it first; or take the change out of the schema, and delete it where it has not landed, else run \`npx drizzle-guard generate\`
      "
    `);
    expect(run.exitCode).toBe(0);
    expect(
      await sql(workspace, 'local.db', 'insert into users values (2, null)', 'select author from posts'),
    ).toEqual([{ author: 1 }]);
    expect(bin(['status', '--json']).json()).toMatchObject({
      databases: [{ migrations: [{ state: 'applied' }, { state: 'pending' }] }],
    });
  }));

test('production has a backup first', () =>
  withShop(async ({ bin, dir }) => {
    expect(bin(['migrate', '-e', 'production', '--override', 'production:check']).exitCode).toBe(0);
    const plan = bin(['rollback', '-e', 'production', '--dry-run']);
    expect(plan.stdout).toContain('production: a backup would be taken first');
    const run = bin(['rollback', '-e', 'production', '--json']).json();
    expect(run).toMatchObject({
      exitCode: 0,
      databases: [{ demanded: ['backup'], undone: [{ migration: '0001_strict' }] }],
    });
    const { backup } = (run as { databases: { backup: { restore: string } }[] }).databases[0]!;
    expect(backup.restore).toMatch(/^drizzle-guard restore /);
    expect(dir).not.toBe('');
  }));

test('one that was applied out of order comes late when it is taken back', async () => {
  const tags = sqliteTable('tags', { id: id() });
  const history = await kitHistory('sqlite', [
    ['0000_users', { users }],
    ['0001_tags', { users, tags }],
  ]);
  await withWorkspace(
    { 'package.json': '{ "name": "shop" }', 'drizzle.config.ts': config('local.db'), ...history },
    async (workspace) => {
      const { bin } = workspace;
      expect(bin(['migrate']).exitCode).toBe(0);
      const oldest = 'created_at = (select min(created_at) from __drizzle_migrations)';
      await sql(
        workspace,
        'local.db',
        `create table first_row as select hash, created_at from __drizzle_migrations where ${oldest}`,
        `delete from __drizzle_migrations where ${oldest}`,
        'insert into __drizzle_migrations (hash, created_at) select hash, created_at from first_row',
        'drop table first_row',
      );
      const { stdout } = bin(['rollback']);
      expect(stdout).toContain('0000_users is pending again');
      expect(stdout).toContain('the next `npx drizzle-guard migrate --late apply` applies it again');
      expect(bin(['migrate']).exitCode).toBe(1);
      expect(bin(['migrate', '--late', 'apply']).exitCode).toBe(0);
    },
  );
});
