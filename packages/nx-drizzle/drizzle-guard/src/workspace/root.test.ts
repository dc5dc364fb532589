import path from 'node:path';
import { withWorkspace } from 'testkit';
import { expect, test } from 'vitest';
import { findRoot } from './root';
import { toTreePath } from '../files/tree-path';

async function rootOf(files: readonly string[], from = 'a/b/c'): Promise<string> {
  let root = '';
  const texts = Object.fromEntries([...files, `${from}/file`].map((file) => [file, '{"workspaces": []}']));
  await withWorkspace(texts, ({ dir }) => {
    root = toTreePath(dir, findRoot(path.join(dir, from))) || '.';
  });
  return root;
}

test.each([
  ['the repository of git, also where a package is nearer', ['.git/HEAD', 'a/b/drizzle-guard.json'], '.'],
  ['a worktree of git, whose .git is a file', ['a/.git', 'nx.json'], 'a'],
  ['drizzle-guard.json', ['a/drizzle-guard.json', 'a/b/package.txt'], 'a'],
  ['nx.json', ['nx.json'], '.'],
  ['pnpm-workspace.yaml', ['a/pnpm-workspace.yaml'], 'a'],
  ['a package.json with workspaces', ['a/package.json'], 'a'],
])('%s marks the root', async (_name, files, expected) => {
  expect(await rootOf(files)).toBe(expected);
});

test('without any mark the nearest package is the root', async () => {
  await withWorkspace({ 'a/package.json': '{}', 'a/b/c/file': '' }, ({ dir }) => {
    expect(findRoot(path.join(dir, 'a/b/c'))).toBe(path.join(dir, 'a'));
  });
});

test('without a package the folder itself is', async () => {
  expect(await rootOf([])).toBe('a/b/c');
});
