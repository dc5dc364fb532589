import { PGlite } from '@electric-sql/pglite';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { cleanEnvironment, emptyPglite, withWorkspace, type Workspace } from 'testkit';
import { afterAll, beforeAll } from 'vitest';
import { shop } from './fixtures';

type Row = Record<string, unknown>;

/** What the ledger holds, and how often the hand-written migration of the fixture ran. */
export const LEDGER = 'select hash, created_at::text as at from drizzle.__drizzle_migrations order by id';
export const FIRST_ENTRIES = "select note from entries where note = 'first'";

/** Runs SQL on a workspace's database from outside, and gives the rows of the last statement. */
export async function sql({ dir }: { dir: string }, text: string, directory = '.pglite'): Promise<Row[]> {
  const client = new PGlite(path.join(dir, directory));
  try {
    return (await client.exec(text)).at(-1)!.rows;
  } finally {
    await client.close();
  }
}

/**
 * A database with the fixture's migrations up to one of them, made once for a test file.
 * @returns a function that runs a test in a workspace with a copy of that database
 */
export function databaseMigratedTo(
  last: string,
): (more: Record<string, string>, use: (workspace: Workspace) => Promise<void> | void) => Promise<void> {
  let template = '';
  beforeAll(async () => {
    await withWorkspace(shop(), ({ dir, bin }) => {
      emptyPglite(path.join(dir, '.pglite'));
      const run = bin(['migrate', '--to', last]);
      if (run.exitCode !== 0) throw new Error(run.stdout + run.stderr);
      template = mkdtempSync(path.join(os.tmpdir(), 'drizzle-guard-template-'));
      cpSync(path.join(dir, '.pglite'), template, { recursive: true });
    });
  });
  afterAll(() => rmSync(template, { recursive: true, force: true }));

  return (more, use) =>
    withWorkspace(shop(more), (workspace) => {
      cpSync(template, path.join(workspace.dir, '.pglite'), { recursive: true });
      return use(workspace);
    });
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
