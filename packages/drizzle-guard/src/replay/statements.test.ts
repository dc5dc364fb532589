import { expect, test } from 'vitest';
import { isForgiving, statementsOf } from './statements';

const first = (sql: string) => statementsOf(sql)[0]!;

test('split where drizzle-orm splits, with the line at which each begins', () => {
  const text = `-- Custom SQL
CREATE TABLE "a" ("id" integer);
--> statement-breakpoint

/* two
   lines */ INSERT INTO "a" VALUES (1);--> statement-breakpoint
-- nothing
--> statement-breakpoint
DROP TABLE "a";`;
  expect(statementsOf(text).map(({ line, meaning }) => [line, meaning])).toEqual([
    [2, 'create table "a" ( "id" integer )'],
    [6, 'insert into "a" values ( 1 )'],
    [9, 'drop table "a"'],
  ]);
});

test('case and white space mean nothing outside of quotes', () => {
  expect(first('create  TABLE\n"A"(x int );').meaning).toBe(first('CREATE table "A" ( X INT )').meaning);
  expect(first(`SELECT 'A  b'`).meaning).not.toBe(first(`SELECT 'a b'`).meaning);
  expect(first(`SELECT "A"`).meaning).not.toBe(first('SELECT "a"').meaning);
  expect(first(`SELECT 'it''s -- no comment'`).meaning).toBe(`select 'it''s -- no comment'`);
});

test.each([
  ['CREATE TABLE IF NOT EXISTS "a" ("id" integer);', true],
  ['CREATE UNIQUE INDEX IF NOT EXISTS "i" ON "a" ("id");', true],
  ['ALTER TABLE "a" ADD COLUMN IF NOT EXISTS "b" text;', true],
  [
    'DO $$ BEGIN\n ALTER TABLE "a" ADD CONSTRAINT "c" CHECK (true);\nEXCEPTION\n WHEN duplicate_object THEN null;\nEND $$;',
    true,
  ],
  ['CREATE TABLE "a" ("id" integer);', false],
  ['CREATE EXTENSION IF NOT EXISTS "citext";', false],
  ['CREATE SCHEMA IF NOT EXISTS "auth";', false],
  ['CREATE TABLE IF NOT EXISTS "a" ("id" integer); INSERT INTO "a" VALUES (1);', false],
])('%s says nothing where its object is there already: %s', (sql, answer) => {
  expect(isForgiving(first(sql))).toBe(answer);
});
