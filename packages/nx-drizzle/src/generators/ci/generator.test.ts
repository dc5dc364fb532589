import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTree } from '@nx/devkit/testing';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { logger, type Tree } from '../../nx-api';
import { ciGenerator } from './generator';

const WORKFLOW = '.github/workflows/drizzle.yml';
let root: string;

beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'nx-drizzle-ci-')));
  writeFileSync(path.join(root, 'package.json'), '{ "name": "w" }');
  vi.spyOn(logger, 'warn').mockImplementation(() => undefined);
  execFileSync('git', ['init', '--quiet', root]);
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
  vi.restoreAllMocks();
});

function makeTree(folder = root): Tree {
  const tree = Object.assign(createTree(), { root: folder });
  tree.delete('.prettierrc');
  return tree;
}

it('writes the pipeline and nothing else, and once', async () => {
  const tree = makeTree();
  await ciGenerator(tree, { provider: 'github' });
  const changed = tree.listChanges().map((change) => change.path);
  expect(changed).toContain(WORKFLOW);
  expect(changed.filter((file) => /husky|gitattributes|nx\.json/.test(file))).toEqual([]);
  const text = tree.read(WORKFLOW, 'utf8');
  await ciGenerator(tree, { provider: 'github' });
  expect(tree.read(WORKFLOW, 'utf8')).toBe(text);
});

it('refuses to write over another, with what to do', async () => {
  const tree = makeTree();
  tree.write(WORKFLOW, 'on: push\n');
  await expect(ciGenerator(tree, { provider: 'github' })).rejects.toThrow(
    /is there already[^]*help: keep it/,
  );
  expect(tree.read(WORKFLOW, 'utf8')).toBe('on: push\n');
});
