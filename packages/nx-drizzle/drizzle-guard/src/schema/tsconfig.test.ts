import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { memoryTree } from '../sources/memory-tree';
import { readAliases } from './tsconfig';

const aliases = async (files: Record<string, object | string>) => (await readAll(files)).targets;
const readAll = (
  files: Record<string, object | string>,
  folder = 'db/src',
  root?: string,
  onDisk?: (file: string) => void,
) => {
  const texts = Object.entries(files).map(([file, value]) => [
    file,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return readAliases(memoryTree(Object.fromEntries(texts), root), folder, onDisk);
};
const paths = (map: Record<string, string[]>, more = {}) => ({ compilerOptions: { ...more, paths: map } });

test('the nearest tsconfig.json counts', async () => {
  const resolve = await aliases({
    'db/tsconfig.json': paths({ '~/*': ['./src/*'] }),
    'tsconfig.json': paths({ '~/*': ['./wrong/*'] }),
  });
  expect(resolve('~/columns')).toEqual(['db/src/columns']);
});

test('paths come through extends, from the folder of the file that has them', async () => {
  const resolve = await aliases({
    'db/tsconfig.json': { extends: '../config/app' },
    'config/app.json': { extends: '../tsconfig.base.json' },
    'tsconfig.base.json': paths({ '@acme/*': ['packages/*/src'] }),
  });
  expect(resolve('@acme/shared')).toEqual(['packages/shared/src']);
});

test('own paths replace those that are extended, and baseUrl moves them', async () => {
  const resolve = await aliases({
    'db/tsconfig.json': {
      extends: ['../tsconfig.base.json'],
      ...paths({ '~/*': ['*'] }, { baseUrl: './src' }),
    },
    'tsconfig.base.json': paths({ '@acme/*': ['packages/*'] }),
  });
  expect(resolve('~/columns')).toEqual(['db/src/columns', 'db/src/~/columns']);
  expect(resolve('@acme/shared')).toEqual(['db/src/@acme/shared']);
});

test('an exact pattern and the longest prefix win, and substitutes are tried in order', async () => {
  const resolve = await aliases({
    'tsconfig.json': paths({
      '*': ['any/*'],
      '@/db/*': ['db/*', 'old/*'],
      '@/*': ['src/*'],
      '@/db/exact': ['exact.ts'],
    }),
  });
  expect(resolve('@/db/users')).toEqual(['db/users', 'old/users']);
  expect(resolve('@/db/exact')).toEqual(['exact.ts']);
  expect(resolve('@/web')).toEqual(['src/web']);
  expect(resolve('drizzle-orm')).toEqual(['any/drizzle-orm']);
});

test('text after the star must fit, and $ in a name is just a letter', async () => {
  const resolve = await aliases({ 'tsconfig.json': paths({ '@/*/schema': ['src/*/schema.ts'] }) });
  expect(resolve('@/$&/schema')).toEqual(['src/$&/schema.ts']);
  expect(resolve('@/users/model')).toEqual([]);
});

test('comments and trailing commas are usual in a tsconfig.json', async () => {
  const text = '{ // aliases\n "compilerOptions": { "paths": { "~/*": ["./*"], }, }, }';
  expect((await aliases({ 'tsconfig.json': text }))('~/a')).toEqual(['a']);
});

test('targets outside of the repository, files that extend each other and missing ones lead nowhere', async () => {
  const resolve = await aliases({
    'tsconfig.json': {
      extends: ['./other.json', './gone.json', '@tsconfig/node20'],
      ...paths({ '~/*': ['../../*'] }),
    },
    'other.json': { extends: './tsconfig.json' },
  });
  expect(resolve('~/a')).toEqual([]);
});

test('without any tsconfig.json there are no aliases', async () => {
  expect((await aliases({}))('~/a')).toEqual([]);
});

describe('what is extended and not in the Tree', () => {
  const root = mkdtempSync(path.join(os.tmpdir(), 'drizzle-guard-tsconfig-'));
  const generated = path.join(root, 'db/.svelte-kit/tsconfig.json');
  const files = { 'db/tsconfig.json': { extends: './.svelte-kit/tsconfig.json' } };
  afterAll(() => rmSync(root, { recursive: true }));

  test('is missing where the disk does not have it either', async () => {
    const onDisk: string[] = [];
    const { targets, missing } = await readAll(files, 'db/src', root, (file) => onDisk.push(file));
    expect(targets('$lib/a')).toEqual([]);
    expect(missing).toEqual(['db/.svelte-kit/tsconfig.json']);
    expect(onDisk).toContain(generated);
  });

  test('is read from the disk, on which the answer rests then', async () => {
    mkdirSync(path.dirname(generated), { recursive: true });
    writeFileSync(generated, JSON.stringify(paths({ '$lib/*': ['../src/lib/*'] })));
    const onDisk: string[] = [];
    const { targets, missing } = await readAll(files, 'db/src', root, (file) => onDisk.push(file));
    expect(targets('$lib/a')).toEqual(['db/src/lib/a']);
    expect(missing).toEqual([]);
    expect(onDisk).toEqual([generated]);
  });
});
