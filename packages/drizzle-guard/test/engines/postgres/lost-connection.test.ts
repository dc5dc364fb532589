import os from 'node:os';
import { isLong, sampleOf } from 'testkit';
import { describe, expect, vi } from 'vitest';
import { postgresTarget } from '../../../src/engines/postgres/target';
import type { GuardError } from '../../../src/errors/guard-error';
import { migrate } from '../../../src/runtime';
import { cuttingProxy, type Cut } from './cutting-proxy';
import {
  LEDGER,
  LOCKS,
  onPostgres,
  onPostgresInLong,
  withDatabase,
  withFolder,
  type Database,
} from './fixtures';

// The connection is lost at every message of a run: what is said then is true, and the next run finishes the job.

vi.setConfig({ testTimeout: 1_800_000 });

const PLACE = { schema: 'drizzle', table: '__drizzle_migrations' };
const LIMITS = { lockWait: 20_000, lockTimeout: null, statementTimeout: null };
const EMPTY = 'drop schema if exists drizzle cascade; drop schema public cascade; create schema public';
const BEGUN = 'select * from drizzle.__drizzle_guard_runs';

const PLAIN = ['0000_a', '0001_b', '0002_c'].map((tag, at) => ({
  tag,
  sql: `CREATE TABLE "t${at}" ("id" integer);--> statement-breakpoint\nINSERT INTO "t${at}" VALUES (1);\n`,
}));
const LONE = [
  PLAIN[0]!,
  {
    tag: '0001_index',
    sql: 'CREATE TABLE "t1" ("id" integer);--> statement-breakpoint\nCREATE INDEX CONCURRENTLY "i" ON "t0" ("id");--> statement-breakpoint\nINSERT INTO "t1" VALUES (1);\n',
  },
];

type Run = (url: string) => ReturnType<typeof migrate>;

const running =
  (migrations: string): Run =>
  (url) =>
    migrate({ migrations, url, ...LIMITS });

/** How many messages a run takes. */
async function lengthOf(run: Run, { url, sql }: Database, how: Omit<Cut, 'after'>): Promise<number> {
  // Now and then the proxy finds the client's port taken on its own side.
  for (let time = 1; ; time++) {
    const proxy = await cuttingProxy(url, { ...how, after: Infinity });
    const isDone = await run(proxy.url).then(
      () => true,
      (thrown) => {
        if (time === 5) throw thrown;
      },
    );
    await proxy.close();
    await sql(EMPTY);
    if (isDone) return proxy.passed();
  }
}

/** Until the server has noticed that nobody is there. */
async function alone({ sql }: Database): Promise<void> {
  const others =
    'select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()';
  while ((await sql(others)).length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
}

const HAS_IPV6 = Object.values(os.networkInterfaces()).some((of) =>
  of?.some(({ address }) => address === '::1'),
);

const rowsOf = ({ sql }: Database, text: string) => sql(text).catch(() => []);

/** What a run that failed said of each migration: true by how many the ledger holds, and by what is unfinished. */
function expectTrue(
  { code, message }: GuardError,
  tags: readonly string[],
  done: number,
  isBegun: boolean,
): void {
  expect(['cannot-connect', 'failed-statement', 'lock-held'], message).toContain(code);
  const named = (words: RegExp) => words.exec(message)?.[1]?.split(', ') ?? [];
  const applied = named(/Applied in this run: ([^.]+)\./).filter((tag) => tag !== 'nothing');
  const not = [...named(/Not applied: ([^.]+)\./), ...named(/(\S+) was (?:NOT )?rolled back/)];
  expect(tags.slice(0, done), message).toEqual(expect.arrayContaining(applied));
  expect(tags.slice(done), message).toEqual(expect.arrayContaining(not));
  if (isBegun) expect(message).toMatch(/remembers that it is unfinished|is not known/);
  if (done > 0) expect(message).toMatch(/Applied in this run: 0000_a|Whether 0000_a is applied is not known/);
  expect(message).not.toContain('postgres://');
}

const CUTS = [
  { title: 'a server that comes back', isGone: false, isUnseen: HAS_IPV6 },
  { title: 'a server that stays away', isGone: true, isUnseen: HAS_IPV6 },
  { title: 'a pooler that comes back', isGone: false, isUnseen: false },
  { title: 'a pooler that stays away', isGone: true, isUnseen: false },
];

describe.each(sampleOf(CUTS, 3))('$title', ({ title: _title, ...how }) => {
  const isLost = (_: string, migrations: typeof PLAIN) =>
    withFolder(migrations, (folder) =>
      withDatabase(async (database) => {
        const run = running(folder);
        const tags = migrations.map(({ tag }) => tag);
        const length = await lengthOf(run, database, how);
        for (let cutAfter = 1; cutAfter <= length; cutAfter += isLong ? 1 : 11) {
          const proxy = await cuttingProxy(database.url, { ...how, after: cutAfter });
          const outcome = await run(proxy.url).catch((thrown: GuardError) => thrown);
          await alone(database);
          await proxy.close();
          const done = (await rowsOf(database, LEDGER)).length;
          const [begun] = await rowsOf(database, BEGUN);
          const at = [cutAfter, done, begun?.['done'], outcome instanceof Error ? outcome.message : 'done'];
          if (outcome instanceof Error) expectTrue(outcome, tags, done, begun !== undefined);
          else expect([...at, outcome.applied.length]).toEqual([...at.with(1, tags.length), tags.length]);
          if (begun) await takeBack(database, String(begun['migration']));
          const { applied, pending } = await run(database.url);
          expect([at, done + applied.length, pending]).toEqual([at, tags.length, []]);
          for (const table of tags.keys())
            expect([at, await database.sql(`select id from t${table}`)]).toEqual([at, [{ id: 1 }]]);
          expect(await database.sql(LOCKS)).toEqual([]);
          await database.sql(EMPTY);
        }
      }),
    );
  const plain: [string, typeof PLAIN] = ['a run', PLAIN];
  const lone: [string, typeof PLAIN] = ['a run with a statement that forbids a transaction', LONE];
  const [often, seldom] = how.isGone ? [lone, plain] : [plain, lone];
  onPostgres.each([often])('is lost at any message of %s', isLost);
  onPostgresInLong.each([seldom])('is lost at any message of %s', isLost);
});

/** What somebody does whose migration is unfinished: takes back what it did, and says so. */
async function takeBack({ url, sql }: Database, tag: string): Promise<void> {
  await sql('drop index if exists i; drop table if exists t1');
  const connection = await postgresTarget({ url }, {}).open(LIMITS);
  await connection.settle(PLACE, tag, null);
  await connection.close();
}
