import { expect, test } from 'vitest';
import { resolveFile, treeJoin } from './resolve-file';

const has =
  (...files: string[]) =>
  (file: string) =>
    files.includes(file);

test.each([
  ['the exact file', 'src/a.ts', ['src/a.ts'], 'src/a.ts'],
  ['the source of a .js', 'src/a.js', ['src/a.ts'], 'src/a.ts'],
  ['the .js itself before its source', 'src/a.js', ['src/a.ts', 'src/a.js'], 'src/a.js'],
  ['the source of a .mjs', 'src/a.mjs', ['src/a.mts'], 'src/a.mts'],
  ['the source of a .cjs', 'src/a.cjs', ['src/a.cts'], 'src/a.cts'],
  ['the source of a .jsx', 'src/a.jsx', ['src/a.tsx'], 'src/a.tsx'],
  ['an extension that is left out', 'src/a', ['src/a.ts'], 'src/a.ts'],
  ['an extension after a dot in the name', 'src/a.schema', ['src/a.schema.ts'], 'src/a.schema.ts'],
  ['JSON', 'src/a', ['src/a.json'], 'src/a.json'],
  ['a folder’s index', 'src/a', ['src/a/index.ts'], 'src/a/index.ts'],
  ['a file before a folder of its name', 'src/a', ['src/a/index.ts', 'src/a.ts'], 'src/a.ts'],
  ['the index of the root', '', ['index.ts'], 'index.ts'],
])('%s', (_name, target, files, expected) => {
  expect(resolveFile(has(...files), target)).toBe(expected);
});

test('undefined where there is none', () => {
  expect(resolveFile(has('src/b.ts', 'src/a.css'), 'src/a')).toBeUndefined();
});

test.each([
  ['src', './a', 'src/a'],
  ['src/db', '../a/', 'src/a'],
  ['src', '..', ''],
  ['.', './a', 'a'],
  ['', 'a//b/./c', 'a/b/c'],
])('%j joined with %j is %j', (dir, relative, expected) => {
  expect(treeJoin(dir, relative)).toBe(expected);
});

test('nothing outside of the tree can be reached', () => {
  expect(treeJoin('src', '../../a')).toBeNull();
  expect(treeJoin('', '..')).toBeNull();
  expect(treeJoin('', '/etc/passwd')).toBeNull();
  expect(treeJoin('src', '..a')).toBe('src/..a');
});
