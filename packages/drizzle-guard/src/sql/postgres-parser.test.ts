import { expect, test } from 'vitest';
import { loadPostgresParser } from './postgres-parser';

const TRIGGER = `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO log VALUES (NEW.id);
  RETURN NEW;
END $$`;

test('the body of a function in plpgsql is what it says', async () => {
  const parser = await loadPostgresParser();
  expect(parser.bodyOf(TRIGGER)?.queries).toContain('INSERT INTO log VALUES (NEW.id)');
  expect(parser.bodyOf("DO $$ BEGIN EXECUTE 'SELECT 1'; END $$")).toMatchObject({ isDynamic: true });
});

test.each([
  'CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql RETURN a + 1',
  'CREATE PROCEDURE f() BEGIN ATOMIC INSERT INTO log VALUES (1); END',
  `${TRIGGER};\nCREATE FUNCTION g() RETURNS int RETURN 1`,
])('a body in SQL of the standard is none in plpgsql: %s', async (sql) => {
  const parser = await loadPostgresParser();
  expect(parser.bodyOf(sql)).toBeNull();
});
