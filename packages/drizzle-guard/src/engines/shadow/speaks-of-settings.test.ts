import { expect, test } from 'vitest';
import { speaksOfSettings } from './speaks-of-settings';

test.each([
  'CREATE TABLE "a" ("id" serial PRIMARY KEY, "storage_of" text DEFAULT \'cluster\')',
  '-- SET STORAGE\nALTER TABLE "a" ADD COLUMN "storage" text',
  'ALTER TABLE "a" ALTER COLUMN "b" SET DEFAULT 1',
  'ALTER TABLE "a" ALTER COLUMN "b" SET DATA TYPE bigint USING (b::bigint)',
  'CREATE UNIQUE INDEX "i" ON "a" ("b")',
  'create index concurrently "i" on "a" ("b")',
  "INSERT INTO a VALUES ('set (x)')",
  'DROP TABLE "a" CASCADE;',
  "CREATE TYPE mood AS ENUM ('range')",
])('%s', (sql) => expect(speaksOfSettings(sql)).toBe(false));

test.each([
  'ALTER TABLE a ALTER COLUMN b SET STATISTICS 100',
  'ALTER TABLE a ALTER COLUMN b SET (n_distinct = 5)',
  'ALTER TABLE a ALTER COLUMN b RESET (n_distinct)',
  'ALTER TABLE a ALTER b SET /* so */ STORAGE plain',
  'ALTER TABLE a CLUSTER ON i',
  'ALTER TABLE a REPLICA IDENTITY USING INDEX i',
  'CREATE TABLE c (LIKE a INCLUDING ALL)',
  'CREATE TABLE c AS EXECUTE prepared',
  'CREATE TYPE span AS RANGE (subtype = int4)',
  'ALTER SEQUENCE s OWNED BY a.b',
  'GRANT a TO b',
  'CREATE PUBLICATION p FOR TABLE a',
  'DO $$ BEGIN ALTER TABLE a ALTER COLUMN b SET STATISTICS 1; END $$',
  'SELECT setting()',
  'WITH x AS (SELECT setting()) INSERT INTO a SELECT * FROM x',
  'DROP TABLE a; ALTER ROLE b CREATEDB',
  '',
])('it may: %s', (sql) => expect(speaksOfSettings(sql)).toBe(true));
