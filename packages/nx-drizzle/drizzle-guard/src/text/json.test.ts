import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inspectAnyJson, inspectJson, parseJson } from './json';

const problemOf = (text: string) => {
  const parsed = parseJson(text);
  return 'problem' in parsed ? parsed.problem : null;
};

test('JSON is parsed', () => {
  expect(parseJson('{"a":[1]}')).toEqual({ value: { a: [1] } });
  expect(parseJson('null')).toEqual({ value: null });
});

test.each([
  ['ours', '{\n  "a": 1,\n<<<<<<< HEAD\n  "b": 2\n=======\n  "b": 3\n>>>>>>> theirs\n}', 3],
  ['with CRLF', '{\r\n<<<<<<< HEAD\r\n=======\r\n>>>>>>> theirs\r\n}', 2],
  ['only the common ancestor of diff3', '{\n  "a": 1,\n\n||||||| 1a2b3c4\n  "b": 0\n}', 4],
  ['only the end, after a careless resolution', '{\n  "a": 1\n>>>>>>> theirs\n}', 3],
])('conflict markers are called that, at the line of the first: %s', (_name, text, line) => {
  expect(problemOf(text)).toEqual({ message: 'holds the conflict markers of a merge', line });
});

test.each([
  ['a trailing comma', '{\n  "a": [\n    1,\n  ]\n}', 'is not JSON: value expected', 4],
  ['a missing comma', '{\n  "a": 1\n  "b": 2\n}', 'is not JSON: comma expected', 3],
  ['a cut file', '{\n  "a": [1\n', 'is not JSON: close bracket expected', 3],
  ['a comment', '{\n  // why\n  "a": 1\n}', 'is not JSON: invalid comment token', 2],
  ['words', 'nothing here', 'is not JSON: invalid symbol', 1],
])('%s is reported with its line', (_name, text, message, line) => {
  expect(problemOf(text)).toMatchObject({ message, line });
});

test('an empty file is called empty', () => {
  expect(problemOf('')).toEqual({ message: 'is empty', line: 1 });
  expect(problemOf(' \n\n')).toEqual({ message: 'is empty', line: 1 });
});

test('keys that stand twice in one object are found; equal keys of different objects are not', () => {
  const text = '{\n  "entries": [\n    { "idx": 0, "tag": "a" },\n    { "idx": 1,\n      "idx": 2 }\n  ]\n}';
  expect(inspectJson(text, 'entries').duplicateKeys).toEqual([
    { message: 'has the key "idx" twice in one object', line: 5 },
  ]);
});

test('a key may be called like a method of every object', () => {
  expect(inspectJson('{"constructor": 1, "toString": 2, "__proto__": 3}', 'entries').duplicateKeys).toEqual(
    [],
  );
});

test('knows the line of each element of the array, also with CRLF', () => {
  const text =
    '{\n  "version": "7",\n  "entries": [\n    {\n      "idx": 0\n    },\n    { "idx": 1 }\n  ]\n}';
  expect(inspectJson(text, 'entries').elementLines).toEqual([4, 7]);
  expect(inspectJson(text.replaceAll('\n', '\r\n'), 'entries').elementLines).toEqual([4, 7]);
});

test('a text as drizzle-kit writes it is told the same without reading every token', () => {
  const document = fc.record({ entries: fc.array(fc.jsonValue()), version: fc.jsonValue() });
  fc.assert(
    fc.property(document, fc.constantFrom('', '\n'), (value, ending) => {
      const text = `${JSON.stringify(value, null, 2)}${ending}`;
      expect(inspectJson(text, 'entries')).toEqual(inspectAnyJson(text, 'entries'));
    }),
  );
});

test('what nests too deep to be looked through is called that, whether or not it is JSON', () => {
  const deep = '['.repeat(100_000);
  expect(problemOf(deep)).toEqual({ message: 'nests too deep to be read', line: 1 });
  expect(inspectJson(`{"entries":${deep}${']'.repeat(100_000)}}`, 'entries').duplicateKeys).toEqual([
    { message: 'nests too deep to be read', line: 1 },
  ]);
});
