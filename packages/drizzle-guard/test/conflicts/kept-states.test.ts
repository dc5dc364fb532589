import { cpSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { repositoryRoot } from 'testkit';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openArena, type Grounds } from '../../src/conflicts/effects/open-arena';
import { reachFork } from '../../src/conflicts/effects/reach-fork';
import { NONE } from '../../src/conflicts/arena';
import { openShadow } from '../../src/engines/shadow/open-shadow';
import type { CatalogEntry, Shadow } from '../../src/engines/shadow/shadow';
import { sqlOf, type ReadMigration } from '../../src/replay/replay-history';
import { migrationOf } from './judged-pair';

const PGLITE = '@electric-sql/pglite';

/** With a PGlite of its own, and so with its own place for what is kept. */
let home = '';
const kept = () => path.join(home, 'node_modules/.cache/drizzle-guard');
const states = () => readdirSync(kept()).filter((name) => name.startsWith('pglite-state-'));
const ground = () => ({ dialect: 'postgresql', folders: [home] });

beforeAll(async () => {
  home = mkdtempSync(path.join(os.tmpdir(), 'drizzle-guard-kept-'));
  const place = path.join('node_modules', PGLITE);
  cpSync(path.join(repositoryRoot, place), path.join(home, place), { recursive: true, dereference: true });
  await reached([]);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));
beforeEach(() => states().forEach((name) => rmSync(path.join(kept(), name))));

/** As many migrations as are worth being kept. */
const HISTORY = Array.from({ length: 20 }, (_, at) =>
  migration(`t${at}`, `CREATE TABLE "t${at}" ("id" serial)`),
);

function migration(name: string, ...statements: string[]): ReadMigration {
  return migrationOf(name, statements);
}

interface Reached {
  /** After how many migrations it has begun. */
  begunAfter: number;
  /** How many were run. */
  run: number;
  catalog: CatalogEntry[];
}

/** What is there after a history, and what it took to be there. */
async function reached(
  before: readonly ReadMigration[],
  { sides = [], limit }: Partial<Pick<Grounds, 'sides' | 'limit'>> = {},
  use: (shadow: Shadow) => Promise<void> = async () => {},
): Promise<Reached> {
  const history = before.map((one) => sqlOf([one]));
  const shadow = await openShadow(ground(), sqlOf([...before, ...sides]), { history, limit });
  let run = 0;
  try {
    const counting: Shadow = {
      ...shadow,
      apply: (statements, watched) => {
        run += 1;
        return shadow.apply(statements, watched);
      },
      applyInOneGo: (migrations, lasts, onApplied) =>
        shadow.applyInOneGo!(migrations, lasts, (one) => {
          run += 1;
          onApplied(one);
        }),
    };
    await reachFork(counting, { ground: ground(), before, limit });
    await use(shadow);
    return { begunAfter: shadow.begunAfter, run, catalog: await shadow.catalog() };
  } finally {
    await shadow.close();
  }
}

test('where one more migration has landed, only that one is run', async () => {
  expect(await reached(HISTORY)).toMatchObject({ begunAfter: 0, run: 20 });
  expect(await reached(HISTORY)).toMatchObject({ begunAfter: 20, run: 0 });
  // What the first of them says is known: it is no new statement.
  const landed = [...HISTORY, migration('again', 'CREATE TABLE "t0" ("id" serial)', 'CREATE TABLE "x" ()')];
  const again = await reached(landed);
  // Once with what is there already, once without.
  expect(again).toMatchObject({ begunAfter: 20, run: 2 });
  expect(states()).toHaveLength(1);
  rmSync(path.join(kept(), states()[0]!));
  const anew = await reached(landed);
  expect(anew).toMatchObject({ begunAfter: 0, run: 22 });
  expect(again.catalog).toEqual(anew.catalog);
});

test('two that run at once keep the same', async () => {
  const both = await Promise.all([reached(HISTORY), reached(HISTORY)]);
  expect(both[0]!.catalog).toEqual(both[1]!.catalog);
  expect(states()).toHaveLength(1);
  expect(await reached(HISTORY)).toMatchObject({ run: 0, catalog: both[0]!.catalog });
});

test('a file that was cut off is taken away, and all is run', async () => {
  const whole = await reached(HISTORY);
  const [name] = states();
  const file = path.join(kept(), name!);
  truncateSync(file, statSync(file).size - 512);
  expect(await reached(HISTORY)).toEqual(whole);
  expect(await reached(HISTORY)).toMatchObject({ begunAfter: 20, catalog: whole.catalog });
});

test('what a replay has reached when time is over is where the next one goes on', { retry: 2 }, async () => {
  const slow = [
    migration('slow', 'CREATE TABLE "slow" ()', 'SELECT pg_sleep(1.3)'),
    migration('slower', 'CREATE TABLE "slower" ()', 'SELECT pg_sleep(5)'),
  ];
  await expect(reached(slow, { limit: 6000 })).rejects.toThrow('took longer than 6 s and was stopped');
  const { catalog, ...how } = await reached(slow);
  expect(how).toEqual({ begunAfter: 1, run: 1 });
  expect(catalog.map(({ object }) => object)).toEqual(['table public.slow', 'table public.slower']);
});

test.each([
  ['a setting of the session', `SELECT set_config('search_path', '', false)`],
  ['a role', 'CREATE ROLE "someone"; SET ROLE "someone"'],
  ['a temporary table', 'CREATE TEMPORARY TABLE "passing" ("id" integer)'],
  ['a table that is empty after a crash', 'CREATE UNLOGGED TABLE "unlogged" ("id" integer)'],
])('%s would be lost, and nothing is kept', async (_what, sql) => {
  const history = [migration('first', sql), ...HISTORY.map((_, at) => migration(`${at}`, `SELECT ${at}`))];
  expect(await reached(history)).toMatchObject({ begunAfter: 0 });
  expect(states()).toEqual([]);
});

test('sequences and rows are as they were', async () => {
  const filled = migration('filled', 'INSERT INTO "t0" DEFAULT VALUES');
  const idsOf = (ids: unknown[]) => async (shadow: Shadow) => {
    await shadow.apply(['INSERT INTO "t0" DEFAULT VALUES']);
    ids.push(...(await shadow.query('SELECT "id" FROM "t0" ORDER BY 1')).map(({ id }) => id));
  };
  for (const begunAfter of [0, 21]) {
    const ids: unknown[] = [];
    expect(await reached([...HISTORY, filled], {}, idsOf(ids))).toMatchObject({ begunAfter });
    expect(ids).toEqual([1, 2]);
  }
});

test('an extension that only a side creates is loaded there', async () => {
  await reached(HISTORY);
  const sides = [migration('side', 'CREATE EXTENSION "citext"', 'ALTER TABLE "t0" ADD COLUMN "c" citext')];
  for (const begunAfter of [0, 20]) expect(await reached(HISTORY, { sides })).toMatchObject({ begunAfter });
  const { arena, close } = await openArena({ ground: ground(), before: HISTORY, sides });
  try {
    expect(await arena.run(sides, NONE, false)).toMatchObject({ failure: null });
  } finally {
    await close();
  }
});
