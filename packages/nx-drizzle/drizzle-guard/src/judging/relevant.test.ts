import { expect, test } from 'vitest';
import { isRelevant, mayBeLink } from './relevant';

test.each([
  'src/schema.ts',
  'src/schema.tsx',
  'schema.mts',
  'schema.cts',
  'schema.js',
  'schema.jsx',
  'schema.mjs',
  'schema.cjs',
  'drizzle/0001_a.sql',
  'drizzle/meta/_journal.json',
  'tsconfig.jsonc',
  'pnpm-lock.yaml',
  'packages/db/yarn.lock',
  'bun.lockb',
])('%s could matter', (path) => {
  expect(isRelevant([path])).toBe(true);
});

test.each([
  'README.md',
  'logo.svg',
  'types.tsbuildinfo',
  'sql',
  'src/sql/notes',
  'a.sql.bak',
  'b.json5',
  'compose.yaml',
  'my-yarn.lock',
])('%s cannot', (path) => {
  expect(isRelevant([path])).toBe(false);
});

test('one of many is enough, and nothing is not', () => {
  expect(isRelevant(['README.md', 'a.sql', 'logo.svg'])).toBe(true);
  expect(isRelevant([])).toBe(false);
});

test('what schemas read while they run is relevant too, and all of a folder that they list', () => {
  const watched = ['src/cols.txt', 'src/cols/'];
  expect(isRelevant(['src/cols.txt'], watched)).toBe(true);
  expect(isRelevant(['src/cols/tag'], watched)).toBe(true);
  expect(isRelevant(['src/cols.txt.bak', 'src/colsy', 'cols.txt'], watched)).toBe(false);
});

test('a link to a folder is called as a folder is', () => {
  expect(['db/drizzle', 'src', 'a.b/src', 'src/a.ts', '.env'].map(mayBeLink)).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
});
