import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commandsOf, isDataOnly, names, says } from './commands';

const inWords = (sql: string) => commandsOf(sql).map((command) => command.join(' '));

describe('commands', () => {
  test('are what stands between semicolons, and between breakpoints', () => {
    expect(inWords('DROP TABLE a; DROP TABLE b\n--> statement-breakpoint\nDROP TABLE c;')).toEqual([
      'DROP TABLE a',
      'DROP TABLE b',
      'DROP TABLE c',
    ]);
  });

  test('a semicolon in a string, a name or a comment ends none', () => {
    expect(inWords(`UPDATE t SET a = 'x;\n y' -- z;\n, "b;" = 1;`)).toEqual([
      `UPDATE t SET a = 'x;\n y' , "b;" = 1`,
    ]);
  });

  test('those in dollar quotes are read too', () => {
    const block =
      'DO $$ BEGIN\n ALTER TABLE "a" ADD CONSTRAINT "c" CHECK (true);\nEXCEPTION\n WHEN duplicate_object THEN null;\nEND $$;';
    expect(inWords(block)).toEqual([
      'DO BEGIN ALTER TABLE "a" ADD CONSTRAINT "c" CHECK ( true )',
      'EXCEPTION WHEN duplicate_object THEN null',
      'END',
    ]);
    expect(inWords('DO $a$ SELECT $b$ SELECT 1; $b$ $a$')).toEqual(['DO SELECT SELECT 1']);
  });

  test('comments, and nothing, are none', () => {
    expect(inWords('-- Custom SQL;\n/* ; */ ;;\n--> statement-breakpoint\n')).toEqual([]);
  });
});

describe('a name in a command', () => {
  const isNamed = (sql: string, name: string) => commandsOf(sql).some((command) => names(command, name));

  test.each([
    ['in quotes', 'ALTER TABLE "users" ADD "age" text', 'users'],
    ['as MySQL quotes it', 'ALTER TABLE `users` ADD `age` text', 'age'],
    ['without quotes', 'alter table users add age text', 'age'],
    ['behind its schema', 'ALTER TABLE "crm"."users" ADD "age" text', 'users'],
    ['with a space', 'DROP TABLE "old users"', 'old users'],
    ['with a quote in it', 'DROP TABLE "a""b"', 'a"b'],
    ['in a body', 'DO $$ BEGIN DROP TABLE "users"; END $$', 'users'],
    ['in SQL that is executed', `DO $$ BEGIN EXECUTE 'DROP TABLE "users"'; END $$`, 'users'],
    ['as a string', "SELECT setval('users_id_seq', 1)", 'users_id_seq'],
    ['with signs that mean something in a pattern', 'DROP INDEX "a.b(c)"', 'a.b(c)'],
    ['that is no ASCII', 'DROP TABLE café', 'café'],
  ])('%s', (_, sql, name) => {
    expect(isNamed(sql, name)).toBe(true);
  });

  test.each([
    ['a part of another name', 'ALTER TABLE "users" RENAME "cost" TO "cost_in_cents"', 'in_cents'],
    ['a word of a quoted name', 'DROP TABLE "old users"', 'users'],
    ['a word in a comment', 'DROP TABLE a -- not users\n', 'users'],
    ['a word of SQL in capitals', 'ALTER TABLE "a" ALTER COLUMN "b" SET DATA TYPE text', 'type'],
    ['another case', 'DROP TABLE "Users"', 'users'],
  ])('%s is none', (_, sql, name) => {
    expect(isNamed(sql, name)).toBe(false);
  });

  test('every name is found by itself, and by no longer one', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[A-Za-z_][\w$.+*" -]{0,12}$/),
        fc.constantFrom('"', '`'),
        (name, quote) => {
          const sql = `ALTER TABLE ${quote}${name.replaceAll(quote, quote.repeat(2))}${quote} ADD x int`;
          expect(isNamed(sql, name)).toBe(true);
          expect(isNamed(sql, `${name}_more`)).toBe(false);
        },
      ),
    );
  });
});

describe('words of a command', () => {
  const [create] = commandsOf('CREATE TABLE\n IF NOT EXISTS "drop table" (id int PRIMARY /* the */ KEY)');

  test('follow each other, in any case', () => {
    expect(says(create!, 'create', 'table')).toBe(true);
    expect(says(create!, 'primary', 'key')).toBe(true);
    expect(says(create!, 'exists')).toBe(true);
  });

  test('in another order, in quotes or apart they are not said', () => {
    expect(says(create!, 'table', 'create')).toBe(false);
    expect(says(create!, 'drop', 'table')).toBe(false);
    expect(says(create!, 'create', 'if')).toBe(false);
    expect(says(create!, 'key', 'key')).toBe(false);
  });
});

test.each([
  ['rows alone', "-- fill\nINSERT INTO t VALUES (1);\nupdate t SET a = 'x;y';DELETE FROM t; SELECT 1;", true],
  ['nothing', '-- nothing\n', true],
  ['a table behind rows in one line', 'DELETE FROM t; DROP TABLE t;', false],
  [
    'an index behind a comment at the end of a line',
    'DELETE FROM t; -- all\nCREATE INDEX i ON t (a);',
    false,
  ],
  ['a block', 'DO $$ BEGIN DELETE FROM t; END $$;', false],
  ['a statement of its own', 'DELETE FROM t\n--> statement-breakpoint\nALTER TABLE t ADD b int', false],
])('whether SQL writes rows at most: %s', (_, sql, answer) => {
  expect(isDataOnly(commandsOf(sql))).toBe(answer);
});
