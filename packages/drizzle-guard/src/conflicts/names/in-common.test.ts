import { expect, test } from 'vitest';
import { generate } from '../../../test/conflicts/pairs/generate';
import type { PairDialect } from '../../../test/conflicts/pairs/pair';
import { readTruths } from '../../../test/conflicts/pairs/truths';
import type { ReadMigration } from '../../replay/replay-history';
import { areApart, haveNoNameInCommon, tiesOf } from './in-common';
import { touchesOf } from './touches';

const statements = (...texts: readonly string[]) => texts.map((sql) => ({ sql }));

/** Whether nothing is run for two branches. */
function isApart(one: string, other: string, ...base: readonly string[]): boolean {
  const touches = [one, other].map((sql) => touchesOf(statements(...sql.split('\n'))));
  return areApart(touches[0]!, touches[1]!, tiesOf(statements(...base)));
}

const TWO = [
  'CREATE TABLE "orders" ("id" integer PRIMARY KEY, "user" integer)',
  'CREATE TABLE users (id integer)',
];

test.each([
  [
    'two new tables',
    'CREATE TABLE "a" ("id" serial, "name" text);',
    'CREATE TABLE b (id serial, name text);',
  ],
  [
    'a column here and there',
    'ALTER TABLE "orders" ADD COLUMN "x" text;',
    'ALTER TABLE users ADD COLUMN x text;',
  ],
  [
    'new tables that lead to the same one',
    'CREATE TABLE "a" ("u" integer REFERENCES "users"("id"));',
    'CREATE TABLE "b" ("u" integer);\nALTER TABLE "b" ADD CONSTRAINT "b_u" FOREIGN KEY ("u") REFERENCES "users"("id");',
  ],
  ['indexes of two tables', 'CREATE INDEX "i" ON "orders" ("id");', 'CREATE UNIQUE INDEX j ON users (id);'],
  ['rows here and there', "UPDATE orders SET x = 'a b';", "INSERT INTO users (id) VALUES ('a b');"],
  ['in quotes and without', 'DROP TABLE `orders`;', 'DROP TABLE "users" CASCADE;'],
])('%s: nothing is run', (_, one, other) => {
  expect(isApart(one, other, ...TWO)).toBe(true);
  expect(isApart(other, one, ...TWO)).toBe(true);
});

test.each([
  ['one table', 'ALTER TABLE "orders" ADD COLUMN "x" text;', 'alter table Orders add column y text;'],
  [
    'a key to what is changed',
    'CREATE TABLE "a" ("u" integer REFERENCES "users"("id"));',
    'DROP TABLE "users";',
  ],
  ['one new name', 'CREATE TABLE "a" ();', 'ALTER TABLE "orders" RENAME TO "a";'],
  ['one name of an index', 'CREATE INDEX "i" ON "orders" ("id");', 'CREATE INDEX "i" ON "users" ("id");'],
  [
    'one name of a key',
    'ALTER TABLE a ADD CONSTRAINT k UNIQUE (x);',
    'CREATE TABLE b (x int CONSTRAINT k UNIQUE);',
  ],
  [
    'a word of SQL as a name',
    'ALTER TABLE action ADD COLUMN x text;',
    'ALTER TABLE action ADD COLUMN y text;',
  ],
  ['a schema', 'CREATE SCHEMA "s";', 'CREATE TABLE "s"."t" ("id" integer);'],
  ['a body', 'DO $$ BEGIN NULL; END $$;', 'CREATE TABLE "b" ();'],
  ['a function', 'CREATE TABLE "b" ();', "SELECT setval('orders_id_seq', 10);"],
  ['a name that is looked up', 'CREATE TABLE "b" ();', "ALTER TABLE x ALTER y SET DEFAULT nextval('b_seq');"],
  ['what is about the session', 'SET search_path TO other;', 'CREATE TABLE "b" ();'],
  ['what is about all', 'GRANT SELECT ON ALL TABLES IN SCHEMA public TO app;', 'CREATE TABLE "b" ();'],
])('%s: it is run', (_, one, other) => {
  expect(isApart(one, other, ...TWO)).toBe(false);
  expect(isApart(other, one, ...TWO)).toBe(false);
});

test('what has landed ties names that no branch has in common', () => {
  const view = 'CREATE VIEW "v" AS (SELECT "id" FROM "orders")';
  expect(isApart('DROP TABLE "orders" CASCADE;', 'DROP VIEW "v";', ...TWO)).toBe(true);
  expect(isApart('DROP TABLE "orders" CASCADE;', 'DROP VIEW "v";', ...TWO, view)).toBe(false);
  const key = 'ALTER TABLE "orders" ADD CONSTRAINT "fk" FOREIGN KEY ("user") REFERENCES users(id)';
  const [narrow, wide] = [
    'ALTER TABLE users ALTER COLUMN id TYPE text;',
    'ALTER TABLE "orders" ADD COLUMN "x" text;',
  ];
  expect(isApart(narrow, wide, ...TWO, key)).toBe(false);
  expect(isApart('ALTER TABLE users ADD COLUMN y text;', wide, ...TWO, key)).toBe(true);
  const trigger = [
    'CREATE FUNCTION f() RETURNS trigger AS $$ BEGIN INSERT INTO log VALUES (1); RETURN NEW; END $$ LANGUAGE plpgsql',
    'CREATE TRIGGER t AFTER INSERT ON "orders" EXECUTE FUNCTION f()',
  ];
  const log = 'CREATE TABLE log (n integer)';
  expect(isApart('INSERT INTO orders VALUES (1);', 'DROP TABLE log;', ...TWO, log)).toBe(true);
  expect(isApart('INSERT INTO orders VALUES (1);', 'DROP TABLE log;', ...TWO, log, ...trigger)).toBe(false);
  expect(
    isApart('CREATE TABLE a ();', 'CREATE TABLE b ();', 'CREATE EVENT TRIGGER e ON ddl_command_end'),
  ).toBe(false);
});

/** A migration of these statements. */
const migrations = (...texts: readonly string[]) => [{ statements: statements(...texts) }] as ReadMigration[];

test.each([
  ['a sequence', 'CREATE TABLE "a" ("b_c" serial);', 'CREATE TABLE "a_b" ("c" serial);'],
  ['a key', 'CREATE TABLE "a" ("b" text UNIQUE);', 'CREATE INDEX "a_b_key" ON "z" ("x");'],
  ['the type of an array', 'CREATE TABLE "a" ("b" text);', 'CREATE TYPE "_a" AS ENUM (\'x\');'],
  [
    'a name that is cut off',
    'CREATE TABLE "readings_of_sensors_in_houses_of_north" ("id" serial);',
    'CREATE TABLE "readings_of_sensors_in_houses_of_south" ("id" serial);',
  ],
])('%s may be made up for both: it is run', (_, one, other) => {
  for (const pair of [
    [one, other],
    [other, one],
  ])
    expect(haveNoNameInCommon([], [migrations(pair[0]!), migrations(pair[1]!)])).toBe(false);
});

test('a longer name with another word before it is no name that is made up', () => {
  const pair = [
    'CREATE TABLE "user" ("id" serial);',
    'ALTER TABLE "orders" ADD COLUMN "user_id" integer;',
  ].map((sql) => migrations(sql));
  expect(haveNoNameInCommon(migrations(...TWO), [pair[0]!, pair[1]!])).toBe(true);
  const view = 'CREATE VIEW "v" AS (SELECT "id" FROM "orders", "user")';
  expect(haveNoNameInCommon(migrations(...TWO, 'CREATE TABLE "user" ();', view), [pair[0]!, pair[1]!])).toBe(
    false,
  );
});

test.each(['postgresql', 'sqlite', 'mysql'] as PairDialect[])(
  'of no pair of %s of which a database says that it does not commute is it said that nothing need be run',
  (dialect) => {
    const wrong = readTruths()[dialect].filter(({ seed, truth }) => {
      if (truth === 'commute') return false;
      const { base, a, b } = generate(dialect, seed);
      const [one, other] = [a, b].map((side) => touchesOf(statements(...side)));
      return (
        areApart(one!, other!, tiesOf(statements(...base))) ||
        haveNoNameInCommon(migrations(...base), [migrations(...a), migrations(...b)])
      );
    });
    expect(wrong.map(({ seed, why }) => [seed, why])).toEqual([]);
  },
);
