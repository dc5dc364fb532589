import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { passagesOf } from '../sql/passages';
import { statementsOf } from '../sql/statements';
import { doubledIn, withoutPassages } from './duplicates';

const A = 'ALTER TABLE "a" ADD COLUMN "x" text;';
const B = 'CREATE INDEX "i" ON "a" ("x");';
const C = 'ALTER TYPE "mood" ADD VALUE \'so\';';
const BREAK = '--> statement-breakpoint';
const kit = (...statements: readonly string[]) => statements.join(`${BREAK}\n`);
const mine = (sql: string, tag = '0001_mine') => ({ tag, sql });
const told = (found: ReturnType<typeof doubledIn>) =>
  found.map(({ tag, same, isWhole }) => [tag, same.map(({ sql }) => sql), isWhole]);

describe('what theirs has in the same words', () => {
  test.each<[string, string, string[], unknown]>([
    ['nothing', kit(A, B), [C], []],
    ['all of it', kit(A, B), [kit(B, A)], [['0001_mine', [A, B], true]]],
    ['a part', kit(A, B), [B], [['0001_mine', [B], false]]],
    ['parts that stand in several', kit(A, B), [A, B], [['0001_mine', [A, B], true]]],
    [
      'words in other white space and case',
      A.toLowerCase().replaceAll(' ', '\n  '),
      [A],
      [['0001_mine', [A.toLowerCase().replaceAll(' ', '\n  ')], true]],
    ],
    [
      'words with comments of their own',
      `-- why\n${A} -- so`,
      [`/* other */ ${A}`],
      [['0001_mine', [`-- why\n${A}`], true]],
    ],
    ['no statement of another name', 'ALTER TABLE "A" ADD COLUMN "x" text;', [A], []],
    ['no statement with other values', "INSERT INTO t VALUES ('A');", ["INSERT INTO t VALUES ('a');"], []],
    ['nothing in comments', `-- ${A}\n${B}`, [A], []],
    ['nothing of what says nothing', '-- nothing', ['-- nothing'], []],
    ['nothing of an empty file', '', [''], []],
  ])('%s', (_name, own, theirs, expected) => {
    expect(told(doubledIn([mine(own)], theirs))).toEqual(expected);
  });

  test('each of theirs stands for one of mine', () => {
    expect(told(doubledIn([mine(kit(A, A))], [A]))).toEqual([['0001_mine', [A], false]]);
    expect(told(doubledIn([mine(kit(A, A))], [kit(A, A)]))).toEqual([['0001_mine', [A, A], true]]);
    expect(told(doubledIn([mine(A), mine(A, '0002_again')], [A]))).toEqual([['0001_mine', [A], true]]);
    expect(told(doubledIn([mine(A), mine(A, '0002_again')], [A, A]))).toEqual([
      ['0001_mine', [A], true],
      ['0002_again', [A], true],
    ]);
  });

  test('a body of several commands is one', () => {
    const body = 'CREATE FUNCTION f() RETURNS trigger AS $$ BEGIN a; b; END $$ LANGUAGE plpgsql;';
    expect(told(doubledIn([mine(kit(body, A))], [body]))).toEqual([['0001_mine', [body], false]]);
    expect(told(doubledIn([mine(kit(body.replace('b;', 'c;'), A))], [body]))).toEqual([]);
  });
});

describe('a text without statements', () => {
  const without = (sql: string, ...gone: readonly string[]) => {
    const passages = passagesOf(sql);
    return withoutPassages(
      sql,
      gone.map((one) => passages.find((passage) => passage.sql.endsWith(one))!),
    );
  };

  test.each<[string, string, string[], string]>([
    ['as drizzle-kit writes it, the first', kit(A, B, C), [A], kit(B, C)],
    ['the middle', kit(A, B, C), [B], kit(A, C)],
    ['the last', kit(A, B, C), [C], kit(A, B)],
    ['two', kit(A, B, C), [A, C], B],
    ['two beside each other', kit(A, B, C), [A, B], C],
    ['all', kit(A, B), [A, B], ''],
    ['none', kit(A, B), [], kit(A, B)],
    [
      'breakpoints on lines of their own',
      `${A}\n${BREAK}\n${B}\n${BREAK}\n${C}\n`,
      [A],
      `${B}\n${BREAK}\n${C}\n`,
    ],
    ['and the last of those', `${A}\n${BREAK}\n${B}\n${BREAK}\n${C}\n`, [C], `${A}\n${BREAK}\n${B}\n`],
    ['and the middle', `${A}\n${BREAK}\n${B}\n${BREAK}\n${C}\n`, [B], `${A}\n${BREAK}\n${C}\n`],
    ['several in one chunk', `${A}\n${B}\n${C}\n`, [B], `${A}\n${C}\n`],
    ['with the comments before it', `-- why\n${A}\n-- so\n${B}\n`, [A], `-- so\n${B}\n`],
    [
      'of several lines',
      `ALTER TABLE "a"\n  ADD COLUMN "x" text;\n${B}\n`,
      ['ADD COLUMN "x" text;'],
      `${B}\n`,
    ],
    ['with a comment behind it', `${A} -- done\n${B}\n`, [A], `${B}\n`],
    [
      'with line ends of Windows',
      kit(A, B, C).replaceAll('\n', '\r\n'),
      [B],
      kit(A, C).replaceAll('\n', '\r\n'),
    ],
    ['and the last of those lines', `${kit(A, B).replaceAll('\n', '\r\n')}\r\n`, [B], `${A}\r\n`],
    ['without a line break at the end', kit(A, B), [B], A],
    ['an indented one', `${A}\n  ${B}\n${C}`, [B], `${A}\n${C}`],
  ])('%s', (_name, sql, gone, expected) => {
    expect(without(sql, ...gone)).toBe(expected);
  });

  test.each<[string, string, string]>([
    ['two on one line, the first', `${A} ${B}\n${C}`, A],
    ['two on one line, the second', `${A} ${B}\n${C}`, B],
    ['two on one line before a breakpoint, the first', `${A} ${B}${BREAK}\n${C}`, A],
    ['two on one line before a breakpoint, the second', `${A} ${B}${BREAK}\n${C}`, B],
    ['one behind a breakpoint on its line', `${A}${BREAK} ${B}\n${C}`, B],
    ['one before a breakpoint, and another behind it', `${A}${BREAK} ${B}\n${C}`, A],
    ['one that begins where another ends', `ALTER TABLE "a"\n ADD COLUMN "x" text; ${B}\n${C}`, B],
    ['one that ends where another begins', `${A} ALTER TABLE "b"\n ADD COLUMN "x" text;\n`, A],
  ])('is none where statements share a line: %s', (_name, sql, gone) => {
    expect(without(sql, gone)).toBeNull();
  });

  test('and is one where all that share a line go', () => {
    expect(without(`${A} ${B}\n${C}`, A, B)).toBe(C);
    expect(without(`${A} ${B}${BREAK}\n${C}`, A, B)).toBe(C);
  });

  // Statements as people write them, in the ways in which they are put together.
  const statement = fc.constantFrom(
    A,
    B,
    C,
    'SELECT 1;',
    "INSERT INTO t VALUES (';', '--');",
    '-- why\nSELECT 2;',
    'UPDATE t\n  SET a = 1;',
  );
  const between = fc.constantFrom(
    `${BREAK}\n`,
    `\n${BREAK}\n`,
    '\n',
    '\n\n',
    ` ${BREAK}\r\n`,
    '\r\n',
    ' ',
    BREAK,
  );
  const text = fc.array(fc.tuple(statement, between), { maxLength: 6 }).map((all) => all.flat().join(''));

  test('has all the others, in their order, and none of those', () => {
    fc.assert(
      fc.property(text, fc.infiniteStream(fc.boolean()), (sql, coins) => {
        const passages = passagesOf(sql).map((passage) => ({ passage, isGone: Boolean(coins.next().value) }));
        const gone = passages.filter(({ isGone }) => isGone).map(({ passage }) => passage);
        const left = withoutPassages(sql, gone);
        if (left === null) return;
        expect(passagesOf(left).map(({ sql: one }) => one)).toEqual(
          passages.filter(({ isGone }) => !isGone).map(({ passage }) => passage.sql),
        );
      }),
      { numRuns: 500 },
    );
  });

  test('is run in as many pieces as before, for those that are left', () => {
    fc.assert(
      fc.property(text, fc.infiniteStream(fc.boolean()), (sql, coins) => {
        const gone = passagesOf(sql).filter(() => Boolean(coins.next().value));
        const left = withoutPassages(sql, gone);
        if (left === null) return;
        const kept = (one: string) => !gone.some(({ sql: other }) => one.includes(other));
        const pieces = statementsOf(sql).map((one) => one.sql.trim());
        const leftPieces = statementsOf(left).map((one) => one.sql.trim());
        expect(leftPieces).toEqual(expect.arrayContaining(pieces.filter(kept)));
      }),
    );
  });

  test('without any is as it was, to the byte', () => {
    fc.assert(
      fc.property(text, (sql) => {
        const left = withoutPassages(sql, []);
        expect(left).toBe(sql);
      }),
    );
  });
});
