import { expect, test } from 'vitest';
import { reachedByPostgres } from './postgres-reach';

test.each([
  'CREATE TABLE "users" ("user" text, "role" text DEFAULT \'create role x\')',
  'CREATE EXTENSION IF NOT EXISTS vector',
  'GRANT SELECT ON users TO public',
  "DO $$ BEGIN CREATE TYPE mood AS ENUM('a'); EXCEPTION WHEN duplicate_object THEN null; END $$",
  'CREATE FUNCTION f() RETURNS trigger AS $$ BEGIN NEW.at = now(); RETURN NEW; END $$ LANGUAGE plpgsql',
  'CREATE POLICY p ON t TO authenticated USING (true)',
])('%s stays in its database', (sql) => {
  expect(reachedByPostgres(sql)).toBeNull();
});

test.each([
  ['CREATE ROLE app', 'CREATE ROLE'],
  ['drop /* x */ database shop', 'DROP DATABASE'],
  ['ALTER SYSTEM SET work_mem = 1', 'ALTER SYSTEM'],
  ["COPY t FROM PROGRAM 'id'", 'COPY'],
  ["COPY t TO '/tmp/x'", 'COPY'],
  ['GRANT admin TO app', 'GRANT of a role'],
  ["DO $$ BEGIN IF true THEN EXECUTE 'CREATE ROLE x'; END IF; END $$", 'CREATE ROLE'],
  ["DO 'BEGIN CREATE USER x; END'", 'CREATE USER'],
  ["SELECT * FROM dblink('x', 'y')", 'dblink'],
  ["SELECT pg_read_file('/etc/passwd')", 'pg_read_file'],
])('%s reaches %s', (sql, words) => {
  expect(reachedByPostgres(sql)).toBe(words);
});
