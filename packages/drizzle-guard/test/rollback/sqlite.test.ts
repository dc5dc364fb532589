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
    expect(plan.stdout).toMatchInlineSnapshot();
    const run = bin(['rollback']);
    expect(masked(run.stdout)).toMatchInlineSnapshot();
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
