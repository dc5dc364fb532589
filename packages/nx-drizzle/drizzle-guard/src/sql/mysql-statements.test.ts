import { describe, expect, test } from 'vitest';
import {
  changesDatabase,
  controlsTransactions,
  isAllOrNothing,
  locksTables,
  takesTransaction,
} from './mysql-statements';

describe('a transaction holds', () => {
  test.each([
    ['rows', "INSERT INTO t VALUES ('a; DROP TABLE t')"],
    ['an escaped quote', "UPDATE t SET a = 'it\\'s; DROP TABLE t'"],
    ['comments of each kind', "-- DROP\n# ALTER\n/* CREATE */ DELETE FROM t WHERE a = '#';"],
    ['a table expression', 'WITH n AS (SELECT 1) SELECT * FROM n'],
    ['a variable', 'SET @now = (SELECT max(id) FROM t)'],
    ['minus minus one', 'UPDATE t SET a = 1--1'],
    ['several commands', 'INSERT INTO t VALUES (1); DELETE FROM u;'],
    ['nothing', '-- only words\n'],
  ])('%s', (_, sql) => expect(takesTransaction(sql)).toBe(true));

  test.each([
    ['a table', 'CREATE TABLE t (id int)'],
    ['a temporary table', 'CREATE TEMPORARY TABLE t (id int)'],
    ['an index behind a comment', '/* INSERT */ CREATE INDEX i ON t (a)'],
    ['an executable comment', 'INSERT INTO t VALUES (1) /*!50000 ; DROP TABLE t */'],
    ['one of MariaDB', '/*M!100100 DROP TABLE t */'],
    ['a procedure', 'CALL p()'],
    ['a file', "SELECT * FROM t INTO OUTFILE '/tmp/x'"],
    ['autocommit', 'SET @@autocommit = 0'],
    ['a global variable', 'SET GLOBAL max_connections = 1'],
    ['the second of two', 'INSERT INTO t VALUES (1); TRUNCATE t'],
    ['tables in locks', 'LOCK TABLES t WRITE'],
  ])('not %s', (_, sql) => expect(takesTransaction(sql)).toBe(false));
});

test.each([
  ['START TRANSACTION', true],
  ['set autocommit = 0', true],
  ["INSERT INTO t VALUES ('COMMIT')", false],
])('%s controls transactions: %s', (sql, is) => expect(controlsTransactions(sql)).toBe(is));

test.each([
  ['LOCK TABLES `t` WRITE;', 'locks'],
  ['UNLOCK TABLES', 'unlocks'],
  ['SELECT 1 FROM t LOCK IN SHARE MODE', null],
] as const)('%s: %s', (sql, what) => expect(locksTables(sql)).toBe(what));

test('USE goes elsewhere', () => {
  expect(changesDatabase('use `other`')).toBe(true);
  expect(changesDatabase('SELECT 1 FROM t USE INDEX (i)')).toBe(false);
});

test.each([
  ['ALTER TABLE t ADD a int, ADD b int', true],
  ['CREATE UNIQUE INDEX i ON t (a)', true],
  ['DROP TABLE a', true],
  ['DROP TABLE a, b', false],
  ['CREATE TABLE a (id int); CREATE TABLE b (id int)', false],
  ['CALL p()', false],
  ['CREATE USER a, b', false],
])('refused, %s has done nothing: %s', (sql, is) => expect(isAllOrNothing(sql)).toBe(is));
