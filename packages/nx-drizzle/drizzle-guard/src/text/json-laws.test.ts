import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inspectAnyJson, inspectJson, parseJson } from './json';

const problemOf = (text: string) => {
  const parsed = parseJson(text);
  return 'problem' in parsed ? parsed.problem : null;
};

describe('parsing', () => {
  test('any value comes back as it was', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom(0, 2, '\t'), (value, space) => {
        const text = JSON.stringify(value, null, space);
        expect(parseJson(text)).toEqual({ value: JSON.parse(text) });
      }),
    );
  });

  test('any other text has one problem, in words, at a line that it has', () => {
    const anyText = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom('{', '[', '"', '\n', '1', ',') }),
    );
    fc.assert(
      fc.property(anyText, (text) => {
        const problem = problemOf(text);
        if (!problem) {
          expect(() => JSON.parse(text)).not.toThrow();
          return;
        }
        expect(() => JSON.parse(text)).toThrow();
        expect(problem.message).toMatch(/^(is|holds|begins|nests) \S/);
        expect(problem.line).toBeGreaterThanOrEqual(1);
        expect(problem.line).toBeLessThanOrEqual(text.split('\n').length);
      }),
    );
  });

  test('a text cut anywhere is a problem', () => {
    const whole = JSON.stringify({ entries: [{ idx: 0, tag: '0000_a' }], version: '7' }, null, 2);
    fc.assert(
      fc.property(fc.nat({ max: whole.length - 1 }), (length) => {
        expect(problemOf(whole.slice(0, length))).not.toBeNull();
      }),
    );
  });

  test('conflict markers are found on whichever line they begin', () => {
    const marker = fc.constantFrom('<<<<<<< HEAD', '=======', '>>>>>>> theirs', '||||||| 1a2b3c4', '<<<<<<<');
    fc.assert(
      fc.property(marker, fc.nat({ max: 5 }), fc.constantFrom('\n', '\r\n'), (text, before, end) => {
        const lines = ['{', ...Array.from({ length: before }, () => '"a": 1,'), text, '}'];
        expect(problemOf(lines.join(end))).toEqual({
          message: 'holds the conflict markers of a merge',
          line: before + 2,
        });
      }),
    );
  });

  test.each(['<<<<<< HEAD', '<<<<<<<< HEAD', ' <<<<<<< HEAD', '=======x'])(
    '%j is no conflict marker',
    (line) => {
      expect(problemOf(`{\n${line}\n}`)?.message).toMatch(/^is not JSON/);
    },
  );

  test('conflict markers within a value are part of it', () => {
    expect(parseJson('{"a":"<<<<<<< HEAD"}')).toEqual({ value: { a: '<<<<<<< HEAD' } });
  });

  test('a byte order mark is told before what follows it, but not before a conflict', () => {
    expect(problemOf('\ufeff{}')?.message).toBe(
      'begins with a byte order mark, which drizzle-kit cannot read',
    );
    expect(problemOf('\ufeff')?.message).toContain('byte order mark');
    expect(problemOf('\ufeff{\n=======\n}')).toMatchObject({ line: 2 });
  });
});

describe('keys that stand twice', () => {
  const keysOf = (text: string) => inspectJson(text, 'entries').duplicateKeys.map(({ line }) => line);

  test('are told each time but the first, each at its line', () => {
    expect(keysOf('{"a":1,\n"a":2,\n"b":3,\n"a":4}')).toEqual([2, 4]);
  });

  test('are told at any depth, and are the same however they are written', () => {
    expect(keysOf('[[{"x":{"a":1,\n"\\u0061":2}}]]')).toEqual([2]);
    expect(keysOf('{"a":{"a":{"a":1}},"b":{"a":1}}')).toEqual([]);
  });

  test('are never in what JSON.stringify writes, and are always in that with a key put in again', () => {
    const anyObject = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), {
      minKeys: 1,
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(anyObject, fc.constantFrom(0, 2), (value, space) => {
        const text = JSON.stringify(value, null, space);
        expect(keysOf(text)).toEqual([]);
        const [key] = Object.keys(value);
        expect(keysOf(`${text.trimEnd().slice(0, -1)},${JSON.stringify(key)}:1}`)).toHaveLength(1);
      }),
    );
  });
});

describe('the lines of elements', () => {
  const linesOf = (text: string) => inspectJson(text, 'entries').elementLines;

  test('are those of objects in that list only, at the top', () => {
    expect(linesOf('{"entries":[\n{},\n{"entries":[\n{}]}]}')).toEqual([2, 3]);
    expect(linesOf('{"other":[\n{}],\n"deep":{"entries":[{}]}}')).toEqual([]);
    expect(linesOf('{"entries":{}}')).toEqual([]);
    expect(linesOf('[{"entries":[{}]}]')).toEqual([]);
  });

  test('are as many as the list has objects, each where one begins', () => {
    const anyEntries = fc.array(
      fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { noNullPrototype: true }),
    );
    fc.assert(
      fc.property(anyEntries, fc.constantFrom(0, 1, 2, '\t'), (entries, space) => {
        const text = JSON.stringify({ version: '7', entries }, null, space);
        const lines = linesOf(text);
        expect(lines).toHaveLength(entries.length);
        for (const line of lines) expect(text.split('\n')[line - 1]).toContain('{');
        expect(inspectAnyJson(text, 'entries').elementLines).toEqual(lines);
      }),
    );
  });
});
