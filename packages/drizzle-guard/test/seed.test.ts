import { withWorkspace } from 'testkit';
import { expect, test } from 'vitest';
import {
  hasMysql,
  SERVER,
  sql as sqlOnMysql,
  withDatabase as withMysqlDatabase,
} from './engines/mysql/fixtures';
import { onPostgres, withDatabase } from './engines/postgres/fixtures';

const CONFIGURATION = JSON.stringify({ databases: { shop: { dir: '.', seed: 'drizzle-seed' } } });

const files = (dialect: string, url: string, schema: string) => ({
  'package.json': '{ "name": "shop" }',
  'drizzle.config.ts': `export default { dialect: '${dialect}', schema: './schema.ts', out: './drizzle', dbCredentials: { url: '${url}' } };`,
  'schema.ts': schema,
  'drizzle-guard.json': CONFIGURATION,
});

const POSTGRES = `import { integer, pgTable, serial, text, timestamp } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: serial().primaryKey(), name: text().notNull(), born: timestamp() });
export const orders = pgTable('orders', { id: serial().primaryKey(), user: integer().notNull().references(() => users.id) });
`;

const MYSQL = `import { int, mysqlTable, varchar } from 'drizzle-orm/mysql-core';
export const users = mysqlTable('users', { id: int().primaryKey().autoincrement(), name: varchar({ length: 50 }) });
export const orders = mysqlTable('orders', { id: int().primaryKey(), user: int().references(() => users.id) });
`;

const SQLITE = `import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
export const users = sqliteTable('users', { id: integer().primaryKey(), name: text().notNull() });
`;

onPostgres('drizzle-seed fills every table, what refers to another too, and the next number is free', () =>
  withDatabase(({ url, sql }) =>
    withWorkspace(files('postgresql', url, POSTGRES), async ({ bin, write }) => {
      bin(['generate']);
      expect(bin(['migrate']).exitCode).toBe(0);
      expect(bin(['seed']).stdout).toContain('is filled');
      expect(await sql('select count(*)::int as n from orders join users on users.id = orders.user')).toEqual(
        [{ n: 10 }],
      );
      expect(await sql("insert into users (name) values ('Ada') returning id")).toEqual([{ id: 11 }]);

      // A second time the same numbers are taken: none of it stays.
      const again = bin(['seed']);
      expect(again.exitCode).toBe(2);
      expect(again.stdout).toContain(
        'duplicate key value violates unique constraint "users_pkey"; nothing was written',
      );
      expect(await sql('select count(*)::int as n from users')).toEqual([{ n: 11 }]);

      write({ 'drizzle-guard.json': CONFIGURATION.replace('"drizzle-seed"', '"no-seed"') });
      expect(bin(['seed']).exitCode).toBe(2);
    }),
  ),
);

test.skipIf(!(await hasMysql()))('drizzle-seed fills MySQL and MariaDB too', () =>
  withMysqlDatabase((database) => {
    const url = `mysql://${SERVER.user}@${SERVER.host}:${SERVER.port}/${database}`;
    return withWorkspace(files('mysql', url, MYSQL), async ({ bin }) => {
      bin(['generate']);
      expect(bin(['migrate']).exitCode).toBe(0);
      expect(bin(['seed']).stdout).toContain('is filled');
      const joined = 'select count(*) as n from orders join users on users.id = orders.user';
      expect(await sqlOnMysql(joined, database)).toEqual([{ n: 10 }]);
    });
  }),
);

test('reset fills with the same rows each time, also a file of SQLite', () =>
  withWorkspace(files('sqlite', 'file:shop.sqlite', SQLITE), ({ bin }) => {
    bin(['generate']);
    expect(bin(['seed']).stdout).toMatchInlineSnapshot(`
      "shop  development  sqlite shop.sqlite
      shop
        error[failed-seed] sqlite shop.sqlite is not there, so shop has no tables to fill; nothing was done
          help: run \`npx drizzle-guard migrate --database shop\` first
      0 errors, 0 warnings, 1 database could not be dealt with
      "
    `);
    const args = ['reset', '--yes', 'shop@development', '--json'];
    expect(bin(args).json()).toMatchObject({ exitCode: 0, databases: [{ seeded: true }] });
    expect(bin(args).json()).toMatchObject({ exitCode: 0, databases: [{ seeded: true }] });
  }));

test('a program is given the file that the config names, also where its paths count from another folder', () =>
  withWorkspace(
    {
      'package.json': '{ "name": "root" }',
      'db/package.json': '{ "name": "db" }',
      'db/drizzle.config.ts': `export default { dialect: 'sqlite', schema: './db/schema.ts', out: './db/drizzle', dbCredentials: { url: 'file:db/shop.sqlite' } };`,
      'db/schema.ts': SQLITE,
      'db/seed.mjs': `import { writeFileSync } from 'node:fs';\nwriteFileSync('given', String(process.env.DRIZZLE_GUARD_URL));\n`,
      'drizzle-guard.json': JSON.stringify({
        databases: { db: { dir: 'db', config: 'drizzle.config.ts', cwd: '.', seed: ['node', 'seed.mjs'] } },
      }),
    },
    ({ bin, dir, read }) => {
      bin(['generate']);
      expect(bin(['migrate']).exitCode).toBe(0);
      expect(bin(['seed']).stdout).toContain('is filled');
      expect(read('db/given')).toBe(`file:${dir}/db/shop.sqlite`);
    },
  ));
