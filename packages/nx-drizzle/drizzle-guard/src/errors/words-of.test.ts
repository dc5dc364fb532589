import { expect, test } from 'vitest';
import { stackOf, wordsOf } from './words-of';

test.each([
  ['an Error', new Error('it failed'), 'it failed'],
  ['a text', 'it failed', 'it failed'],
  ['a number', 7, '7'],
  ['an object that is no Error', { errno: 44 }, '{"errno":44}'],
  ['nothing', undefined, 'undefined'],
  ['null', null, 'null'],
])('the words of %s', (_what, thrown, words) => {
  expect(wordsOf(thrown)).toBe(words);
});

test.each([
  ['postgres://ada:hunter2@db/shop', 'postgres://ada:***@db/shop'],
  ['mysql://ada:p@ss@db/shop and more', 'mysql://ada:***@db/shop and more'],
  ['redis://:hunter2@cache', 'redis://:***@cache'],
  ['https://example.com/a@b', 'https://example.com/a@b'],
  ['a://b:c d@e', 'a://b:c d@e'],
  ['(postgres://ada:hunter2@db/shop)', '(postgres://ada:***@db/shop)'],
  ['git@example.com:shop.git', 'git@example.com:shop.git'],
])('%s is told without its password', (text, told) => {
  expect(wordsOf(new Error(text))).toBe(told);
  expect(wordsOf(text)).toBe(told);
  expect(wordsOf({ url: text })).toBe(JSON.stringify({ url: told }));
  expect(wordsOf(wordsOf(text))).toBe(told);
});

test.each([
  ['host=db password=hunter2 user=ada', 'host=db password=*** user=ada'],
  ["host=db password = 'hunter 2' user=ada", 'host=db password = *** user=ada'],
  ['PGPASSWORD=hunter2 psql', 'PGPASSWORD=*** psql'],
  ['Server=db;Pwd=hunter2;Database=x', 'Server=db;Pwd=***;Database=x'],
  ['https://db/?authToken=hunter2&x=1', 'https://db/?authToken=***&x=1'],
  ["{ user: 'ada', password: 'hunter2' }", "{ user: 'ada', password: *** }"],
  ['{"password":"hunter2","apiKey":"hunter2"}', '{"password":***,"apiKey":***}'],
])('%s: what is called a secret is not told', (text, told) => {
  expect(wordsOf(new Error(text))).toBe(told);
  expect(wordsOf(told)).toBe(told);
});

test.each([
  'column "password" does not exist',
  'users.password: Expected string but received number',
  'Unexpected token = in JSON at position 3',
  "Unexpected token '}', expected ';'",
  'the secret is out: run it again',
])('%s: stays as it is', (text) => {
  expect(wordsOf(text)).toBe(text);
});

test('an object that refers to itself, and one that cannot be told, have words', () => {
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  expect(wordsOf(circle)).toBe('[object Object]');
  expect(wordsOf(Object.create(null))).toBe('{}');
});

test('words of megabytes take no time worth speaking of', () => {
  const start = performance.now();
  for (const part of ['a://a:', 'a://', 'password', '@', 'password="', 'x'])
    wordsOf(part.repeat(Math.ceil(3_000_000 / part.length)));
  expect(performance.now() - start).toBeLessThan(5000);
});

test('a stack begins with the words and tells no password either', () => {
  const stack = stackOf(new Error('no postgres://ada:hunter2@db/shop'))!;
  expect(stack).toMatch(/^Error: no postgres:\/\/ada:\*\*\*@db\/shop\n\s+at /);
});

test('what is no Error has no stack', () => {
  expect(stackOf('it failed')).toBeNull();
  expect(stackOf(Object.assign(new Error('it failed'), { stack: undefined }))).toBeNull();
});

test.each([
  ['a://a:', ''],
  ['a://', 'a'],
  ['://:', '@'],
  ['a', '@'],
  [' a://b:c', ''],
])('a long text of %j takes no time', (part, end) => {
  const text = part.repeat(100_000 / part.length) + end;
  const started = performance.now();
  wordsOf(text);
  expect(performance.now() - started).toBeLessThan(2000);
});
