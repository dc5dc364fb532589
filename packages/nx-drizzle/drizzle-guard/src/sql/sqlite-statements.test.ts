import { expect, test } from 'vitest';
import {
  bridges,
  countCommands,
  forbidsTransaction,
  onlyCreates,
  switchesForeignKeysOff,
} from './sqlite-statements';

test.each([
  ['VACUUM', true],
  ["-- all of it\nvacuum INTO 'copy.db';", true],
  ['DETACH DATABASE other', true],
  ['PRAGMA journal_mode = WAL;', true],
  ['pragma main.journal_mode(wal)', true],
  ['PRAGMA synchronous=OFF', true],
  ['PRAGMA wal_checkpoint', true],
  ['PRAGMA wal_checkpoint(TRUNCATE)', true],
  ['CREATE TABLE a (id integer); VACUUM;', true],
  ['PRAGMA journal_mode', false],
  ['PRAGMA foreign_keys=OFF', false],
  ["INSERT INTO notes VALUES ('; VACUUM;')", false],
  ['-- VACUUM\nSELECT 1', false],
  ['/* ; VACUUM */ SELECT 1', false],
  ['CREATE TABLE "vacuum" (id integer)', false],
  ['', false],
])('%j forbids a transaction: %s', (sql, expected) => {
  expect(forbidsTransaction(sql)).toBe(expected);
});

test.each([
  ['PRAGMA foreign_keys=OFF;', true],
  ['pragma Foreign_Keys = 0', true],
  ['PRAGMA main.foreign_keys(no)', true],
  ["PRAGMA foreign_keys = 'off'", true],
  ['SELECT 1; PRAGMA foreign_keys = false', true],
  ['PRAGMA foreign_keys=ON;', false],
  ['PRAGMA foreign_keys', false],
  ['PRAGMA defer_foreign_keys=OFF', false],
  ["SELECT 'PRAGMA foreign_keys=OFF'", false],
  ['-- PRAGMA foreign_keys=OFF', false],
])('%j switches foreign keys off: %s', (sql, expected) => {
  expect(switchesForeignKeysOff(sql)).toBe(expected);
});

test.each([
  ['CREATE TABLE a (id integer); CREATE INDEX b ON a (id)', true],
  ['ALTER TABLE a ADD b integer REFERENCES c DEFAULT 1', false],
  ['CREATE TABLE a (id integer); DELETE FROM b', false],
])('%j only creates: %s', (sql, expected) => {
  expect(onlyCreates(sql)).toBe(expected);
});

test('commands are counted, comments are none', () => {
  expect(countCommands('VACUUM; -- and no more')).toBe(1);
  expect(countCommands('VACUUM; SELECT 1;')).toBe(2);
});

test.each([
  [
    ['COMMIT TRANSACTION;', 'PRAGMA foreign_keys = OFF;', 'BEGIN TRANSACTION;', 'SELECT 1'],
    [0, 1, 2],
  ],
  [
    ['SELECT 1', '-- on\nEND', 'pragma foreign_keys=on', 'begin immediate', 'SELECT 1'],
    [1, 2, 3],
  ],
  [
    ['COMMIT', 'PRAGMA foreign_keys=0', 'BEGIN', 'COMMIT', 'PRAGMA foreign_keys=1', 'BEGIN'],
    [0, 1, 2, 3, 4, 5],
  ],
  [['COMMIT', 'BEGIN'], []],
  [['COMMIT', 'PRAGMA foreign_keys=OFF', 'DROP TABLE a', 'BEGIN'], []],
  [['COMMIT', 'PRAGMA foreign_keys=OFF'], []],
  [['COMMIT; SELECT 1', 'PRAGMA foreign_keys=OFF', 'BEGIN'], []],
  [['ROLLBACK', 'PRAGMA foreign_keys=OFF', 'BEGIN'], []],
])('%j: %j do nothing but switch foreign keys', (statements, expected) => {
  expect([...bridges(statements)]).toEqual(expected);
});
