import { expect, test } from 'vitest';
import { memoryTree } from '../sources/memory-tree';
import { findSchemaFiles } from './schema-files';

const files = [
  'db/src/schema.ts',
  'db/src/schema/users.ts',
  'db/src/schema/posts.mts',
  'db/src/schema/notes.md',
  'db/src/schema/deep/tags.ts',
  'db/src/users.schema.ts',
  'db/src/posts/posts.schema.ts',
  'shared/tables.ts',
  'root.schema.ts',
];
const tree = memoryTree(Object.fromEntries(files.map((file) => [file, ''])));
const find = (patterns: string[], dir = 'db') => findSchemaFiles(tree, dir, patterns);

test.each([
  ['a file', './src/schema.ts', ['db/src/schema.ts']],
  ['a folder: its direct files', 'src/schema', ['db/src/schema/posts.mts', 'db/src/schema/users.ts']],
  ['a folder with a slash', './src/schema/', ['db/src/schema/posts.mts', 'db/src/schema/users.ts']],
  ['a glob', './src/**/*.schema.ts', ['db/src/posts/posts.schema.ts', 'db/src/users.schema.ts']],
  [
    'a glob with braces',
    './src/schema/{users,posts}.*',
    ['db/src/schema/posts.mts', 'db/src/schema/users.ts'],
  ],
  [
    'a glob that matches a folder',
    './src/sche*',
    ['db/src/schema.ts', 'db/src/schema/posts.mts', 'db/src/schema/users.ts'],
  ],
  ['a file outside of the package', '../shared/tables.ts', ['shared/tables.ts']],
])('%s', async (_name, pattern, expected) => {
  expect(await find([pattern])).toEqual(expected);
});

test('a list may name a file twice', async () => {
  expect(await find(['src/schema.ts', './src/schema.ts', '../shared/*.ts'])).toEqual([
    'db/src/schema.ts',
    'shared/tables.ts',
  ]);
});

test('the package may be the root', async () => {
  expect(await find(['./*.schema.ts'], '.')).toEqual(['root.schema.ts']);
});

test('nothing is found where nothing matches, and never outside of the repository', async () => {
  expect(await find(['src/nothing.ts', 'src/nowhere', 'src/*.sql', '../../elsewhere/*.ts'])).toEqual([]);
});

test.each(['apps/[tenant]/(web)', 'a{b,c}', '!no', 'a b#"é', 'x*y', 'line\nbreak'])(
  'the folder %j is literal',
  async (folder) => {
    const files = [`${folder}/src/schema.ts`, `${folder}/src/deep/users.schema.ts`, 'apps/t/w/src/schema.ts'];
    const odd = memoryTree(Object.fromEntries(files.map((file) => [file, ''])));
    const [schema, users] = files as [string, string];
    expect(await findSchemaFiles(odd, folder, ['./src/schema.ts'])).toEqual([schema]);
    expect(await findSchemaFiles(odd, folder, ['src'])).toEqual([schema]);
    expect(await findSchemaFiles(odd, folder, ['./src/**/*.ts'])).toEqual([users, schema].sort());
    expect(await findSchemaFiles(odd, `${folder}/src/deep`, ['../*.ts'])).toEqual([schema]);
  },
);

test('a pattern of the config may begin with its wildcard', async () => {
  expect(await find(['**/*.schema.ts'])).toEqual(['db/src/posts/posts.schema.ts', 'db/src/users.schema.ts']);
  expect(await find(['{src,lib}/schema.ts'])).toEqual(['db/src/schema.ts']);
});
