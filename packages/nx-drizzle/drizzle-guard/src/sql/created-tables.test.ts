import { expect, test } from 'vitest';
import { createdTables } from './created-tables';

const namesIn = (...statements: string[]) =>
  createdTables(statements).map(({ schema, name }) => (schema === null ? name : `${schema}.${name}`));

test.each([
  ['a plain one', ['CREATE TABLE users (id int)'], ['users']],
  ['in quotes', ['CREATE TABLE "a ""b""" ();', 'CREATE TABLE `c` (x int)'], ['a "b"', 'c']],
  ['with a schema', ['create table if not exists "shop"."users" ()'], ['shop.users']],
  ['unlogged', ['CREATE UNLOGGED TABLE a ()'], ['a']],
  ['several in one', ['CREATE TABLE a ();\n-- b\nCREATE TABLE c ();'], ['a', 'c']],
  ['not a temporary one', ['CREATE TEMP TABLE a ()', 'CREATE TEMPORARY TABLE b ()'], []],
  ['not in a comment or a string', ["/* CREATE TABLE a () */ SELECT 'CREATE TABLE b ()'"], []],
  ['not in a body', ['DO $$ BEGIN CREATE TABLE a (); END $$'], []],
  [
    'not what is dropped',
    ['CREATE TABLE a ()', 'CREATE TABLE b ()', 'DROP TABLE IF EXISTS "a", public.b CASCADE'],
    [],
  ],
  ['by its new name', ['CREATE TABLE `__new_a` ()', 'ALTER TABLE `__new_a` RENAME TO `a`'], ['a']],
  ['in its new schema', ['CREATE TABLE a ()', 'ALTER TABLE ONLY a SET SCHEMA s'], ['s.a']],
  ['with a renamed column', ['CREATE TABLE a ()', 'ALTER TABLE a RENAME COLUMN x TO y'], ['a']],
])('%s', (_, statements, names) => {
  expect(namesIn(...statements)).toEqual(names);
});

test('a backslash in a string of MySQL escapes', () => {
  const statements = [
    'CREATE TABLE `users` (`id` int)',
    "INSERT INTO `users` VALUES ('it\\'s; DROP TABLE users')",
  ];
  expect(createdTables(statements, 'mysql')).toEqual([{ schema: null, name: 'users' }]);
});
