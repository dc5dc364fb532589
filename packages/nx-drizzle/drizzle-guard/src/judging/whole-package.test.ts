import { expect, test } from 'vitest';
import { databaseCalled } from '../../test/judgements';
import { identifiedTree } from '../../test/session';
import { withWholePackage } from './whole-package';

const READ = { files: { 'db/drizzle.config.ts': '1' }, folders: { 'db/drizzle': '=' }, globs: {} };

const foldersOf = async (dir: string, files: Record<string, string>) =>
  Object.keys((await withWholePackage(READ, identifiedTree(files), databaseCalled('shop', { dir }))).folders);

const named = (name: string, more: object = {}) => JSON.stringify({ name, ...more });

test('what was read stays, and everything of the package is added', async () => {
  const files = { 'package.json': named('root'), 'db/package.json': named('db') };
  const { files: read } = await withWholePackage(
    READ,
    identifiedTree(files),
    databaseCalled('shop', { dir: 'db' }),
  );
  expect(read).toEqual(READ.files);
  expect(await foldersOf('db', files)).toEqual(['db/drizzle', 'db']);
});

test('a project without a package.json of its own belongs to the package above it', async () => {
  expect(await foldersOf('libs/billing', { 'package.json': named('root') })).toEqual(['db/drizzle', '']);
  expect(await foldersOf('.', { 'package.json': named('root') })).toEqual(['db/drizzle', '']);
});

test('packages of the workspace that it depends on count too, through others, and in circles', async () => {
  const files = {
    'db/package.json': named('db', { dependencies: { '@org/cols': '*', 'drizzle-orm': '1' } }),
    'libs/cols/package.json': named('@org/cols', { peerDependencies: { '@org/base': '*' } }),
    'libs/base/package.json': named('@org/base', { devDependencies: { db: '*' } }),
    'libs/other/package.json': named('@org/other'),
  };
  expect(await foldersOf('db', files)).toEqual(['db/drizzle', 'db', 'libs/cols', 'libs/base']);
});

test('a package.json that is none names nothing', async () => {
  const files = {
    'db/package.json': named('db', { dependencies: 3 }),
    'x/package.json': '[',
    'y/package.json': '4',
  };
  expect(await foldersOf('db', files)).toEqual(['db/drizzle', 'db']);
});
