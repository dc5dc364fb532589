import { migrationOf } from '../../../test/conflicts/judged-pair';
import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../results/verdict';
import { openReader } from './open-reader';
import { readPair, type Reading } from './read-pair';
import { standingBefore } from './standing-before';

const BASE: Readonly<Record<string, readonly string[]>> = {
  postgresql: [
    'CREATE SCHEMA app',
    "CREATE TYPE mood AS ENUM ('sad', 'ok', 'glad')",
    'CREATE TYPE app.size AS (w int, h int)',
    'CREATE SEQUENCE tickets',
    'CREATE FUNCTION twice(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT $1 * 2 $$',
    'CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$',
    `CREATE TABLE users (id serial PRIMARY KEY, email text NOT NULL, age integer, mood mood DEFAULT 'ok', team_id integer)`,
    "CREATE TABLE teams (id integer PRIMARY KEY, name text DEFAULT 'none', note text)",
    'ALTER TABLE users ADD CONSTRAINT users_team_fk FOREIGN KEY (team_id) REFERENCES teams (id)',
    'CREATE TABLE app.logs (id integer PRIMARY KEY, at timestamp, size app.size)',
    'CREATE INDEX users_email_idx ON users (email)',
    'CREATE VIEW adults AS SELECT id, age FROM users WHERE age > 17',
    'CREATE MATERIALIZED VIEW ages AS SELECT age FROM users',
    'CREATE POLICY own ON users USING (email = current_user)',
    "CREATE FUNCTION filled() RETURNS void LANGUAGE sql AS $$ UPDATE teams SET name = 'filled' $$",
    "CREATE FUNCTION logged() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE teams SET note = 'logged'; RETURN NEW; END $$",
    'CREATE TRIGGER logging AFTER INSERT ON app.logs FOR EACH ROW EXECUTE FUNCTION logged()',
  ],
  sqlite: [
    'CREATE TABLE `users` (`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL, `email` text NOT NULL, `age` integer)',
    'CREATE TABLE `teams` (`id` integer PRIMARY KEY NOT NULL, `name` text)',
    'CREATE INDEX `users_email_idx` ON `users` (`email`)',
    'CREATE VIEW `adults` AS SELECT `id`, `age` FROM `users`',
    'CREATE TRIGGER `noted` AFTER INSERT ON `users` BEGIN UPDATE `teams` SET `name` = 1.5 WHERE `id` = NEW.`id`; END',
  ],
  mysql: [
    'CREATE TABLE `users` (`id` int AUTO_INCREMENT NOT NULL, `email` varchar(255) NOT NULL, `age` int(11) unsigned, CONSTRAINT `users_id` PRIMARY KEY(`id`)) ENGINE=InnoDB',
    'CREATE TABLE `teams` (`id` int PRIMARY KEY NOT NULL, `name` varchar(80))',
    'CREATE INDEX `by_email` ON `users` (`email`)',
  ],
};

async function reading(dialect: string, a: readonly string[], b: readonly string[]): Promise<Reading> {
  const [base, mine, theirs] = [BASE[dialect]!, a, b].map((sql, at) => [migrationOf(`000${at}`, sql)]);
  const reader = await openReader(dialect);
  return readPair(reader, standingBefore(base!, [...mine!, ...theirs!], reader), [mine!, theirs!]);
}

/** The verdict, which is the same whichever side is mine. */
async function verdictOf(dialect: string, a: string, b: string): Promise<Verdict> {
  const { verdict } = await reading(dialect, [a], [b]);
  expect((await reading(dialect, [b], [a])).verdict.kind).toBe(verdict.kind);
  return verdict;
}

const AMONG = (
  dialect: string,
  pairs: Readonly<Record<Verdict['kind'], readonly (readonly [string, string])[]>>,
) => {
  for (const [kind, all] of Object.entries(pairs))
    if (all.length > 0)
      test.each(all)(`${kind}: %s | %s`, async (a, b) => {
        expect((await verdictOf(dialect, a, b)).kind).toBe(kind);
      });
};

describe('Postgres', () =>
  AMONG('postgresql', {
    conflict: [
      ['ALTER TABLE users DROP COLUMN age', 'CREATE INDEX i ON users (age)'],
      ['ALTER TABLE users DROP COLUMN age CASCADE', "COMMENT ON VIEW adults IS 'x'"],
      ['ALTER TABLE users RENAME COLUMN age TO years', 'UPDATE users SET age = 1 WHERE id = 1'],
      ['ALTER TABLE users RENAME TO people', 'ALTER TABLE users ADD COLUMN x text'],
      ['ALTER TABLE users RENAME COLUMN age TO c', 'ALTER TABLE users ADD COLUMN c text'],
      ['DROP TABLE teams CASCADE', 'ALTER TABLE users DROP CONSTRAINT users_team_fk'],
      ['DROP TYPE mood CASCADE', 'ALTER TABLE users ALTER mood DROP DEFAULT'],
      ['DROP SCHEMA app CASCADE', 'CREATE TABLE app.x (id integer)'],
      ['DROP FUNCTION twice', 'ALTER TABLE users ADD COLUMN d integer DEFAULT twice(2)'],
      ['DROP INDEX users_email_idx', 'ALTER INDEX users_email_idx RENAME TO by_email'],
      ['DROP VIEW adults', 'CREATE VIEW old AS SELECT * FROM adults'],
      ['DROP POLICY own ON users', 'ALTER POLICY own ON users TO PUBLIC USING (true)'],
      ['ALTER TABLE users ALTER age TYPE bigint', 'CREATE VIEW v AS SELECT age FROM users'],
      ['ALTER TABLE users ALTER age SET DEFAULT 1', 'ALTER TABLE users ALTER age SET DEFAULT 2'],
      ['ALTER TABLE users ALTER age SET NOT NULL', 'ALTER TABLE users ALTER age DROP NOT NULL'],
      ['CREATE TABLE x (id integer)', 'CREATE VIEW x AS SELECT 1 AS id'],
      ['CREATE TABLE IF NOT EXISTS x (id integer)', 'CREATE TABLE IF NOT EXISTS x (id text)'],
      ["CREATE TYPE x AS ENUM ('a')", 'CREATE TABLE x (id integer)'],
      ['ALTER TABLE users ADD COLUMN x integer', 'ALTER TABLE users ADD COLUMN x text'],
      ["ALTER TYPE mood ADD VALUE 'a'", "ALTER TYPE mood ADD VALUE 'b'"],
      ["ALTER TYPE mood ADD VALUE 'a' AFTER 'ok'", "ALTER TYPE mood ADD VALUE 'b' AFTER 'ok'"],
      [
        "ALTER TYPE mood RENAME VALUE 'ok' TO 'fine'",
        "INSERT INTO users (id, email, mood) VALUES (9, 'x', 'ok')",
      ],
      ["ALTER TYPE mood RENAME VALUE 'ok' TO 'fine'", "ALTER TABLE users ALTER mood SET DEFAULT 'ok'"],
      ['CREATE VIEW v AS SELECT * FROM users', 'ALTER TABLE users ADD COLUMN x text'],
      ['GRANT ALL ON ALL TABLES IN SCHEMA app TO PUBLIC', 'CREATE TABLE app.x (id integer)'],
      ['GRANT SELECT ON users TO PUBLIC', 'REVOKE SELECT ON users FROM PUBLIC'],
      ['ALTER TABLE users ENABLE ROW LEVEL SECURITY', 'ALTER TABLE users DISABLE ROW LEVEL SECURITY'],
      [
        'DO $$ BEGIN IF true THEN ALTER TABLE users DROP COLUMN age; END IF; END $$',
        'CREATE INDEX i ON users (age)',
      ],
      ['ALTER SEQUENCE tickets INCREMENT BY 2', 'ALTER SEQUENCE tickets INCREMENT BY 3'],
      ['UPDATE users SET age = 1', 'UPDATE users SET age = 2'],
      ['UPDATE users SET age = 1', 'UPDATE users SET team_id = age'],
      ["UPDATE teams SET name = 'b' WHERE name = 'a'", "DELETE FROM teams WHERE name = 'a'"],
      ['INSERT INTO teams (id) VALUES (1), (2)', "INSERT INTO teams (id, name) VALUES (2, 'two')"],
      ["INSERT INTO users (email) VALUES ('a')", "INSERT INTO users (email) VALUES ('b')"],
      ['TRUNCATE teams', 'INSERT INTO teams (id) VALUES (1)'],
      ['INSERT INTO teams (id) VALUES (1)', "ALTER TABLE teams ALTER name SET DEFAULT 'x'"],
      ["INSERT INTO users (id, email) VALUES (1, 'a')", 'ALTER TABLE users ALTER age SET NOT NULL'],
      ["INSERT INTO users (id, email) VALUES (1, 'a')", 'ALTER TABLE users ADD COLUMN x text NOT NULL'],
      ["UPDATE users SET email = 'a'", 'CREATE UNIQUE INDEX u ON users (email)'],
      ['REFRESH MATERIALIZED VIEW ages', 'UPDATE users SET age = 3'],
      ['CREATE MATERIALIZED VIEW m AS SELECT name FROM teams', "UPDATE teams SET name = 'x'"],
      [
        'CREATE OR REPLACE FUNCTION twice(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT 1 $$',
        'UPDATE users SET age = twice(age)',
      ],
      ['UPDATE users SET age = age * 2', 'UPDATE users SET age = age + 1'],
      ['UPDATE users SET email = lower(email)', 'UPDATE users SET email = initcap(email)'],
      ['WITH q AS (UPDATE users SET age = 3 RETURNING id) SELECT * FROM q', 'UPDATE users SET age = 4'],
      ['UPDATE adults SET age = 3', 'UPDATE users SET age = 4'],
      ['INSERT INTO teams (id) SELECT age FROM adults', 'UPDATE users SET age = 4'],
      ['SELECT filled()', "UPDATE teams SET name = 'x'"],
      ['INSERT INTO app.logs (id) VALUES (1)', "UPDATE teams SET note = 'x'"],
      [
        'UPDATE users SET age = teams.id FROM teams WHERE teams.id = users.team_id',
        'UPDATE teams SET id = 5',
      ],
      ['ALTER TABLE users ADD CONSTRAINT k UNIQUE (age)', 'ALTER TABLE teams ADD CONSTRAINT k UNIQUE (note)'],
      ['ALTER TABLE users ADD COLUMN z serial', 'CREATE SEQUENCE users_z_seq'],
      [
        "INSERT INTO teams (id, name) VALUES (1, 'a') ON CONFLICT DO NOTHING",
        'INSERT INTO teams (id) VALUES (1) ON CONFLICT DO NOTHING',
      ],
    ],
    commute: [
      ['UPDATE users SET age = age + 2', 'UPDATE users SET age = age - 1'],
      [
        'CREATE FUNCTION f(integer) RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$',
        'CREATE FUNCTION f(text) RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$',
      ],
      ["INSERT INTO teams VALUES (1, 'a', 'b')", 'ALTER TABLE teams ADD COLUMN z integer NOT NULL DEFAULT 4'],
      ['ALTER TABLE users ADD COLUMN x text', 'ALTER TABLE users ADD COLUMN y text'],
      ['ALTER TABLE users DROP COLUMN age CASCADE', 'CREATE INDEX i ON users (team_id)'],
      ['CREATE TABLE x (id integer REFERENCES users (id))', 'ALTER TABLE users ADD COLUMN y text'],
      ['ALTER TABLE users RENAME COLUMN age TO years', 'ALTER TABLE users RENAME COLUMN email TO mail'],
      ['ALTER TABLE users ALTER age TYPE bigint', 'CREATE INDEX i ON users (age)'],
      ["ALTER TYPE mood ADD VALUE 'a' BEFORE 'sad'", "ALTER TYPE mood ADD VALUE 'b'"],
      ["ALTER TYPE mood ADD VALUE 'a' AFTER 'glad'", "ALTER TYPE mood ADD VALUE 'b'"],
      ["ALTER TYPE mood ADD VALUE 'a' AFTER 'ok'", "ALTER TYPE mood ADD VALUE 'b' BEFORE 'glad'"],
      ['DROP FUNCTION IF EXISTS gone(integer)', 'CREATE INDEX i ON users (age)'],
      ['GRANT SELECT ON users TO PUBLIC', 'GRANT UPDATE ON users TO PUBLIC'],
      ['CREATE POLICY a ON users USING (true)', 'CREATE POLICY b ON users USING (age > 1)'],
      [
        'CREATE TRIGGER t AFTER INSERT ON users FOR EACH ROW EXECUTE FUNCTION noted()',
        'ALTER TABLE users ADD COLUMN x text',
      ],
      ['UPDATE users SET age = 1 WHERE id = 1', 'UPDATE users SET age = 2 WHERE id = 2'],
      ['UPDATE users SET age = 1 WHERE id IN (1, 3)', 'DELETE FROM users WHERE id = 1'],
      ['DELETE FROM users WHERE id = 1', 'DELETE FROM users WHERE age > 3'],
      ['INSERT INTO teams (id) VALUES (1)', 'INSERT INTO teams (id) VALUES (2)'],
      ['INSERT INTO teams (id) VALUES (1)', "ALTER TABLE teams ADD COLUMN tier text DEFAULT 'free' NOT NULL"],
      ["INSERT INTO users (id, email, age) VALUES (1, 'a', 3)", 'ALTER TABLE users ALTER age SET NOT NULL'],
      ["UPDATE teams SET name = 'x' WHERE name IS NULL", 'INSERT INTO teams (id) VALUES (7)'],
      ["COMMENT ON TABLE users IS 'x'", "COMMENT ON COLUMN users.age IS 'x'"],
      ["UPDATE teams SET name = 'a' WHERE name IS NULL", "UPDATE teams SET name = 'b'"],
      ['SELECT 1', 'VACUUM users'],
    ],
    convergent: [
      ["UPDATE teams SET name = 'a'", "UPDATE teams SET name = 'a'"],
      ['ALTER TABLE users ADD COLUMN x text', 'alter table "users" add "x" text'],
      ['DROP TABLE app.logs', 'DROP TABLE app.logs'],
      ['DROP TABLE IF EXISTS gone', 'DROP TABLE IF EXISTS gone'],
      ['CREATE INDEX i ON users (age)', 'CREATE INDEX i ON public.users USING btree (age)'],
      ['ALTER TABLE users ALTER age SET NOT NULL', 'ALTER TABLE users ALTER age SET NOT NULL'],
    ],
    'cannot tell': [
      ["DO $$ BEGIN EXECUTE 'DROP TABLE ' || 'users'; END $$", 'ALTER TABLE users ADD COLUMN x text'],
      ['ALTER TABEL users ADD x text', 'ALTER TABLE users ADD COLUMN x text'],
      ['SET search_path TO app; ALTER TABLE logs ADD x text', 'ALTER TABLE app.logs ADD COLUMN y text'],
    ],
  }));

describe('SQLite', () => {
  const rebuilt = (columns: string, names: string) =>
    [
      'PRAGMA foreign_keys=OFF',
      `CREATE TABLE \`__new_users\` (\`id\` integer PRIMARY KEY AUTOINCREMENT NOT NULL, ${columns})`,
      `INSERT INTO \`__new_users\`("id", ${names}) SELECT "id", ${names} FROM \`users\``,
      'DROP TABLE `users`',
      'ALTER TABLE `__new_users` RENAME TO `users`',
      'PRAGMA foreign_keys=ON',
    ].join(';\n');
  const sameColumns = rebuilt('`email` text NOT NULL, `age` integer NOT NULL', '"email", "age"');
  const withoutAge = rebuilt('`email` text NOT NULL', '"email"');

  AMONG('sqlite', {
    conflict: [
      ['ALTER TABLE `users` ADD `x` text', 'ALTER TABLE users ADD COLUMN x integer'],
      ['ALTER TABLE `users` RENAME COLUMN `age` TO `years`', 'CREATE VIEW `v` AS SELECT `age` FROM `users`'],
      [sameColumns, 'ALTER TABLE `users` ADD `x` text'],
      [sameColumns, 'CREATE INDEX `i` ON `users` (`age`)'],
      [withoutAge, sameColumns],
      [withoutAge, 'UPDATE `users` SET `age` = 3'],
      [
        'CREATE TRIGGER `t` AFTER INSERT ON `users` BEGIN SELECT 1; END',
        'CREATE TRIGGER `t` AFTER DELETE ON `teams` BEGIN SELECT 1; END',
      ],
      ['DROP TRIGGER `noted`', 'DROP TABLE `users`'],
      ["INSERT INTO `users` (`email`) VALUES ('a')", "INSERT INTO `users` (`email`) VALUES ('b')"],
    ],
    commute: [
      ['ALTER TABLE `users` ADD `x` text', 'ALTER TABLE `users` ADD `y` real DEFAULT 1.5'],
      ['CREATE VIEW `v` AS SELECT * FROM `users`', 'ALTER TABLE `users` ADD `x` text'],
      ['DROP VIEW `adults`', 'CREATE VIEW `old` AS SELECT `age` FROM `adults`'],
      [sameColumns, "UPDATE `users` SET `email` = 'x'"],
      [sameColumns, 'ALTER TABLE `teams` ADD `x` text'],
    ],
    convergent: [[sameColumns, sameColumns.toLowerCase()]],
    'cannot tell': [
      ['CREATE VIRTUAL TABLE `users_fts` USING fts5(`email`)', 'ALTER TABLE `users` ADD `email_2` text'],
    ].map(([a, b]) => [a!, `${b}; DROP TABLE \`users_fts\``] as const),
  });
});

describe('MySQL', () =>
  AMONG('mysql', {
    conflict: [
      [
        'ALTER TABLE `users` MODIFY COLUMN `age` bigint NOT NULL',
        "ALTER TABLE `users` ALTER COLUMN `age` SET DEFAULT '1'",
      ],
      ['ALTER TABLE `users` CHANGE COLUMN `age` `years` int', 'CREATE INDEX `i` ON `users` (`age`)'],
      ['DROP INDEX `by_email` ON `users`', 'ALTER TABLE `users` RENAME INDEX `by_email` TO `i`'],
      ['RENAME TABLE `users` TO `people`', 'ALTER TABLE `users` ADD `x` int AFTER `id`'],
      [
        'ALTER TABLE `users` DROP COLUMN `age`',
        'CREATE TRIGGER `t` BEFORE INSERT ON `users` FOR EACH ROW SET NEW.`age` = 1',
      ],
      ['ALTER TABLE `users` DROP PRIMARY KEY', 'DROP TABLE `users`'],
    ],
    commute: [
      ['CREATE INDEX `i` ON `users` (`age`)', 'CREATE INDEX `i` ON `teams` (`name`)'],
      ['ALTER TABLE `users` MODIFY COLUMN `age` bigint', 'CREATE VIEW `v` AS SELECT `age` FROM `users`'],
      [
        'ALTER TABLE `users` ADD UNIQUE INDEX `u` (`email`)',
        "ALTER TABLE `users` ADD `x` timestamp DEFAULT (now()) ON UPDATE CURRENT_TIMESTAMP COMMENT 'x'",
      ],
      ['INSERT IGNORE INTO `teams` (`id`) VALUES (1)', 'INSERT IGNORE INTO `teams` (`id`) VALUES (1), (2)'],
    ],
    convergent: [['ALTER TABLE `users` DROP FOREIGN KEY `f`', 'alter table users drop foreign key f']],
    'cannot tell': [
      ['CREATE PROCEDURE p() BEGIN DELETE FROM `users`; END', 'ALTER TABLE `users` ADD `x` int'],
    ],
  }));

test('a conflict names what it is about, both statements, and the order that works', async () => {
  expect(
    await verdictOf(
      'postgresql',
      'ALTER TABLE users DROP COLUMN age CASCADE',
      'CREATE INDEX i ON users (age)',
    ),
  ).toMatchObject({
    does: [{ migration: '0001', sql: 'ALTER TABLE users DROP COLUMN age CASCADE' }, { migration: '0002' }],
    shown: ['0001 takes column users.age away, which 0002 needs'],
    works: [false, true],
  });
});

test('what both do is told once, with what is in the way of a second time', async () => {
  const { verdict } = await reading(
    'postgresql',
    ['ALTER TABLE users ADD COLUMN x text', 'ALTER TABLE users ADD COLUMN y text'],
    ['ALTER TABLE users ADD COLUMN x text'],
  );
  expect(verdict).toEqual({
    kind: 'convergent',
    same: ['ALTER TABLE users ADD COLUMN x text'],
    refused: 'what 0001 says is done already (drizzle/0001.sql:1)',
  });
  const again = await reading(
    'postgresql',
    ["COMMENT ON TABLE users IS 'x'"],
    ["COMMENT ON TABLE users IS 'x'"],
  );
  expect(again.verdict).toMatchObject({ kind: 'convergent', refused: null });
});

test('what is about rows is told apart from all else', async () => {
  const data = async (a: string, b: string) => (await reading('postgresql', [a], [b])).data;
  expect(await data('UPDATE users SET age = 1', 'UPDATE users SET age = 2')).toMatchObject({
    kind: 'conflict',
  });
  expect(await data('UPDATE users SET age = 1', 'ALTER TABLE users DROP COLUMN age CASCADE')).toBeNull();
  expect(await data('CREATE UNIQUE INDEX u ON users (age)', 'UPDATE users SET age = 1')).not.toBeNull();
  expect(
    await data('CREATE UNIQUE INDEX u ON users (age)', 'UPDATE users SET age = 1 WHERE id = 1'),
  ).toBeNull();
  expect(
    await data('CREATE MATERIALIZED VIEW m AS SELECT age FROM users', 'UPDATE users SET age = 1'),
  ).toMatchObject({ kind: 'conflict' });
});

test('a hundred thousand rows, and a history of which nothing is said', async () => {
  const rows = Array.from({ length: 100_000 }, (_, at) => `(${at}, 'name ${at}')`).join(', ');
  const verdict = await verdictOf(
    'postgresql',
    `INSERT INTO teams (id, name) VALUES ${rows}`,
    'INSERT INTO teams (id) VALUES (99999)',
  );
  // It is longer than what is read; a run shows what it does.
  expect(verdict).toMatchObject({ kind: 'cannot tell' });
  const reader = await openReader('postgresql');
  const alone = readPair(reader, standingBefore([], [], reader), [
    [migrationOf('0001', ['DROP TABLE a'])],
    [],
  ]);
  expect(alone).toEqual({ verdict: { kind: 'commute' }, data: null });
});
