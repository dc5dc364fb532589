import { expect, test } from 'vitest';
import { dropsIn } from './drops';

const words = (sql: string) =>
  dropsIn(sql).map(({ table, column, rows }) =>
    [
      table.join('.'),
      ...(column === null ? [] : [`column ${column}`]),
      ...(rows === null ? [] : ['rows']),
    ].join(' '),
  );

test.each([
  ['DROP TABLE IF EXISTS "crm"."notes", "a" CASCADE;', ['crm.notes', 'a']],
  ['ALTER TABLE ONLY "users" DROP COLUMN IF EXISTS "nick" CASCADE;', ['users column nick']],
  [
    'ALTER TABLE `users` DROP `nick`, DROP COLUMN `b`, ADD `c` decimal(10,2);',
    ['users column nick', 'users column b'],
  ],
  [
    'ALTER TABLE "users" DROP CONSTRAINT "users_pkey"; ALTER TABLE `users` DROP PRIMARY KEY, DROP INDEX `x`',
    [],
  ],
  ['ALTER TABLE "users" ALTER COLUMN "a" DROP NOT NULL', []],
  [
    'DELETE FROM "users" WHERE id = 1; TRUNCATE TABLE a, b; truncate c',
    ['users rows', 'a rows', 'b rows', 'c rows'],
  ],
  ["-- DROP TABLE a\nSELECT 'DROP TABLE b'", []],
])('%s', (sql, expected) => expect(words(sql)).toEqual(expected));
