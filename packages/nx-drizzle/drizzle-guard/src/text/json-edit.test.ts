import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editJson, withItem, withoutItem, withoutKey } from './json-edit';

const add = { path: ['devDependencies', 'husky'], value: '^9.1', sorted: true };

describe('editJson', () => {
  it('keeps indentation, order and the rest', () => {
    const text =
      '{\n\t"name": "x",\n\t"devDependencies": {\n\t\t"a":"1",\n\t\t"z": "1"\n\t},\n\t"b": [1,2]\n}\n';
    expect(editJson(text, [add])).toBe(
      '{\n\t"name": "x",\n\t"devDependencies": {\n\t\t"a":"1",\n\t\t"husky": "^9.1",\n\t\t"z": "1"\n\t},\n\t"b": [1,2]\n}\n',
    );
    expect(editJson(text, [{ path: ['c', 'd'], value: 1 }])).toBe(
      text.replace('[1,2]', '[1,2],\n\t"c": {\n\t\t"d": 1\n\t}'),
    );
  });

  it('makes what is missing, in the indentation that is there', () => {
    expect(editJson('{\n    "name": "x"\n}', [add])).toBe(
      '{\n    "name": "x",\n    "devDependencies": {\n        "husky": "^9.1"\n    }\n}',
    );
    expect(editJson('{}', [add])).toBe('{\n  "devDependencies": {\n    "husky": "^9.1"\n  }\n}');
  });

  it('keeps to a line what is in one', () => {
    const scripts = { path: ['scripts', 'prepare'], value: 'husky' };
    expect(editJson('{ "private": true }', [scripts])).toBe(
      '{ "private": true, "scripts": {"prepare":"husky"} }',
    );
    expect(editJson('{"a":1,"scripts":{"b":"c"}}\n', [scripts])).toBe(
      '{"a":1,"scripts":{"b":"c","prepare":"husky"}}\n',
    );
  });

  it('keeps Windows line ends, a byte order mark and comments', () => {
    expect(editJson('\ufeff{\r\n  // why\r\n  "a": 1 // one\r\n}\r\n', [{ path: ['b'], value: true }])).toBe(
      '\ufeff{\r\n  // why\r\n  "a": 1, // one\r\n  "b": true\r\n}\r\n',
    );
  });

  it('sets several values, and replaces one', () => {
    const text = '{ "scripts": { "prepare": "x" } }';
    const after = editJson(text, [{ path: ['scripts', 'prepare'], value: 'x && husky' }, add]);
    expect(JSON.parse(after)).toEqual({
      scripts: { prepare: 'x && husky' },
      devDependencies: { husky: '^9.1' },
    });
  });
});

describe('withItem', () => {
  it.each([
    ['{\n  "plugins": ["a"]\n}\n', '{\n  "plugins": ["a", "x"]\n}\n'],
    [
      '{\n  "plugins": [\n    "a", // one\n    "b" // two\n  ]\n}',
      '{\n  "plugins": [\n    "a", // one\n    "b", // two\n    "x"\n  ]\n}',
    ],
    ['{\n  "plugins": [\n    "a",\n  ],\n}', '{\n  "plugins": [\n    "a",\n    "x",\n  ],\n}'],
    ['{\n  "plugins": []\n}', '{\n  "plugins": [ "x" ]\n}'],
    ['{\n  // none\n  "a": {}\n}', '{\n  // none\n  "a": {},\n  "plugins": ["x"]\n}'],
    ['{}\n', '{\n  "plugins": ["x"]\n}\n'],
  ])('%j, and back', (before, after) => {
    expect(withItem(before, ['plugins'], 'x')).toBe(after);
    const items = /\[([^]*)\]/.exec(after)![1]!.split('"').length;
    expect(withoutItem(after, ['plugins'], (items - 1) / 2 - 1)).toBe(before);
  });
});

describe('withoutKey', () => {
  it('leaves a text alone that has no such key', () => {
    expect(withoutKey('{ "a": 1 }', ['b'])).toBe('{ "a": 1 }');
    expect(withoutKey('{ "a": 1 }', ['a', 'b'])).toBe('{ "a": 1 }');
  });

  it('finds the text before again, whatever its form', () => {
    const word = fc.constantFrom('a', 'k', 'z', 'devDependencies', 'scripts', 'm');
    const json = fc.dictionary(
      word,
      fc.oneof(fc.integer(), fc.dictionary(word, fc.string()), fc.constant([1, 2])),
    );
    const indent = fc.constantFrom<string | number | undefined>(undefined, 2, 4, '\t');
    fc.assert(
      fc.property(
        json,
        indent,
        fc.boolean(),
        fc.boolean(),
        fc.boolean(),
        (value, space, crlf, end, sorted) => {
          const lf = `${JSON.stringify(value, null, space)}${end ? '\n' : ''}`;
          const text = crlf ? lf.replaceAll('\n', '\r\n') : lf;
          for (const path of [['new'], ['devDependencies', 'h'], ['scripts', 'prepare']]) {
            const [holder] = path as [string];
            if (
              path.length === 2 &&
              Object.hasOwn(value, holder) &&
              (typeof value[holder] !== 'object' || Array.isArray(value[holder]))
            )
              continue;
            const after = editJson(text, [{ path, value: 'x', sorted }]);
            expect(withoutKey(after, path)).toBe(text);
            const wanted =
              path.length === 1
                ? { ...value, new: 'x' }
                : { ...value, [holder]: { ...(value[holder] as object), [path[1]!]: 'x' } };
            expect(JSON.parse(after)).toEqual(wanted);
          }
        },
      ),
    );
  });

  it('finds it again after several, taken out in any order', () => {
    const paths = [
      ['scripts', 'prepare'],
      ['devDependencies', 'husky'],
      ['devDependencies', 'drizzle-guard'],
    ];
    for (const text of [
      '{}',
      '{\n  "name": "x"\n}\n',
      '{"a":1}',
      '{\n\t"scripts": {},\n\t"devDependencies": { "a": "1" }\n}',
    ]) {
      const after = editJson(
        text,
        paths.map((path) => ({ path, value: 'x', sorted: true })),
      );
      for (const order of [paths, paths.toReversed()]) expect(order.reduce(withoutKey, after)).toBe(text);
    }
  });
});
