import { expect, test } from 'vitest';
import { rebuiltTables } from './rebuilt-tables';

test('the tables that drizzle-kit makes anew, and no others', () => {
  const sql =
    'CREATE TABLE `__new_users` (\n`id` integer);\nCREATE TABLE `other` (`id`);\ncreate table "__new_a b"(x);';
  expect([...rebuiltTables(sql)]).toEqual(['users', 'a b']);
  expect(rebuiltTables('')).toEqual(new Set());
});
