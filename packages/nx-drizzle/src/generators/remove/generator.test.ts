import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTree } from '@nx/devkit/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { logger, type Tree } from '../../nx-api';
import { initGenerator } from '../init/generator';
import { removeGenerator } from './generator';

let root: string;

beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'nx-drizzle-remove-')));
  vi.spyOn(logger, 'warn').mockImplementation(() => undefined);
  vi.spyOn(logger, 'info').mockImplementation(() => undefined);
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
  vi.restoreAllMocks();
});

/** The files of the workspace, in a tree over a folder that has them too. */
function makeTree(files: Record<string, string>, folder = root): Tree {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  const tree = Object.assign(createTree(), { root: folder });
  // Nx's own tests want one.
  tree.delete('.prettierrc');
  for (const [file, text] of Object.entries(files)) tree.write(file, text);
  return tree;
}

const filesOf = (tree: Tree, files: string[]) => files.map((file) => tree.read(file, 'utf8'));
const git = () => execFileSync('git', ['init', '--quiet', root]);

describe('the remove generator', () => {
  it.each([
    ['plain', '{\n  "name": "w"\n}\n', '{}\n'],
    ['with plugins', '{"name":"w"}', '{\n\t"plugins": [\n\t\t"a", // first\n\t\t"b" // second\n\t]\n}'],
    [
      'with Windows line ends',
      '{\r\n  "name": "w",\r\n  "scripts": {}\r\n}',
      '{\r\n  // none\r\n  "plugins": []\r\n}',
    ],
  ])('finds the workspace before init again: %s', async (_name, manifest, nxJson) => {
    git();
    const files = { 'package.json': manifest, 'nx.json': nxJson, 'db/package.json': '{ "name": "db" }' };
    const tree = makeTree(files);
    await initGenerator(tree, {});
    expect(tree.exists('.husky/pre-commit')).toBe(true);
    await removeGenerator(tree);
    expect(filesOf(tree, Object.keys(files))).toEqual(Object.values(files));
    const left = tree.listChanges().filter(({ type, path: file }) => type === 'CREATE' && !(file in files));
    expect(left.map(({ path: file }) => file)).toEqual([]);
    await removeGenerator(tree);
    expect(filesOf(tree, Object.keys(files))).toEqual(Object.values(files));
  });

  it('finds a workspace without git again', async () => {
    const files = { 'package.json': '{\n  "name": "w"\n}\n', 'nx.json': '{\n  "plugins": ["a"]\n}\n' };
    const tree = makeTree(files);
    await initGenerator(tree, {});
    expect(filesOf(tree, Object.keys(files))).not.toEqual(Object.values(files));
    await removeGenerator(tree);
    expect(filesOf(tree, Object.keys(files))).toEqual(Object.values(files));
  });

  it('takes out a plugin with options, and the package', async () => {
    const manifest = '{\n  "devDependencies": {\n    "nx": "23.2.1",\n    "nx-drizzle": "^0.1.0"\n  }\n}\n';
    const tree = makeTree({
      'package.json': manifest,
      'nx.json': '{ "plugins": ["a", { "plugin": "nx-drizzle", "options": { "targetPrefix": "x-" } }, "b"] }',
    });
    await removeGenerator(tree);
    expect(tree.read('nx.json', 'utf8')).toBe('{ "plugins": ["a", "b"] }');
    expect(tree.read('package.json', 'utf8')).toBe('{\n  "devDependencies": {\n    "nx": "23.2.1"\n  }\n}\n');
  });

  it('does not write above the workspace, and says where to', async () => {
    git();
    mkdirSync(path.join(root, '.husky'));
    const hook = path.join(root, '.husky/post-merge');
    const line =
      '[ ! -e node_modules/.bin/drizzle-guard ] || node_modules/.bin/drizzle-guard hook post-merge "$@" || true\n';
    writeFileSync(hook, line);
    const tree = makeTree({ 'nx.json': '{}', 'package.json': '{}' }, path.join(root, 'frontend'));
    await removeGenerator(tree);
    expect(vi.mocked(logger.warn).mock.calls[0]![0]).toContain(
      `run \`drizzle-guard init --undo\` in ${root} before`,
    );
    expect([existsSync(hook), readFileSync(hook, 'utf8')]).toEqual([true, line]);
  });

  it('refuses what drizzle-guard refuses, with its help', async () => {
    git();
    const tree = makeTree({ 'nx.json': '{}', 'package.json': '{}', 'drizzle-guard.json': '{ "bases": 1 }' });
    await expect(removeGenerator(tree)).rejects.toThrow(/unknown key bases\n {2}help: /);
  });
});
