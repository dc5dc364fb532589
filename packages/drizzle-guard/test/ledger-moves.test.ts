import { PGlite } from '@electric-sql/pglite';
import { drizzle as drizzleOne } from 'drizzle-orm-1/pglite';
import { migrate as migrateOne } from 'drizzle-orm-1/pglite/migrator';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { foldersHistory, journalHistory } from 'testkit';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { planMigrate } from '../src/apply/plan-migrate';
import type { ReadMigration } from '../src/apply/read-migrations';
import { runMigrate, type MigrateOutcome } from '../src/apply/run-migrate';
import { postgresConnection } from '../src/engines/ledger/postgres-ledger';
import { readHistory } from '../src/history/read-history';
import { matchLedger } from '../src/ledger/match-ledger';
import { memoryTree } from '../src/sources/memory-tree';

// A migration that was renamed or stamped anew after it had run: its row follows, and drizzle-orm itself agrees.

const PLACE = { schema: 'drizzle', table: '__drizzle_migrations' };
const db = new PGlite();
/** Each run has its own. */
const connect = () =>
  postgresConnection({
    query: async (sql, values) => (await db.query<Record<string, unknown>>(sql, values)).rows,
    execute: async (sql) => void (await db.exec(sql)),
    close: () => db.close(),
  });
const place = mkdtempSync(path.join(os.tmpdir(), 'drizzle-guard-moves-'));
const migrationsFolder = path.join(place, 'drizzle');
beforeEach(async () => {
  await db.exec('drop schema if exists drizzle cascade; drop schema public cascade; create schema public');
});
afterAll(async () => {
  await db.close();
  rmSync(place, { recursive: true, force: true });
});

type Files = Record<string, string>;

async function migrationsOf(files: Files): Promise<ReadMigration[]> {
  const { layout, migrations } = await readHistory(memoryTree(files), 'drizzle');
  return migrations.map(({ tag, timestamp, sqlFile }) => {
    const hash = createHash('sha256').update(files[sqlFile]!).digest('hex');
    const name = layout === 'folders' ? tag : null;
    return { tag, timestamp, name, hash, hashes: [hash], statements: [files[sqlFile]!] };
  });
}

/** As `migrate` does it, without what it says. */
async function ours(files: Files, to?: string): Promise<MigrateOutcome> {
  const connection = connect();
  const migrations = await migrationsOf(files);
  const match = matchLedger(migrations, (await connection.readLedger(PLACE)).rows);
  expect(match.strangers).toEqual([]);
  const { apply, corrections } = planMigrate(migrations, match, { to, late: false });
  return runMigrate(connection, PLACE, {
    migrations: apply,
    before: corrections.filter(({ to: wanted }) => 'name' in wanted),
    after: corrections.filter(({ to: wanted }) => !('name' in wanted)),
  });
}

/** Runs drizzle-orm's own migrator, and says whether it left everything as it was. */
async function drizzleAgrees(files: Files): Promise<boolean> {
  rmSync(migrationsFolder, { recursive: true, force: true });
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(place, file)), { recursive: true });
    writeFileSync(path.join(place, file), text);
  }
  const before = await ledger();
  const isJournal = Object.keys(files).some((file) => file.endsWith('_journal.json'));
  if (isJournal) await migrate(drizzle({ client: db }), { migrationsFolder });
  else await migrateOne(drizzleOne({ client: db }), { migrationsFolder });
  return JSON.stringify(await ledger()) === JSON.stringify(before);
}

async function ledger(): Promise<Record<string, unknown>[]> {
  return (await db.query<Record<string, unknown>>('select * from drizzle.__drizzle_migrations order by id'))
    .rows;
}
const column = async (name: string) => (await ledger()).map((row) => row[name]);
const outcomeOf = ({ applied, corrected, failure }: MigrateOutcome) => ({
  applied: applied.map(({ migration }) => migration),
  moved: corrected.map(({ migration, from }) => `${from} > ${migration}`),
  failure: failure?.code ?? null,
});

const table = (name: string) => `create table "${name}" (id integer);`;

describe('folders', () => {
  const [A, MINE, THEIRS, MOVED] = [
    '20260101000000_a',
    '20260101000100_mine',
    '20260101000200_theirs',
    '20260101000300_mine',
  ] as const;
  const folders = (...tags: string[]) =>
    foldersHistory(tags.map((tag) => ({ tag, sql: table(tag.slice(15)) })));

  test('the row is renamed with the migration that is applied beside it', async () => {
    await ours(folders(A, MINE));
    const merged = folders(A, THEIRS, MOVED);
    expect(outcomeOf(await ours(merged))).toEqual({
      applied: [THEIRS],
      moved: [`${MINE} > ${MOVED}`],
      failure: null,
    });
    expect(await column('name')).toEqual([A, MOVED, THEIRS]);
    expect(await drizzleAgrees(merged)).toBe(true);
  });

  test('the row is renamed also where nothing is applied; once', async () => {
    await ours(folders(A, MINE));
    expect(outcomeOf(await ours(folders(A, MOVED))).moved).toEqual([`${MINE} > ${MOVED}`]);
    expect(await drizzleAgrees(folders(A, MOVED))).toBe(true);
    expect(outcomeOf(await ours(folders(A, MOVED))).moved).toEqual([]);
  });

  test('the row keeps its name where the migration beside it fails', async () => {
    await ours(folders(A, MINE));
    const failing = { ...folders(A, MOVED), [`drizzle/${THEIRS}/migration.sql`]: 'select nope' };
    expect(outcomeOf(await ours(failing))).toEqual({ applied: [], moved: [], failure: 'failed-statement' });
    expect(await column('name')).toEqual([A, MINE]);
  });

  test('rows of drizzle-orm 0.x, which have no names: the table becomes one of 1.0 with the next migration', async () => {
    await ours(folders(A, MINE));
    await db.exec(
      `alter table drizzle.__drizzle_migrations drop column name, drop column applied_at;
       update drizzle.__drizzle_migrations set created_at = created_at + 7`,
    );
    const failing = { ...folders(A, MOVED), [`drizzle/${THEIRS}/migration.sql`]: 'select nope' };
    expect(outcomeOf(await ours(failing)).failure).toBe('failed-statement');
    expect(outcomeOf(await ours(folders(A, MOVED)))).toMatchObject({ applied: [], failure: null });
    expect(Object.keys((await ledger())[0]!)).toEqual(['id', 'hash', 'created_at']);
    const merged = folders(A, THEIRS, MOVED);
    expect(outcomeOf(await ours(merged)).applied).toEqual([THEIRS]);
    expect(await column('name')).toEqual([A, MOVED, THEIRS]);
    expect((await column('applied_at')).map((time) => time === null)).toEqual([true, true, false]);
    expect(await drizzleAgrees(merged)).toBe(true);
  });

  test('rows without a name in a table that has names get theirs: drizzle-orm 1.0 would run them again', async () => {
    await ours(folders(A, MINE));
    await db.exec(`update drizzle.__drizzle_migrations set name = null where name = '${MINE}'`);
    await ours(folders(A, MINE));
    expect(await column('name')).toEqual([A, MINE]);
    expect(await drizzleAgrees(folders(A, MINE))).toBe(true);
  });
});

describe('a journal', () => {
  const MINUTE = (minute: number) => Date.UTC(2026, 0, 1, 0, minute);
  const journal = (...specs: [tag: string, minute: number][]) =>
    journalHistory(specs.map(([tag, minute]) => ({ tag, when: MINUTE(minute), sql: table(tag.slice(5)) })));
  const merged = journal(['0000_a', 0], ['0001_theirs', 2], ['0002_mine', 3]);

  test('the row is stamped anew with the last migration: drizzle-orm 0.x would run it again', async () => {
    await ours(journal(['0000_a', 0], ['0001_mine', 1]));
    expect(outcomeOf(await ours(merged))).toEqual({
      applied: ['0001_theirs'],
      moved: ['2026-01-01 00:01:00Z > 0002_mine'],
      failure: null,
    });
    expect((await column('created_at')).map(Number)).toEqual([MINUTE(0), MINUTE(3), MINUTE(2)]);
    expect(await drizzleAgrees(merged)).toBe(true);
  });

  test('the row stays where something older stays open: drizzle-orm 0.x would pass over that', async () => {
    await ours(journal(['0000_a', 0], ['0001_mine', 1]));
    expect(outcomeOf(await ours(merged, '0000'))).toEqual({ applied: [], moved: [], failure: null });
    expect((await column('created_at')).map(Number)).toEqual([MINUTE(0), MINUTE(1)]);
  });
});

describe('a ledger that is none', () => {
  test.each([
    [
      'another table',
      'create table drizzle.__drizzle_migrations (id text, version text)',
      'it has no column hash, created_at',
    ],
    [
      'a row that is not one',
      "create table drizzle.__drizzle_migrations (id serial, hash text, created_at text); insert into drizzle.__drizzle_migrations (hash, created_at) values ('x', 'yesterday')",
      'it holds a row that is not one (id 1)',
    ],
    [
      'a row without a hash',
      'create table drizzle.__drizzle_migrations (id serial, hash text, created_at text); insert into drizzle.__drizzle_migrations (created_at) values (1)',
      'it holds a row that is not one (id 1)',
    ],
  ])('%s is not called empty', async (_, text, words) => {
    await db.exec(`create schema drizzle; ${text}`);
    await expect(connect().readLedger(PLACE)).rejects.toMatchObject({
      code: 'unreadable-ledger',
      message: expect.stringContaining(words),
    });
  });

  test('nor is one that may not be read', async () => {
    await ours(journalHistory(['0000_a']));
    await db.exec('create role visitor; set role visitor');
    try {
      await expect(connect().readLedger(PLACE)).rejects.toMatchObject({
        code: 'unreadable-ledger',
        message: expect.stringContaining('permission denied'),
      });
    } finally {
      await db.exec('reset role; drop role visitor');
    }
  });
});
