import { describe, expect, it } from 'vitest';
import { initFacts } from '../../test/support/init-facts';
import { chooseHookManager, isHuskyPath } from './hook-manager';
import type { InitFacts } from './facts';
import { readManifest } from './manifest';

function choose(manifest: object | null, files: Record<string, string> = {}, known: Partial<InitFacts> = {}) {
  const all = manifest === null ? files : { ...files, 'package.json': JSON.stringify(manifest) };
  const facts = initFacts(all, known);
  return chooseHookManager(facts, readManifest(facts.files));
}

const husky = (folder: string, isNew: boolean) => ({
  kind: 'husky',
  folder,
  isNew,
  dormant: [],
});

describe('chooseHookManager', () => {
  it.each([
    ['nothing', {}, {}, {}, husky('.husky', true)],
    ['husky', { devDependencies: { husky: '^9.0.0' } }, {}, {}, husky('.husky', false)],
    ['a folder of husky', {}, {}, { huskyFolder: true }, husky('.husky', false)],
    ['a version that is a word', { devDependencies: { husky: 'catalog:' } }, {}, {}, husky('.husky', false)],
    [
      'another folder',
      { scripts: { prepare: 'husky .config/husky' }, dependencies: { husky: '9' } },
      {},
      {},
      husky('.config/husky', false),
    ],
    [
      'husky before the rest',
      { devDependencies: { husky: '^9' } },
      { 'lefthook.yml': '' },
      {},
      husky('.husky', false),
    ],
    [
      'an old husky',
      { devDependencies: { husky: '^4.3.8' } },
      {},
      {},
      { kind: 'old-husky', range: '^4.3.8' },
    ],
    [
      'lefthook',
      {},
      { '.config/lefthook.toml': '' },
      {},
      { kind: 'lefthook', file: '.config/lefthook.toml' },
    ],
    [
      'pre-commit',
      {},
      { '.pre-commit-config.yaml': '' },
      {},
      { kind: 'pre-commit-framework', file: '.pre-commit-config.yaml' },
    ],
    [
      'simple-git-hooks',
      { 'simple-git-hooks': {} },
      {},
      {},
      { kind: 'simple-git-hooks', file: 'package.json' },
    ],
    [
      'simple-git-hooks with a file',
      { devDependencies: { 'simple-git-hooks': '2' } },
      { '.simple-git-hooks.cjs': '' },
      {},
      { kind: 'simple-git-hooks', file: '.simple-git-hooks.cjs' },
    ],
    ['the package pre-commit', { 'pre-commit': ['test'] }, {}, {}, { kind: 'pre-commit-package' }],
    ['ghooks', { config: { ghooks: { 'pre-commit': 'x' } } }, {}, {}, { kind: 'ghooks' }],
    ['a path of hooks', {}, {}, { hooksPath: 'tools/hooks' }, { kind: 'hooks-path', folder: 'tools/hooks' }],
    ["husky's own path", {}, {}, { hooksPath: '/srv/app/.husky/_' }, husky('.husky', true)],
    [
      "hooks of the user's own",
      {},
      {},
      { ownHooks: { 'pre-push': 'x' } },
      { kind: 'own-hooks', names: ['pre-push'] },
    ],
    ['no package.json', null, {}, {}, { kind: 'no-manifest' }],
    [
      'lefthook without package.json',
      null,
      { 'lefthook.yml': '' },
      {},
      { kind: 'lefthook', file: 'lefthook.yml' },
    ],
  ])('%s', (_name, manifest, files, known, expected) => {
    expect(choose(manifest, files, known)).toEqual(expected);
  });
});

describe('hooks of husky that git does not run', () => {
  const files = {
    '.husky/pre-commit': '#!/bin/sh\n. "$(dirname -- "$0")/_/husky.sh"\n\nnpx lint-staged\n',
    '.husky/pre-push': '#!/bin/sh\n',
  };
  const folderOf = (manifest: object, known: Partial<InitFacts> = {}, more: Record<string, string> = {}) => {
    const manager = choose(manifest, { ...files, ...more }, { huskyFolder: true, ...known });
    return manager.kind === 'husky' ? [manager.folder, ...manager.dormant] : manager;
  };

  it('stay asleep, and ours get a folder beside them', () => {
    const asleep = ['.husky/drizzle-guard', '.husky/pre-commit'];
    expect(folderOf({})).toEqual(asleep);
    expect(folderOf({ devDependencies: { husky: '^9' }, scripts: { test: 'vitest' } })).toEqual(asleep);
  });

  it('are none where something sets husky up', () => {
    expect(folderOf({}, { hooksPath: '.husky/_' })).toEqual(['.husky']);
    expect(folderOf({ scripts: { setup: 'husky' } })).toEqual(['.husky']);
    expect(folderOf({}, {}, { '.husky/_': '' })).toEqual(['.husky']);
  });
});

describe('isHuskyPath', () => {
  it.each(['.husky/_', '.husky', '/a b/.husky/_/', 'C:\\work\\.husky\\_', '.config/husky/_'])(
    '%s is',
    (path) => {
      expect(isHuskyPath(path)).toBe(true);
    },
  );

  it.each(['.git/hooks', 'tools/.husky-hooks', '/home/me/.githooks'])('%s is not', (path) => {
    expect(isHuskyPath(path)).toBe(false);
  });
});
