import { expect, test } from 'vitest';
import { isForgiving } from './is-forgiving';
import { statementsOf } from './statements';

const first = (sql: string) => statementsOf(sql)[0]!;

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

test.each([
  ['CREATE SEQUENCE IF NOT EXISTS "s";', true],
  ['CREATE MATERIALIZED VIEW IF NOT EXISTS "v" AS SELECT 1;', true],
  ['CREATE INDEX CONCURRENTLY IF NOT EXISTS "i" ON "a" ("id");', true],
  ['-- why\ncreate table\n  if not exists "a" ("id" integer)', true],
  ['CREATE TABLE "IF NOT EXISTS" ("id" integer);', false],
  ['INSERT INTO "a" VALUES (\'create table if not exists\');', false],
  ['DO $$ BEGIN\n DELETE FROM "a";\nEXCEPTION\n WHEN duplicate_object THEN null;\nEND $$;', false],
  ['DO $$ BEGIN\n CREATE TYPE "mood" AS ENUM(\'a\');\nEND $$;', false],
])('%s, however it is written: %s', (sql, answer) => {
  expect(isForgiving(first(sql))).toBe(answer);
});
