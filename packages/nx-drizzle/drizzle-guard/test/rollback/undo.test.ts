import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { undoFailed } from '../../src/apply/undo-failures';
import { StepFailure, type Undoing } from '../../src/engines/connection';
import { postgresConnection, type PostgresClient } from '../../src/engines/ledger/postgres-ledger';

// What taking a migration back has left behind is told as it is, whatever happens to the connection.

const PLACE = { schema: 'drizzle', table: '__drizzle_migrations' };
const db = new PGlite();
beforeEach(async () => {
  await db.exec(
    'rollback; drop schema if exists drizzle cascade; drop schema public cascade; create schema public',
  );
  await db.exec('create table a (id int)');
  await postgresConnection(client()).record(PLACE, [
    { hash: 'x', createdAt: 1, name: null },
    { hash: 'a', createdAt: 2, name: null },
  ]);
});
afterAll(() => db.close());

/** From that moment of a statement on nothing is answered any more. */
function client(pattern: RegExp | null = null, moment: 'before' | 'after' = 'before'): PostgresClient {
  let isDead = false;
  const around = async <T>(sql: string, work: () => Promise<T>): Promise<T> => {
    const fails = () => {
      if (isDead) throw new Error('Connection terminated unexpectedly');
    };
    isDead ||= moment === 'before' && (pattern?.test(sql) ?? false);
    fails();
    const result = await work();
    isDead ||= moment === 'after' && (pattern?.test(sql) ?? false);
    fails();
    return result;
  };
  return {
    query: (sql, values) =>
      around(sql, async () => (await db.query<Record<string, unknown>>(sql, values)).rows),
    execute: (sql) => around(sql, async () => void (await db.exec(sql))),
    close: async () => undefined,
  };
}

const work = (...statements: string[]): Undoing => ({ tag: 'undo:0001_a', hash: 'h', statements, row: 2 });

async function failing(of: PostgresClient, ...statements: string[]): Promise<string> {
  const done = await postgresConnection(of)
    .undo(work(...statements), PLACE)
    .then(
      () => null,
      (thrown: unknown) => thrown,
    );
  if (!(done instanceof StepFailure)) return 'done';
  const undo = { migration: '0001_a', row: 2, statements, hash: 'h', losses: [] };
  return undoFailed(undo, done, [], ['0001_a']).message;
}

async function state(): Promise<unknown> {
  await db.exec('rollback');
  const rows = await db.query('select hash from drizzle.__drizzle_migrations order by id');
  const tables = await db.query("select tablename::text as name from pg_tables where schemaname = 'public'");
  return [rows.rows.map((row) => (row as { hash: string }).hash), tables.rows.length];
}

test('the statements and the row in the ledger, in one transaction', async () => {
  expect(await failing(client(), 'drop table a')).toBe('done');
  expect(await state()).toEqual([['x'], 0]);
});

test('what fails leaves all of it', async () => {
  expect(await failing(client(), 'drop table a', 'drop table nowhere')).toMatchInlineSnapshot(`
    "taking 0001_a back failed at statement 2 of 2:
        drop table nowhere
      table "nowhere" does not exist
      All of 0001_a is there still. Taken back in this run: nothing. Not taken back: 0001_a."
  `);
  expect(await state()).toEqual([['x', 'a'], 1]);
});

test('a connection that is lost in the middle, and before COMMIT was answered', async () => {
  expect(await failing(client(/drop table a/, 'after'), 'drop table a', 'select 1')).toMatchInlineSnapshot(`
    "taking 0001_a back failed at statement 1 of 2:
        drop table a
      Connection terminated unexpectedly
      All of 0001_a is there still. The connection is lost. Taken back in this run: nothing. Not taken back: 0001_a."
  `);
  expect(await state()).toEqual([['x', 'a'], 1]);
  expect(await failing(client(/^commit$/i, 'after'), 'drop table a')).toMatchInlineSnapshot(`
    "taking 0001_a back failed at COMMIT, when everything in it had run: Connection terminated unexpectedly
      Whether 0001_a is taken back is not known: the connection was lost before the database had answered. Taken back in this run: nothing. Not taken back: 0001_a."
  `);
});
