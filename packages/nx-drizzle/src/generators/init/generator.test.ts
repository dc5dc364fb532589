import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTree } from '@nx/devkit/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { logger, type Tree } from '../../nx-api';
import { initGenerator } from './generator';

const GUARD = path.resolve(__dirname, '../../../../drizzle-guard');
const PLUGIN = { 'nx.json': { plugins: ['nx-drizzle'] } };
let root: string;

beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'nx-drizzle-init-')));
  vi.spyOn(logger, 'warn').mockImplementation(() => undefined);
  vi.spyOn(logger, 'info').mockImplementation(() => undefined);
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
  vi.restoreAllMocks();
});

function makeTree(files: Record<string, object>, folder = root): Tree {
  for (const [file, content] of Object.entries({ 'package.json': { name: 'w' }, ...files })) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), JSON.stringify(content, null, 2));
  }
  const tree = Object.assign(createTree(), { root: folder });
  // Nx's own tests want one.
  tree.delete('.prettierrc');
  return tree;
}

const changesOf = (tree: Tree) =>
  Object.fromEntries(
    tree.listChanges().map(({ path: file, content }) => [file, content?.toString() ?? null]),
  );
const init = () => execFileSync('git', ['init', '--quiet', root]);

describe('the init generator', () => {
  it('adds the plugin, drizzle-guard and what drizzle-guard init adds', async () => {
    init();
    const tree = makeTree({ 'nx.json': {}, 'packages/db/package.json': { name: 'db' } });
    await initGenerator(tree, {});
    const changes = changesOf(tree);
    expect(JSON.parse(changes['nx.json']!)).toEqual(PLUGIN['nx.json']);
    expect(JSON.parse(changes['package.json']!)).toEqual({
      name: 'w',
      devDependencies: { 'drizzle-guard': expect.stringMatching(/^\^\d/), husky: expect.any(String) },
      scripts: { prepare: 'husky && drizzle-guard hook install || exit 0' },
    });
    expect(changes['.husky/pre-commit']).toContain('node_modules/.bin/drizzle-guard hook pre-commit "$@"\n');
    expect(changes['.gitattributes']).toContain('.husky/* text eol=lf\n');
  });

  it('ends with what it found and what to type next, nx.json among it', async () => {
    init();
    const manifest = {
      devDependencies: { 'drizzle-guard': '^0.1.0', husky: '^9' },
      scripts: { prepare: 'husky && drizzle-guard hook install || exit 0' },
    };
    const db = {
      'packages/db/package.json': { name: 'db' },
      'packages/db/drizzle.config.json': { dialect: 'postgresql', out: './drizzle' },
    };
    const tree = makeTree({ 'nx.json': {}, 'package.json': manifest, ...db });
    mkdirSync(path.join(root, 'node_modules'));
    symlinkSync(GUARD, path.join(root, 'node_modules/drizzle-guard'), 'junction');
    const conclude = await initGenerator(tree, {});
    await conclude();
    expect(vi.mocked(logger.info).mock.calls.join('').replaceAll(root, '<root>')).toMatchInlineSnapshot(`
      "
      found 1 database
        db  packages/db  postgresql, could not be checked: drizzle-kit is not installed for <root>/packages/db

      next
        npm install
        npx drizzle-guard generate --database db
        npx drizzle-guard check
        git add nx.json .husky .gitattributes package.json
      "
    `);
  });

  it.each([
    ['by name', ['nx-drizzle']],
    ['with options', ['@nx/js', { plugin: 'nx-drizzle', options: { targetPrefix: 'x-' } }]],
  ])('leaves nx.json alone that has the plugin %s', async (_how, plugins) => {
    init();
    const tree = makeTree({ 'nx.json': { plugins } });
    await initGenerator(tree, {});
    expect(changesOf(tree)).not.toHaveProperty(['nx.json']);
  });

  it('changes nothing else of nx.json and package.json, whatever their form', async () => {
    const tree = makeTree({});
    const nxJson = '{\r\n\t// ours\r\n\t"parallel":1,\r\n\t"plugins": ["a"]\r\n}';
    const manifest = '{\n   "z": [1,2],\n   "a": 1\n}';
    tree.write('nx.json', nxJson);
    tree.write('package.json', manifest);
    await initGenerator(tree, {});
    expect(tree.read('nx.json', 'utf8')).toBe(nxJson.replace('["a"]', '["a", "nx-drizzle"]'));
    expect(tree.read('package.json', 'utf8')).toMatch(
      /^\{\n {3}"z": \[1,2\],\n {3}"a": 1,\n {3}"devDependencies": \{\n {6}"drizzle-guard": "[^"]+"\n {3}\}\n\}$/,
    );
  });

  it('keeps other plugins, and a version of one’s own', async () => {
    init();
    const manifest = { devDependencies: { 'drizzle-guard': 'file:../x.tgz', husky: '^9' } };
    const tree = makeTree({ 'nx.json': { plugins: ['a'] }, 'package.json': manifest });
    await initGenerator(tree, { applyAfterMerge: true, onMerge: true });
    const changes = changesOf(tree);
    expect(JSON.parse(changes['nx.json']!).plugins).toEqual(['a', 'nx-drizzle']);
    expect(JSON.parse(changes['package.json']!).devDependencies).toEqual(manifest.devDependencies);
    expect(JSON.parse(changes['drizzle-guard.json']!).environments.development.applyAfterMerge).toBe(true);
    expect(JSON.parse(changes['drizzle-guard.json']!).onMerge).toBe('rebase');
  });

  it('sets up the targets alone without git, and says so', async () => {
    const tree = makeTree({ 'nx.json': {} });
    await initGenerator(tree, {});
    expect(Object.keys(changesOf(tree)).sort()).toEqual(['nx.json', 'package.json']);
    expect(vi.mocked(logger.warn).mock.calls).toMatchInlineSnapshot(`
      [
        [
          "Without a git repository only the targets were set up. For hooks run \`git init\`, then this again.",
        ],
      ]
    `);
  });

  it('does not write above the workspace, and says where to', async () => {
    init();
    const tree = makeTree({ 'nx.json': {} }, path.join(root, 'frontend'));
    await initGenerator(tree, {});
    expect(Object.keys(changesOf(tree)).sort()).toEqual(['nx.json', 'package.json']);
    expect(vi.mocked(logger.warn).mock.calls[0]![0]).toContain(`run \`drizzle-guard init\` in ${root}.`);
  });

  it('refuses Plug’n’Play in one sentence, and changes no file', async () => {
    init();
    const tree = makeTree({ 'nx.json': {}, 'package.json': { packageManager: 'yarn@4.9.2' } });
    writeFileSync(path.join(root, '.pnp.cjs'), '');
    await expect(initGenerator(tree, {})).rejects.toThrow(
      /^the packages of this repository are installed by Yarn's Plug'n'Play, where drizzle-kit does not run; nothing was written\n {2}help: put `nodeLinker: node-modules` into \.yarnrc\.yml/,
    );
  });

  it('names what is to be committed where it brings no husky, as nx add left it', async () => {
    init();
    const manifest = { devDependencies: { 'drizzle-guard': 'file:x.tgz', 'nx-drizzle': 'file:y.tgz' } };
    const tree = makeTree({ 'nx.json': {}, 'package.json': manifest, 'package-lock.json': {} });
    writeFileSync(path.join(root, 'lefthook.yml'), '');
    const conclude = await initGenerator(tree, {});
    await conclude();
    expect(vi.mocked(logger.info).mock.calls.join('')).toContain(
      '  git add nx.json package.json package-lock.json\n',
    );
  });

  it('refuses what drizzle-guard refuses, with its help', async () => {
    init();
    const tree = makeTree({ 'nx.json': {}, 'drizzle-guard.json': { bases: 1 } });
    await expect(initGenerator(tree, {})).rejects.toThrow(/unknown key bases\n {2}help: /);
  });
});
