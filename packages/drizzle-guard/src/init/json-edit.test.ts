import { describe, expect, it } from 'vitest';
import { editJson } from './json-edit';

const add = { path: ['devDependencies', 'husky'], value: '^9.1.7', sorted: true };

describe('editJson', () => {
  it('keeps indentation, order and the rest', () => {
    const text =
      '{\n\t"name": "x",\n\t"devDependencies": {\n\t\t"a": "1",\n\t\t"z": "1"\n\t},\n\t"b": [1,2]\n}\n';
    expect(editJson(text, [add])).toBe(
      '{\n\t"name": "x",\n\t"devDependencies": {\n\t\t"a": "1",\n\t\t"husky": "^9.1.7",\n\t\t"z": "1"\n\t},\n\t"b": [1,2]\n}\n',
    );
  });

  it('makes what is missing, in the indentation that is there', () => {
    expect(editJson('{\n    "name": "x"\n}\n', [add])).toBe(
      '{\n    "name": "x",\n    "devDependencies": {\n        "husky": "^9.1.7"\n    }\n}\n',
    );
    expect(editJson('{}', [add])).toBe('{\n  "devDependencies": {\n    "husky": "^9.1.7"\n  }\n}');
  });

  it('keeps Windows line ends, a byte order mark and comments', () => {
    expect(editJson('\ufeff{\r\n  // why\r\n  "a": 1\r\n}\r\n', [{ path: ['b'], value: true }])).toBe(
      '\ufeff{\r\n  // why\r\n  "a": 1,\r\n  "b": true\r\n}\r\n',
    );
  });

  it('sets several values, and replaces one', () => {
    const text = '{ "scripts": { "prepare": "x" } }';
    const after = editJson(text, [{ path: ['scripts', 'prepare'], value: 'x && husky' }, add]);
    expect(JSON.parse(after)).toEqual({
      scripts: { prepare: 'x && husky' },
      devDependencies: { husky: '^9.1.7' },
    });
  });
});
