import { expect, test } from 'vitest';
import { madeBy } from './made-by';

const schemasOf = (...statements: string[]) =>
  [...madeBy(statements, 'postgresql').schemas].map(String).sort();

test.each([
  ['a table without a schema', 'CREATE TABLE users (id int)', ['null']],
  ['a table with one', 'CREATE TABLE IF NOT EXISTS "Crm"."notes" (id int REFERENCES auth.users)', ['Crm']],
  ['a view', 'CREATE OR REPLACE VIEW stats.sums AS SELECT 1', ['stats']],
  ['a materialized view', 'CREATE MATERIALIZED VIEW Stats.sums AS SELECT 1', ['stats']],
  ['a type in a DO block', 'DO $$ BEGIN CREATE TYPE "kinds"."mood" AS ENUM (); END $$', ['kinds']],
  ['a function, and what its body makes', 'CREATE FUNCTION a.f() AS $x$ CREATE TABLE b.t () $x$', ['a', 'b']],
  ['a table that moves', 'CREATE TABLE t (); ALTER TABLE t SET SCHEMA s', ['null', 's']],
  ['an index, a trigger and rows: nothing', 'CREATE INDEX i ON auth.users (id); INSERT INTO auth.users', []],
  ['a schema alone: nothing in it', 'CREATE SCHEMA IF NOT EXISTS auth', []],
])('%s', (_, statement, schemas) => {
  expect(schemasOf(statement)).toEqual(schemas);
});

test('schemas and extensions by their names', () => {
  const { created } = madeBy(
    [
      'CREATE SCHEMA "crm"',
      'CREATE EXTENSION IF NOT EXISTS "uuid-ossp" WITH SCHEMA x',
      'create extension CITEXT',
    ],
    'postgresql',
  );
  expect([...created.schemas]).toEqual(['crm']);
  expect([...created.extensions]).toEqual(['uuid-ossp', 'citext']);
});

test('elsewhere there are tables alone', () => {
  expect(madeBy(['CREATE TABLE `a` (id int)'], 'mysql')).toMatchObject({
    tables: [{ schema: null, name: 'a' }],
  });
});
