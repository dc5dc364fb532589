import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createConnection } from 'mysql2/promise';
import {
  cleanEnvironment,
  drizzleConfig,
  foldersHistory,
  journalHistory,
  kitOneModules,
  withWorkspace,
  type Workspace,
} from 'testkit';
import { stamped, type Migration } from '../sqlite/fixtures';

export { one, stamped, tagsIn, type Migration } from '../sqlite/fixtures';

type Row = Record<string, unknown>;

export const SERVER = { host: '127.0.0.1', port: 3306, user: 'root' };

/** Whether MySQL or MariaDB runs where the tests look for it; where it does not, they are skipped. */
export async function hasMysql(): Promise<boolean> {
  try {
    await sql('select 1');
    return true;
  } catch {
    return false;
  }
}

/** Runs one statement from outside, and gives its rows. */
export async function sql(text: string, database?: string): Promise<Row[]> {
  const connection = await createConnection({ ...SERVER, ...(database === undefined ? {} : { database }) });
  try {
    const [rows] = await connection.query(text);
    return Array.isArray(rows) ? (rows as Row[]) : [];
  } finally {
    await connection.end();
  }
}

export async function withDatabase<T>(use: (database: string) => Promise<T>): Promise<T> {
  const database = `guard_${process.pid}_${randomBytes(4).toString('hex')}`;
  await sql(`create database ${database}`);
  try {
    return await use(database);
  } finally {
    await sql(`drop database ${database}`);
  }
}

export interface Shop extends Workspace {
  database: string;
  sql(text: string): Promise<Row[]>;
}

/** A package with these migrations, and an empty database of its own. */
export function withMysql(
  migrations: readonly Migration[],
  use: (shop: Shop) => Promise<void> | void,
  credentials: (database: string) => Row = urlOf,
): Promise<void> {
  return withDatabase((database) =>
    withWorkspace(
      { ...packageFiles(credentials(database)), ...journal(migrations) },
      async (workspace) =>
        void (await use(Object.assign(workspace, { database, sql: (text: string) => sql(text, database) }))),
    ),
  );
}

/** The same in the folders layout, with drizzle-kit and drizzle-orm 1.0. */
export function withMysqlOne(
  migrations: readonly Migration[],
  use: (shop: Shop) => Promise<void> | void,
): Promise<void> {
  return withDatabase((database) =>
    withWorkspace(
      { ...packageFiles(urlOf(database)), ...folders(migrations) },
      async (workspace) =>
        void (await use(Object.assign(workspace, { database, sql: (text: string) => sql(text, database) }))),
      kitOneModules(),
    ),
  );
}

export function urlOf(database: string, port = SERVER.port): { url: string } {
  return { url: `mysql://${SERVER.user}@${SERVER.host}:${port}/${database}` };
}

export function configFile(dbCredentials: Row): string {
  return drizzleConfig({ dialect: 'mysql', dbCredentials });
}

function packageFiles(credentials: Row): Record<string, string> {
  return { 'package.json': '{ "name": "shop" }', 'drizzle.config.ts': configFile(credentials) };
}

export function journal(migrations: readonly Migration[]): Record<string, string> {
  return asMysql(journalHistory(migrations.map(([tag, text]) => ({ tag, sql: text }))), '5');
}

/** `0001_posts` becomes `20260101000100_posts`. */
export function folders(migrations: readonly Migration[]): Record<string, string> {
  return asMysql(foldersHistory(migrations.map(([tag, text]) => ({ tag: stamped(tag), sql: text }))), '6');
}

/** Snapshots of Postgres as empty ones of MySQL: drizzle-kit looks at their form before it migrates. */
function asMysql(history: Record<string, string>, version: '5' | '6'): Record<string, string> {
  return Object.fromEntries(
    Object.entries(history).map(([file, text]) => {
      if (!file.endsWith('snapshot.json')) return [file, text];
      const { id, prevId, prevIds } = JSON.parse(text) as Record<string, unknown>;
      const rest =
        version === '5' ? { prevId, tables: {}, views: {}, _meta: {} } : { prevIds, ddl: [], renames: [] };
      return [file, JSON.stringify({ version, dialect: 'mysql', id, ...rest }, null, 2)];
    }),
  );
}

/** drizzle-orm's own migrator for mysql2, in a process of its own; throws with its words where it fails. */
export function drizzleOrm({ dir, database }: Shop): void {
  const code = `
    const { drizzle } = require('drizzle-orm/mysql2');
    const { migrate } = require('drizzle-orm/mysql2/migrator');
    require('mysql2/promise').createConnection(${JSON.stringify(urlOf(database).url)}).then(async (client) => {
      await migrate(drizzle({ client }), { migrationsFolder: 'drizzle' });
      await client.end();
    });`;
  run(dir, process.execPath, ['-e', code]);
}

/** `drizzle-kit migrate`; throws where it fails. */
export function drizzleKit({ dir }: Shop): void {
  run(dir, process.execPath, ['node_modules/drizzle-kit/bin.cjs', 'migrate']);
}

function run(cwd: string, program: string, args: string[]): void {
  execFileSync(program, args, {
    cwd,
    env: cleanEnvironment() as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

export const LEDGER = 'SELECT * FROM __drizzle_migrations ORDER BY id';

export const USERS: Migration = [
  '0000_users',
  'CREATE TABLE `users` (`id` serial PRIMARY KEY, `name` varchar(99) NOT NULL);\n',
];
export const ROWS: Migration = [
  '0001_rows',
  "INSERT INTO `users` (`name`) VALUES ('Ada');--> statement-breakpoint\nINSERT INTO `users` (`name`) VALUES ('it\\'s; DROP TABLE users');\n",
];
/** The third of its statements fails. */
export const BAD: Migration = [
  '0002_bad',
  'CREATE TABLE `a` (`id` int);\n--> statement-breakpoint\nINSERT INTO `a` VALUES (1);\n--> statement-breakpoint\nALTER TABLE `nowhere`\nADD `x` int;\n--> statement-breakpoint\nCREATE TABLE `b` (`id` int);\n',
];
