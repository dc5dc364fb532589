import { PGlite } from '@electric-sql/pglite';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  cleanEnvironment,
  emptyPglite,
  madeOnce,
  repositoryRoot,
  withWorkspace,
  type Workspace,
} from 'testkit';
import { fewBuffers } from '../src/engines/quick-start';
import { MIGRATIONS, shop, type Entry } from './fixtures';

type Row = Record<string, unknown>;

/** What the ledger holds, and how often the hand-written migration of the fixture ran. */
export const LEDGER = 'select hash, created_at::text as at from drizzle.__drizzle_migrations order by id';
export const FIRST_ENTRIES = "select note from entries where note = 'first'";

/** Runs SQL on a workspace's database from outside, and gives the rows of the last statement. */
export async function sql({ dir }: { dir: string }, text: string, directory = '.pglite'): Promise<Row[]> {
  // Half of the CPU of opening one.
  const client = new PGlite(path.join(dir, directory), fewBuffers(PGlite));
  try {
    return (await client.exec(text)).at(-1)!.rows;
  } finally {
    await client.close();
  }
}

/**
 * A database with the fixture's migrations up to one of them, as drizzle-orm's own migrator leaves it; made once and kept.
 * @returns a function that runs a test in a workspace with a copy of that database
 */
export function databaseMigratedTo(
  last: string,
): (more: Record<string, string>, use: (workspace: Workspace) => Promise<void> | void) => Promise<void> {
  return (more, use) =>
    withWorkspace(shop(more), (workspace) => {
      cpSync(migratedTo(last), path.join(workspace.dir, '.pglite'), { recursive: true });
      return use(workspace);
    });
}

/** Where such a database is: to be copied, never to be written to. */
export function migratedTo(last: string): string {
  const { entries, ...rest } = JSON.parse(MIGRATIONS['drizzle/meta/_journal.json']!) as { entries: Entry[] };
  const until = entries.slice(0, entries.findIndex(({ tag }) => tag === last) + 1);
  const files = {
    ...MIGRATIONS,
    'drizzle/meta/_journal.json': JSON.stringify({ ...rest, entries: until }),
  };
  const versions = ['@electric-sql/pglite', 'drizzle-orm'].map(versionOf);
  const from = createHash('sha256')
    .update(JSON.stringify([files, versions]))
    .digest('hex');
  const made = madeOnce(`migrated-${from.slice(0, 16)}`, (draft) => {
    emptyPglite(path.join(draft, 'data'));
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(draft, file)), { recursive: true });
      writeFileSync(path.join(draft, file), text);
    }
    execFileSync(process.execPath, ['-e', MIGRATE, draft], {
      cwd: repositoryRoot,
      env: cleanEnvironment() as NodeJS.ProcessEnv,
    });
  });
  return path.join(made, 'data');
}

const MIGRATE = `
  const { PGlite } = require('@electric-sql/pglite');
  const { drizzle } = require('drizzle-orm/pglite');
  const { migrate } = require('drizzle-orm/pglite/migrator');
  const client = new PGlite(process.argv[1] + '/data');
  migrate(drizzle({ client }), { migrationsFolder: process.argv[1] + '/drizzle' }).then(() => client.close());`;

function versionOf(name: string): string {
  const file = path.join(repositoryRoot, 'node_modules', name, 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

/** Runs the real drizzle-kit in a folder; throws with its words where it fails. */
export function drizzleKit({ dir }: { dir: string }, ...args: string[]): string {
  return execFileSync(process.execPath, [path.join(dir, 'node_modules/drizzle-kit/bin.cjs'), ...args], {
    cwd: dir,
    env: cleanEnvironment() as NodeJS.ProcessEnv,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Words for people without what differs from run to run. */
export function masked(text: string): string {
  return text.replaceAll(/\d+ ms/g, '<n> ms');
}
