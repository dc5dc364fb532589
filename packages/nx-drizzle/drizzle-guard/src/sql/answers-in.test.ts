import { expect, test } from 'vitest';
import { answersIn, renamesIn } from './answers-in';

test.each([
  ['ALTER TABLE "users" RENAME COLUMN "name" TO "title";', 'column users.name > users.title'],
  ['ALTER TABLE users RENAME name TO title', 'column users.name > users.title'],
  ['ALTER TABLE "crm"."users" RENAME TO "people";', 'other crm.users > crm.people'],
  ['RENAME TABLE `users` TO `people`;', 'other users > people'],
  ['ALTER TABLE `users` CHANGE COLUMN `a` `b` int', 'column users.a > users.b'],
  ['ALTER SCHEMA "crm" RENAME TO "sales"', 'schema crm > sales'],
  ['ALTER TYPE "mood" RENAME TO "feeling"', 'other mood > feeling'],
])('%s', (sql, expected) =>
  expect(renamesIn(sql).map(({ kind, from, to }) => `${kind} ${from.join('.')} > ${to.join('.')}`)).toEqual([
    expected,
  ]),
);

test('what is no rename, and what is created', () => {
  expect(
    renamesIn('ALTER TABLE `users` CHANGE COLUMN `a` `a` bigint; ALTER TABLE a ADD COLUMN b int'),
  ).toEqual([]);
  expect(
    answersIn('CREATE TABLE "a" (id int); ALTER TABLE "a" ADD COLUMN "b" int; ALTER TABLE a RENAME b TO c'),
  ).toEqual([...['--create a', '--create a.b', '--rename a.b=a.c']]);
});
