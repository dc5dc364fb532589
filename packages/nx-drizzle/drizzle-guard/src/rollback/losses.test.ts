import { describe, expect, test } from 'vitest';
import type { CatalogEntry } from '../engines/shadow/shadow';
import { lossesOf, lossesRead, unforeseen, withRows, wordsOfLoss, type CountedLoss } from './losses';
import { placeAfter, tablesIn } from './tables';
import { renamesIn } from '../sql/answers-in';

/** `{ users: { id: 'integer' } }` as a catalog of Postgres. */
function catalog(tables: Record<string, Record<string, string>>): CatalogEntry[] {
  return Object.entries(tables).flatMap(([name, columns]) => [
    { object: `table public.${name}`, of: null, definition: '' },
    ...Object.entries(columns).map(([column, definition]) => ({
      ...{ object: `column public.${name}.${column}`, of: `table public.${name}`, definition },
    })),
  ]);
}

type Tables = Parameters<typeof catalog>[0];
function lost(before: Tables, after: Tables, ...statements: string[]): string[] {
  const passage = { statements, before: tablesIn(catalog(before)), after: tablesIn(catalog(after)) };
  return lossesOf({ ...passage, dialect: 'postgresql' }).map((loss) => wordsOfLoss({ ...loss, rows: 2 }));
}

const users = { id: 'integer, not null', name: 'text' };

describe('what is lost', () => {
  test('a table, a column, and what does not fit', () => {
    expect(lost({ users, notes: { id: 'integer' } }, { users }, 'DROP TABLE "notes" CASCADE;')).toEqual([
      ...['table notes with 2 rows'],
    ]);
    expect(
      lost({ users: { ...users, nick: 'text' } }, { users }, 'ALTER TABLE "users" DROP COLUMN "nick";'),
    ).toEqual([...['column nick of users with 2 values']]);
    const wide = { ...users, name: 'text', id: 'bigint, not null' };
    expect(
      lost({ users: wide }, { users }, 'ALTER TABLE "users" ALTER COLUMN "id" SET DATA TYPE integer;'),
    ).toEqual([...['column id of users: bigint becomes integer, and 2 values may not fit']]);
  });

  test('nothing that gets another name, is generated, or comes back', () => {
    const people = { id: 'integer, not null', title: 'text', both: 'text, generated (x)' };
    expect(
      lost(
        { people },
        { users },
        'ALTER TABLE "people" DROP COLUMN "both"',
        'ALTER TABLE "people" RENAME COLUMN "title" TO "name"',
        'ALTER TABLE "people" RENAME TO "users"',
      ),
    ).toEqual([]);
    expect(lost({}, { users }, 'CREATE TABLE "users" ()')).toEqual([]);
  });

  test('what is dropped and made again under its name, and rows that are deleted', () => {
    expect(lost({ users }, { users }, 'DROP TABLE "users"', 'CREATE TABLE "users" ()')).toEqual([
      ...['table users with 2 rows'],
    ]);
    expect(
      lost({ users }, { users }, 'ALTER TABLE users DROP name', 'ALTER TABLE users ADD name text'),
    ).toEqual([...['column name of users with 2 values']]);
    expect(lost({ users }, { users }, 'DELETE FROM "users" WHERE "id" = 1')).toEqual([
      ...['rows of users, which has 2 rows: DELETE FROM "users" WHERE "id" = 1'],
    ]);
  });

  test('a table that is copied into another of its name keeps its rows', () => {
    const rebuilt = [
      'CREATE TABLE __new_users ()',
      'DROP TABLE users',
      'ALTER TABLE __new_users RENAME TO users',
    ];
    expect(lost({ users: { ...users, nick: 'text' } }, { users }, ...rebuilt)).toEqual([
      ...['column nick of users with 2 values'],
    ]);
    expect(lossesRead(rebuilt, 'sqlite')).toEqual([]);
  });
});

const counted = (column: string | null, rows: number | null): CountedLoss => ({
  ...{ kind: column === null ? 'table' : 'column', table: 'users', column, detail: null, rows },
});

test('nothing is lost of what is empty; what could not be counted may be something', () => {
  expect(
    withRows([counted('a', 0), counted('b', 1), counted('c', null)]).map(({ column }) => column),
  ).toEqual([...['b', 'c']]);
  expect(wordsOfLoss(counted(null, null))).toBe('table users with an unknown number of rows');
});

test('what came since somebody was told of it', () => {
  const told = [counted('a', 0), counted('b', 1)];
  expect(unforeseen([counted('a', 3), counted('b', 5), counted('c', 0)], told)).toEqual([counted('a', 3)]);
});

test('where something is after renames', () => {
  const renames = renamesIn(
    'ALTER TABLE a RENAME b TO c; ALTER TABLE a RENAME TO d; ALTER SCHEMA public RENAME TO e',
  );
  expect(placeAfter({ table: 'public.a', column: 'b' }, renames, 'postgresql')).toEqual({
    table: 'e.d',
    column: 'c',
  });
  expect(placeAfter({ table: 'public.x', column: 'b' }, [], 'postgresql')).toEqual({
    table: 'public.x',
    column: 'b',
  });
});
