import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readName, readPair, writeName } from './qualified-name';

test.each([
  ['users', ['users']],
  ['crm.users.email', ['crm', 'users', 'email']],
  ['Mein Name.größe', ['Mein Name', 'größe']],
  ['"a.b"."c ""d"""', ['a.b', 'c "d"']],
  ['""', ['']],
])('%s is %j', (text, parts) => {
  expect(readName(text)).toMatchObject({ noun: null, parts });
});

test('a kind may stand before it', () => {
  expect(readName('primary-key:users.users_pkey')).toMatchObject({
    noun: 'primary-key',
    parts: ['users', 'users_pkey'],
  });
});

test.each(['', '.', 'a.', '.a', 'a..b', '"a', '"a"b', 'a=b', 'a:b:c'])('%j is no name', (text) => {
  expect(readName(text)).toBeNull();
});

test.each(['', 'a', 'a=', '=a', 'a=b=c', 'a.=b'])('%j is no pair', (text) => {
  expect(readPair(text)).toBeNull();
});

test('a pair is split where the names end', () => {
  expect(readPair('"a=b".c=d')?.map(({ parts }) => parts)).toEqual([['a=b', 'c'], ['d']]);
});

test('what is written is read as it was, whatever the names are', () => {
  const names = fc.array(fc.string(), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(names, names, (one, other) => {
      expect(readName(writeName(one, 'enum'))).toMatchObject({ noun: 'enum', parts: one });
      const pair = `${writeName(one)}=${writeName(other)}`;
      expect(readPair(pair)?.map(({ parts }) => parts)).toEqual([one, other]);
    }),
  );
});
