import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chunksOf, statementsOf } from './statements';

const first = (sql: string) => statementsOf(sql)[0]!;

test('split where drizzle-orm splits, with the line at which each begins', () => {
  const text = `-- Custom SQL
CREATE TABLE "a" ("id" integer);
--> statement-breakpoint

/* two
   lines */ INSERT INTO "a" VALUES (1);--> statement-breakpoint
-- nothing
--> statement-breakpoint
DROP TABLE "a";`;
  expect(statementsOf(text).map(({ line, meaning }) => [line, meaning])).toEqual([
    [2, 'create table "a" ( "id" integer )'],
    [6, 'insert into "a" values ( 1 )'],
    [9, 'drop table "a"'],
  ]);
});

test('case and white space mean nothing outside of quotes', () => {
  expect(first('create  TABLE\n"A"(x int );').meaning).toBe(first('CREATE table "A" ( X INT )').meaning);
  expect(first(`SELECT 'A  b'`).meaning).not.toBe(first(`SELECT 'a b'`).meaning);
  expect(first(`SELECT "A"`).meaning).not.toBe(first('SELECT "a"').meaning);
  expect(first(`SELECT 'it''s -- no comment'`).meaning).toBe(`select 'it''s -- no comment'`);
});

test('what is empty or holds comments alone is sent by drizzle-orm, and is no statement', () => {
  const text = '-- Custom SQL\n--> statement-breakpoint\nSELECT 1;--> statement-breakpoint\n';
  expect(chunksOf(text)).toEqual(['-- Custom SQL\n', '\nSELECT 1;', '\n']);
  expect(statementsOf(text).map(({ sql }) => sql)).toEqual(['\nSELECT 1;']);
  expect(statementsOf('')).toEqual([]);
  expect(chunksOf('')).toEqual(['']);
});

test('a breakpoint is one wherever it stands: drizzle-orm looks at no quotes', () => {
  expect(chunksOf("SELECT '--> statement-breakpoint'")).toEqual(["SELECT '", "'"]);
});

test('a byte order mark stays with the first statement, as drizzle-orm sends it', () => {
  expect(statementsOf('\ufeffSELECT 1;')).toMatchObject([{ sql: '\ufeffSELECT 1;', line: 1 }]);
});

const BREAKPOINT = '--> statement-breakpoint';
const silence = fc.constantFrom('', ' ', '\n', '\n\n', '-- a comment\n', '/* two\nlines */', '\r\n');
const command = fc.nat({ max: 99 }).map((number) => `SELECT ${number};`);
const written = fc.array(
  fc.record({ before: fc.array(silence, { maxLength: 4 }), command, after: silence }),
  { maxLength: 6 },
);

test('chunks are the whole text', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.constant(BREAKPOINT))), (parts) => {
      const text = parts.join('');
      expect(chunksOf(text).join(BREAKPOINT)).toBe(text);
    }),
  );
});

test('each statement is found once, in order, at its line', () => {
  fc.assert(
    fc.property(written, (parts) => {
      const text = parts
        .map((part) => `${part.before.join('')}${part.command}${part.after}`)
        .join(BREAKPOINT);
      const found = statementsOf(text);
      expect(found.map(({ meaning }) => meaning)).toEqual(
        parts.map((part) => part.command.toLowerCase().replace(';', '')),
      );
      const lines = text.split('\n');
      for (const [position, { line }] of found.entries())
        expect(lines[line - 1]).toContain(parts[position]!.command);
    }),
  );
});

test('statements are the chunks that say something', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(silence, command), { maxLength: 8 }), (parts) => {
      const text = parts.join(BREAKPOINT);
      const said = statementsOf(text).map(({ sql }) => sql);
      expect(said).toEqual(chunksOf(text).filter((sql) => sql.includes('SELECT')));
    }),
  );
});
