import { createClient } from '@libsql/client';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import {
  cleanEnvironment,
  drizzleConfig,
  foldersHistory,
  journalHistory,
  kitOneModules,
  withWorkspace,
  type Workspace,
} from 'testkit';

type Row = Record<string, unknown>;

/** A migration's tag and its SQL. */
export type Migration = readonly [tag: string, sql: string];

export const USERS: Migration = [
  '0000_users',
  'CREATE TABLE `users` (`id` integer PRIMARY KEY NOT NULL, `name` text NOT NULL);\n',
];
export const POSTS: Migration = [
  '0001_posts',
  `CREATE TABLE \`posts\` (
	\`id\` integer PRIMARY KEY NOT NULL,
	\`author\` integer NOT NULL,
	FOREIGN KEY (\`author\`) REFERENCES \`users\`(\`id\`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
INSERT INTO \`users\` VALUES (1, 'Ada'), (2, 'Grace');--> statement-breakpoint
INSERT INTO \`posts\` VALUES (1, 1), (2, 2), (3, 2);
`,
];

/** As drizzle-kit makes a table of SQLite anew. */
export const REBUILD: Migration = [
  '0002_users_again',
  `PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE \`__new_users\` (\`id\` integer PRIMARY KEY NOT NULL, \`name\` text);
--> statement-breakpoint
INSERT INTO \`__new_users\`("id", "name") SELECT "id", "name" FROM \`users\`;--> statement-breakpoint
DROP TABLE \`users\`;--> statement-breakpoint
ALTER TABLE \`__new_users\` RENAME TO \`users\`;--> statement-breakpoint
PRAGMA foreign_keys=ON;
`,
];

/** A package with these migrations, whose database is the file local.db. */
export function files(
  migrations: readonly Migration[],
  stated: Readonly<Record<string, unknown>> = {},
): Record<string, string> {
  return {
    ...packageFiles(stated),
    ...asSqlite(journalHistory(migrations.map(([tag, sql]) => ({ tag, sql }))), '6'),
  };
}

function packageFiles(stated: Readonly<Record<string, unknown>> = {}): Record<string, string> {
  const credentials = { dbCredentials: { url: 'file:./local.db' } };
  return {
    'package.json': '{ "name": "shop" }',
    'drizzle.config.ts': drizzleConfig({ dialect: 'sqlite', ...credentials, ...stated }),
  };
}

export function withSqlite(
  migrations: readonly Migration[],
  use: (workspace: Workspace) => Promise<void> | void,
  stated: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  return withWorkspace(files(migrations, stated), use);
}

/** The same in the folders layout, with drizzle-kit and drizzle-orm 1.0. */
export function withSqliteOne(
  migrations: readonly Migration[],
  use: (workspace: Workspace) => Promise<void> | void,
): Promise<void> {
  return withWorkspace({ ...packageFiles(), ...folders(migrations) }, use, kitOneModules());
}

/** `0001_posts` becomes `20260101000100_posts`. */
export function folders(migrations: readonly Migration[]): Record<string, string> {
  return asSqlite(foldersHistory(migrations.map(([tag, sql]) => ({ tag: stamped(tag), sql }))), '7');
}

/** Snapshots of Postgres as empty ones of SQLite: drizzle-kit looks at their form before it migrates. */
function asSqlite(history: Record<string, string>, version: '6' | '7'): Record<string, string> {
  return Object.fromEntries(
    Object.entries(history).map(([file, text]) => [
      file,
      file.endsWith('snapshot.json') ? sqliteSnapshot(JSON.parse(text) as object, version) : text,
    ]),
  );
}

function sqliteSnapshot(
  given: { id?: string; prevId?: string; prevIds?: string[] },
  version: '6' | '7',
): string {
  const { id, prevId, prevIds } = given;
  const rest =
    version === '6' ? { prevId, tables: {}, enums: {}, views: {} } : { prevIds, ddl: [], renames: [] };
  return JSON.stringify({ version, dialect: 'sqlite', id, ...rest }, null, 2);
}

export function stamped(tag: string): string {
  const [number, title] = tag.split('_', 2);
  return `202601010${number!.padStart(3, '0').slice(-3)}00_${title}`;
}

/** What one command says of the one database, and its exit code. */
export function one({ bin }: Workspace, ...args: string[]) {
  const run = bin([...args, '--json']);
  return { exitCode: run.exitCode, stderr: run.stderr, ...run.json().databases[0] };
}

export function tagsIn({ applied }: { applied: { migration: string }[] }): string[] {
  return applied.map(({ migration }) => migration);
}

/** Runs one statement on a workspace's database from outside, and gives its rows. */
export async function sql({ dir }: { dir: string }, text: string, file = 'local.db'): Promise<Row[]> {
  const client = createClient({ url: `file:${path.join(dir, file)}` });
  try {
    const { rows, columns } = await client.execute(text);
    return rows.map((row) => Object.fromEntries(columns.map((column) => [column, row[column]])));
  } finally {
    client.close();
  }
}

export const LEDGER = 'SELECT * FROM __drizzle_migrations ORDER BY rowid';

/** drizzle-orm's own migrator for libsql, in a process of its own; throws with its words where it fails. */
export function drizzleOrm({ dir }: { dir: string }, driver: 'libsql' | 'better-sqlite3' = 'libsql'): void {
  const open = {
    libsql: "require('@libsql/client').createClient({ url: 'file:local.db' })",
    'better-sqlite3': "new (require('better-sqlite3'))('local.db')",
  }[driver];
  const code = `
    const { drizzle } = require('drizzle-orm/${driver}');
    const { migrate } = require('drizzle-orm/${driver}/migrator');
    const client = ${open};
    const db = drizzle({ client });
    Promise.resolve(migrate(db, { migrationsFolder: 'drizzle' })).then(() => client.close());`;
  execFileSync(process.execPath, ['-e', code], {
    cwd: dir,
    env: { ...cleanEnvironment(), NODE_PATH: process.env['BETTER_SQLITE3'] ?? '' } as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
