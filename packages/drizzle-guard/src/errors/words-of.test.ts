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
  expect(performance.now() - started).toBeLessThan(50);
});
