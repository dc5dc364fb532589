import { expect, it } from 'vitest';
import { attributePattern, ignorePattern } from './path-patterns';

it.each([
  ['packages/db/drizzle', 'packages/db/drizzle/*.json'],
  ['packages/my db/drizzle', '"packages/my db/drizzle/*.json"'],
  ['apps/[id]/drizzle', 'apps/\\[id]/drizzle/*.json'],
  ['my [x]/drizzle', '"my \\\\[x]/drizzle/*.json"'],
  ['#db', '"#db/*.json"'],
  ['!db', '\\!db/*.json'],
])('attributePattern of %s', (path, expected) => {
  expect(attributePattern(path, '/*.json')).toBe(expected);
});

it.each([
  ['packages/db/.pglite/', '/packages/db/.pglite/'],
  ['my db/#1/', '/my db/#1/'],
  ['apps/[id]/x.lock', '/apps/\\[id]/x.lock'],
])('ignorePattern of %s', (path, expected) => {
  expect(ignorePattern(path)).toBe(expected);
});
