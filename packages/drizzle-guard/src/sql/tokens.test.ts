import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalised, placedTokensOf, tokensOf, writtenTokensOf } from './tokens';

test.each([
  ['words and signs', 'CREATE TABLE a(x INT)', ['create', 'table', 'a', '(', 'x', 'int', ')']],
  ['a quoted name', 'DROP TABLE "My Table"', ['drop', 'table', '"My Table"']],
  ['a quote in a quoted name', 'SELECT "a""B"', ['select', '"a""B"']],
  ['a name as MySQL quotes it', 'SELECT `A b`', ['select', '`A b`']],
  ['a string', "SELECT 'It''s'", ['select', "'It''s'"]],
  ['a body', 'DO $$ BEGIN; END $$', ['do', '$$ BEGIN; END $$']],
  ['a body with a tag', 'DO $a$ $$ $b$ $a$', ['do', '$a$ $$ $b$ $a$']],
  ['a name that is no ASCII', 'SELECT café', ['select', 'café']],
  ['a name with a dollar', 'SELECT a$1', ['select', 'a$1']],
  ['a string with escapes', "SELECT E'a\\'; b', e''", ['select', 'e', "'a\\'; b'", ',', 'e', "''"]],
  ['a string behind a word', "SELECT date'a\\'", ['select', 'date', "'a\\'"]],
  ['a body whose tag is no ASCII', 'DO $ü$ $$ $ü$', ['do', '$ü$ $$ $ü$']],
  ['a comment in comments', 'SELECT /* 1 /* 2 /* 3 */ */ 4 */ 5', ['select', '5']],
  ['a comment that is not closed as often', 'SELECT /* 1 /* 2 */ 5', ['select', '5']],
  ['nothing', ' \n', []],
])('%s', (_, sql, tokens) => {
  expect(tokensOf(sql)).toEqual(tokens);
});

test('comments are none, nor is the last semicolon', () => {
  const sql = '-- first\nSELECT /* two\nlines */ 1; -- last';
  expect(tokensOf(sql)).toEqual(['select', '1']);
  expect(writtenTokensOf(sql)).toEqual(['SELECT', '1', ';']);
});

test('what looks like a comment in quotes is none', () => {
  expect(tokensOf(`SELECT '-- a' "/* b */" $$-- c$$`)).toEqual(['select', "'-- a'", '"/* b */"', '$$-- c$$']);
});

test('a quote that nobody closes is a sign', () => {
  expect(tokensOf("SELECT 'a")).toEqual(['select', "'", 'a']);
});

const token = fc.oneof(
  fc.stringMatching(/^[a-z_][a-z0-9_]{0,8}$/),
  fc.constantFrom('(', ')', ',', '=', '.'),
  fc.stringMatching(/^"[A-Za-z ;-]{0,8}"$/),
  fc.stringMatching(/^'[A-Za-z ;-]{0,8}'$/),
  fc.constantFrom('$$ BEGIN; -- x\n END $$', "'it''s'", '"a""b"', '`A`'),
);
const tokens = fc.array(token, { maxLength: 12 });
const space = fc.constantFrom(' ', '\n', '\t ', ' -- comment\n', ' /* comment; */ ', ' /* a /* b */ ; */ ');

test('the tokens of a text are those that it is made of, whatever stands between them', () => {
  fc.assert(
    fc.property(tokens, fc.array(space, { minLength: 1 }), (given, spaces) => {
      const sql = given.map((one, at) => `${one}${spaces[at % spaces.length]}`).join('');
      expect(tokensOf(sql)).toEqual(given);
      expect(writtenTokensOf(sql)).toEqual(given);
      const placed = placedTokensOf(sql);
      expect(placed.map(({ token, at }) => sql.slice(at, at + token.length))).toEqual(given);
    }),
  );
});

test('what is normalised stays as it is', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        tokens.map((given) => given.join(' ')),
      ),
      (sql) => {
        const once = normalised(sql.replaceAll(/--|\/\*/g, ''));
        fc.pre(!once.endsWith(';'));
        expect(normalised(once)).toBe(once);
      },
    ),
  );
});

test('case counts in quotes alone', () => {
  fc.assert(
    fc.property(tokens, (given) => {
      const bare = given.filter((one) => !/^['"`$]/.test(one));
      expect(normalised(bare.join(' ').toUpperCase())).toBe(normalised(bare.join(' ')));
    }),
  );
  expect(normalised('SELECT "A"')).not.toBe(normalised('SELECT "a"'));
});
