import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isLong, journalHistory } from 'testkit';
import { afterAll, beforeAll, describe, expect, vi } from 'vitest';
import type { GuardError } from '../../../src/errors/guard-error';
import { migrate } from '../../../src/runtime';
import { cuttingProxy } from './cutting-proxy';
import { LEDGER, LOCKS, onPostgres, withDatabase, type Database } from './fixtures';

// The connection is lost at every message of a run: what is said then is true, and the next run finishes the job.

vi.setConfig({ testTimeout: 1_800_000 });

const MIGRATIONS = ['0000_a', '0001_b', '0002_c'].map((tag, at) => ({
  tag,
  sql: `CREATE TABLE "t${at}" ("id" integer);--> statement-breakpoint\nINSERT INTO "t${at}" VALUES (1);\n`,
}));
const TAGS = MIGRATIONS.map(({ tag }) => tag);

let dir = '';
beforeAll(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'drizzle-guard-lost-'));
  for (const [file, text] of Object.entries(journalHistory(MIGRATIONS))) {
    mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
    writeFileSync(path.join(dir, file), text);
  }
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const run = (url: string) => migrate({ migrations: path.join(dir, 'drizzle'), url, lockWait: 20_000 });

/** How many messages a run takes. */
async function lengthOf(): Promise<number> {
  let length = 0;
  await withDatabase(async ({ url }) => {
    const proxy = await cuttingProxy(url, Infinity, false);
    await run(proxy.url);
    length = proxy.passed();
    await proxy.close();
  });
  return length;
}

async function recorded({ sql }: Database): Promise<number> {
  return sql(LEDGER).then(
    ({ length }) => length,
    () => 0,
  );
}

/** Until the server has noticed that nobody is there. */
async function alone({ sql }: Database): Promise<void> {
  const others =
    'select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()';
  while ((await sql(others)).length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** What a run that failed said of each migration: true by how many the ledger holds. */
function expectTrue({ code, message }: GuardError, done: number): void {
  expect(CODES, message).toContain(code);
  const named = (words: RegExp) => words.exec(message)?.[1]?.split(', ') ?? [];
  const applied = named(/Applied in this run: ([^.]+)\./).filter((tag) => tag !== 'nothing');
  const not = [...named(/Not applied: ([^.]+)\./), ...named(/(\S+) was rolled back/)];
  expect(TAGS.slice(0, done), message).toEqual(expect.arrayContaining(applied));
  expect(TAGS.slice(done), message).toEqual(expect.arrayContaining(not));
  expect(message).not.toContain('postgres://');
}

const CODES = ['cannot-connect', 'failed-statement', 'failed-ledger', 'unreadable-ledger'];

describe.each([
  ['comes back', false],
  ['stays away', true],
])('a server that %s', (_, isGone) => {
  onPostgres('is lost at any message of a run', async () => {
    const length = await lengthOf();
    const seen: string[] = [];
    for (let cutAfter = 1; cutAfter <= length; cutAfter += isLong ? 1 : 7)
      await withDatabase(async (database) => {
        const proxy = await cuttingProxy(database.url, cutAfter, isGone);
        const outcome = await run(proxy.url).catch((thrown: GuardError) => thrown);
        await alone(database);
        await proxy.close();
        const done = await recorded(database);
        seen.push(`${cutAfter} ${done} ${outcome instanceof Error ? `${outcome.code} ${outcome.message} ${outcome.code ? '' : outcome.stack}` : 'done'}`);
        if (process.env['SHOW']) return;
        if (outcome instanceof Error) expectTrue(outcome, done);
        else expect([cutAfter, outcome.applied.length, done]).toEqual([cutAfter, 3, 3]);
        const { applied, pending } = await run(database.url);
        expect([cutAfter, done + applied.length, pending]).toEqual([cutAfter, TAGS.length, []]);
        for (const at of TAGS.keys())
          expect([cutAfter, await database.sql(`select id from t${at}`)]).toEqual([cutAfter, [{ id: 1 }]]);
        expect(await database.sql(LOCKS)).toEqual([]);
      });
    if (process.env['SHOW']) writeFileSync(`/tmp/wt/P/seen-${isGone}.txt`, seen.join('\n'));
  });
});
