import { expect, test } from 'vitest';
import { baseName, folderOf, join } from './paths';

test.each([
  ['db/src/schema.ts', 'db/src', 'schema.ts'],
  ['db/schema.ts', 'db', 'schema.ts'],
  ['schema.ts', '', 'schema.ts'],
  ['', '', ''],
])('%j lies in %j and is called %j', (file, folder, name) => {
  expect([folderOf(file), baseName(file)]).toEqual([folder, name]);
  expect(join(folder, name)).toBe(file);
});
