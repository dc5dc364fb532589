import { expect, test } from 'vitest';
import { piecesOf } from './pieces';

/** Each piece; what runs alone with a mark before it. */
const cut = (...statements: string[]) =>
  piecesOf(statements).map(({ sql, isLone }) => `${isLone ? '! ' : ''}${sql.trim()}`);

test.each([
  'CREATE INDEX CONCURRENTLY i ON t (a)',
  'create unique index concurrently if not exists "i" on "t" ("a")',
  'DROP INDEX CONCURRENTLY i',
  'REINDEX (VERBOSE) TABLE CONCURRENTLY t',
  'REINDEX DATABASE shop',
  'VACUUM (ANALYZE) t',
  'ALTER SYSTEM SET work_mem = 1',
  'CREATE DATABASE x',
  'DROP DATABASE x',
  'CREATE TABLESPACE x LOCATION $$/x$$',
  'ALTER DATABASE x SET TABLESPACE y',
  'ALTER TABLE t DETACH PARTITION p CONCURRENTLY',
  'CLUSTER',
  '-- why\nVACUUM',
])('%s runs alone', (sql) => {
  expect(cut('SELECT 1', sql, 'SELECT 2')).toEqual(['SELECT 1', `! ${sql}`, 'SELECT 2']);
});

test.each([
  'CREATE INDEX i ON t (a)',
  'REFRESH MATERIALIZED VIEW CONCURRENTLY v',
  'CLUSTER t USING i',
  'CREATE TABLE "concurrently" ("vacuum" int)',
  "INSERT INTO t VALUES ('VACUUM; CREATE DATABASE x')",
  '-- VACUUM\nSELECT 1 /* CREATE DATABASE x */',
  'COMMENT ON INDEX i IS $$DROP INDEX CONCURRENTLY i$$',
  "ALTER TYPE mood ADD VALUE 'happy'",
  "ALTER TYPE mood RENAME VALUE 'a' TO 'b'",
])('%s runs with the rest', (sql) => {
  expect(cut('SELECT 1', sql)).toEqual(['SELECT 1', sql]);
});

test('a text of several commands is taken apart only where one of them runs alone', () => {
  expect(cut('SELECT 1; SELECT 2')).toEqual(['SELECT 1; SELECT 2']);
  expect(cut("SELECT ';'; VACUUM; -- and\nSELECT 2;")).toEqual([
    "SELECT ';';",
    '! VACUUM;',
    '-- and\nSELECT 2;',
  ]);
  expect(piecesOf(['SELECT 1', 'VACUUM; SELECT 2']).map(({ statement }) => statement)).toEqual([0, 1, 1]);
});

test.each<[what: string, text: string, pieces: string[]]>([
  [
    'a comment before a semicolon',
    'CREATE INDEX CONCURRENTLY i ON t (a) -- slow; careful\n; SELECT 2',
    ['! CREATE INDEX CONCURRENTLY i ON t (a) -- slow; careful\n;', 'SELECT 2'],
  ],
  ['a comment in a comment', '/* a /* b */ ; VACUUM */ SELECT 1', ['/* a /* b */ ; VACUUM */ SELECT 1']],
  ['a comment that only seems to hold one', '/* a /* b */ VACUUM', ['! /* a /* b */ VACUUM']],
  ['a string with escapes', "SELECT E'it\\'s; x', 1; VACUUM", ["SELECT E'it\\'s; x', 1;", '! VACUUM']],
  [
    'a body whose tag is no ASCII',
    'DO $ü$ begin null; end $ü$; VACUUM',
    ['DO $ü$ begin null; end $ü$;', '! VACUUM'],
  ],
  [
    'a body in SQL of the standard',
    'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END; VACUUM',
    [
      'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END;',
      '! VACUUM',
    ],
  ],
  [
    'commands in parentheses',
    'CREATE RULE r AS ON INSERT TO t DO INSTEAD (NOTIFY a; NOTIFY b); VACUUM',
    ['CREATE RULE r AS ON INSERT TO t DO INSTEAD (NOTIFY a; NOTIFY b);', '! VACUUM'],
  ],
])('%s is not taken apart', (_, text, pieces) => {
  expect(cut(text)).toEqual(pieces);
});

test('a value of an enum is added alone where a later command names it, wherever that stands', () => {
  const add = "ALTER TYPE mood ADD VALUE 'happy';";
  expect(cut(add, "UPDATE t SET m = 'happy'")).toEqual([`! ${add}`, "UPDATE t SET m = 'happy'"]);
  expect(cut(`${add} UPDATE t SET m = 'happy'`)).toEqual([`! ${add}`, "UPDATE t SET m = 'happy'"]);
  expect(cut(`SELECT 1; ${add}`, "SELECT 'happy'")).toEqual(['SELECT 1;', `! ${add}`, "SELECT 'happy'"]);
  expect(cut(add, 'DO $$ begin perform $q$happy$q$; end $$')).toEqual([
    add,
    'DO $$ begin perform $q$happy$q$; end $$',
  ]);
  expect(cut(add, "DO $$ begin perform 'happy'; end $$")[0]).toBe(`! ${add}`);
  expect(cut("SELECT 'happy'", add)).toEqual(["SELECT 'happy'", add]);
});

test('transactions of its own are not sent; what they hold is', () => {
  expect(cut('-- why\nBEGIN;\nSELECT 1;\nSELECT 2;\n\nCOMMIT;')).toEqual(['SELECT 1;', 'SELECT 2;']);
  const latitude = ['COMMIT;', 'BEGIN;\nSELECT 1;', 'COMMIT;', 'CREATE INDEX CONCURRENTLY i ON t (a)'];
  expect(cut(...latitude)).toEqual(['SELECT 1;', '! CREATE INDEX CONCURRENTLY i ON t (a)']);
  expect(piecesOf(latitude).map(({ statement }) => statement)).toEqual([1, 3]);
  expect(cut('SELECT 1', 'COMMIT')).toEqual(['SELECT 1', 'COMMIT']);
});

test('ten megabytes are cut in little time', () => {
  const rows = Array.from(
    { length: 20_000 },
    (_, at) => `INSERT INTO t VALUES (${at}, '${'x'.repeat(480)}');`,
  );
  const start = performance.now();
  expect(piecesOf(rows)).toHaveLength(rows.length);
  expect(piecesOf([rows.join('\n')])).toHaveLength(1);
  expect(performance.now() - start).toBeLessThan(15_000);
});
