import { expect, test } from 'vitest';
import { speaksOfStrange } from './strange-names';

const EARLIER = [
  { tag: '0000', sql: 'CREATE TABLE "app"."users" ("id" integer, "name" text, "old" text);' },
  { tag: '0001', sql: 'CREATE TABLE "gone" ("id" integer); ALTER TABLE "app"."users" DROP COLUMN "old";' },
  { tag: '0002', sql: 'DROP TABLE "gone";' },
];

test.each<[string, boolean]>([
  [`UPDATE "app"."users" SET "name" = 'x' WHERE "id" = 1;`, false],
  [`UPDATE app.users SET name = upper(name), id = (SELECT max(n) FROM users) WHERE false;`, false],
  ['INSERT INTO "app"."users" ("id", "name") VALUES (1, \'missing\');', false],
  ['INSERT INTO users SELECT 1;', false],
  ['DELETE FROM ONLY app.users WHERE id = 1;', false],
  ['UPDATE missing SET name = 1;', true],
  ['UPDATE app.users SET name = 1, missing = 2;', true],
  ['INSERT INTO users (id, missing) VALUES (1, 2);', true],
  ['DELETE FROM missing;', true],
  ['DELETE FROM users WHERE "missing" = 1;', true],
  ['SELECT "missing" FROM users;', true],
  ['UPDATE users SET old = 1;', true],
  ['INSERT INTO gone VALUES (1);', true],
  ['ALTER TABLE "app"."users" ADD COLUMN "more" text; UPDATE users SET more = 1;', false],
  ['CREATE TABLE "x" ("missing" text);', false],
])('%s', (sql, isStrange) => {
  expect(speaksOfStrange(sql, EARLIER)).toBe(isStrange);
});
