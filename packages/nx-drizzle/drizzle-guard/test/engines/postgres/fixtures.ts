import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import {
  cleanEnvironment,
  drizzleConfig,
  foldersHistory,
  hasPostgres,
  isLong,
  journalHistory,
  kitOneModules,
  postgresUrl,
  withWorkspace,
  type MigrationSpec,
  type Workspace,
} from 'testkit';
import { test } from 'vitest';

/** A test that needs a server; skipped and counted where there is none. */
export const onPostgres = test.runIf(hasPostgres());
export const onPostgresInLong = test.runIf(isLong && hasPostgres());

/** Whether the programs of Postgres are here that backups are made with. */
export function hasPgDump(): boolean {
  return spawnSync('pg_dump', ['--version'], { stdio: 'ignore' }).status === 0;
}

type Row = Record<string, unknown>;

/** A database of a test's own, which is dropped with it. */
export interface Database {
  url: string;
  /** Runs SQL in it from outside, and gives the rows of the last statement. */
  sql(text: string): Promise<Row[]>;
}

/** Makes an empty database, hands it to `use`, and drops it. */
export async function withDatabase(use: (database: Database) => Promise<void>): Promise<void> {
  const name = `guard_${process.pid}_${randomBytes(4).toString('hex')}`;
  await asked(postgresUrl(), `create database ${name}`);
  const url = postgresUrl(name);
  try {
    await use({ url, sql: (text) => asked(url, text) });
  } finally {
    await asked(postgresUrl(), `drop database ${name} with (force)`);
  }
}

/** The same with a package whose drizzle config names it. */
export function withPostgres(
  migrations: readonly MigrationSpec[],
  use: (workspace: Workspace, database: Database) => Promise<void>,
): Promise<void> {
  return withDatabase((database) =>
    withWorkspace(files(migrations, database.url), (workspace) => use(workspace, database)),
  );
}

/** Writes a migrations folder and nothing else, for what runs in this process; and takes it away. */
export async function withFolder<T>(
  migrations: readonly MigrationSpec[],
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'drizzle-guard-folder-'));
  try {
    for (const [file, text] of Object.entries(journalHistory(migrations))) {
      mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
      writeFileSync(path.join(dir, file), text);
    }
    return await use(path.join(dir, 'drizzle'));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** The URL for another role. */
export function asRole(url: string, role: string, password = ''): string {
  const given = new URL(url);
  Object.assign(given, { username: encodeURIComponent(role), password: encodeURIComponent(password) });
  return given.href;
}

/** The same in the folders layout, with drizzle-kit and drizzle-orm 1.0: `0001_posts` becomes `20260101000100_posts`. */
export function withPostgresOne(
  migrations: readonly MigrationSpec[],
  use: (workspace: Workspace, database: Database) => Promise<void>,
): Promise<void> {
  const folders = migrations.map(({ tag, sql = null }) => ({ tag: stamped(tag), sql }));
  return withDatabase((database) =>
    withWorkspace(
      { ...packageFiles(database.url), ...foldersHistory(folders) },
      (workspace) => use(workspace, database),
      kitOneModules(),
    ),
  );
}

export function stamped(tag: string): string {
  const [number, title] = tag.split('_', 2);
  return `2026010100${number!.slice(-2)}00_${title}`;
}

function packageFiles(url: string): Record<string, string> {
  return {
    'package.json': '{ "name": "shop" }',
    'drizzle.config.ts': drizzleConfig({ dialect: 'postgresql', dbCredentials: { url } }),
  };
}

export function files(migrations: readonly MigrationSpec[], url: string): Record<string, string> {
  return { ...packageFiles(url), ...journalHistory(migrations) };
}

async function asked(url: string, text: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  // A database that is dropped ends what is connected to it.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const result = (await client.query(text)) as unknown as { rows: Row[] } | { rows: Row[] }[];
    return (Array.isArray(result) ? result.at(-1)! : result).rows;
  } finally {
    await client.end();
  }
}

/** What one command says of the one database, and its exit code. */
export function one({ bin }: Workspace, ...args: string[]) {
  const run = bin([...args, '--json']);
  return { exitCode: run.exitCode, stderr: run.stderr, ...run.json().databases[0] };
}

export const LEDGER = 'select * from drizzle.__drizzle_migrations order by id';

/** The locks that a drizzle-guard may have left. */
export const LOCKS = `select pid from pg_locks where locktype = 'advisory'
  and database = (select oid from pg_database where datname = current_database())`;

/** drizzle-orm's own migrator for pg, in a process of its own; throws with its words where it fails. */
export function drizzleOrm({ dir }: Workspace, { url }: Database): void {
  const code = `
    const { drizzle } = require('drizzle-orm/node-postgres');
    const { migrate } = require('drizzle-orm/node-postgres/migrator');
    const client = new (require(${JSON.stringify(require.resolve('pg'))}).Client)(${JSON.stringify(url)});
    client.connect()
      .then(() => migrate(drizzle({ client }), { migrationsFolder: 'drizzle' }))
      .then(() => client.end());`;
  execFileSync(process.execPath, ['-e', code], {
    cwd: dir,
    env: cleanEnvironment() as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
