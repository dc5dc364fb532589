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
      { kind: 'own-hooks', names: ['pre-push'], husky: '.husky' },
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

describe('hooks that git runs now', () => {
  const SLEEPING = { '.husky/pre-commit': 'npx lint-staged\n' };
  const DEPENDS = { devDependencies: { husky: '^9' } };

  it.each<[string, object, Record<string, string>]>([
    ['a folder of husky’s', {}, SLEEPING],
    ['an empty one', {}, { '.husky/pre-commit': '' }],
    ['husky among the dependencies', DEPENDS, {}],
    ['both', DEPENDS, SLEEPING],
    ['what an earlier husky left', {}, { '.husky/_/h': '' }],
  ])('are not silenced by husky that nothing sets up: %s', (_name, manifest, files) => {
    const known = { huskyFolder: '.husky/pre-commit' in files };
    const script = { 'pre-commit': '#!/bin/sh\nnpm test\n' };
    expect(choose(manifest, files, { ...known, hooksPath: 'tools/hooks', ownHooks: script })).toEqual({
      kind: 'hooks-path',
      folder: 'tools/hooks',
    });
    expect(choose(manifest, files, { ...known, ownHooks: script })).toMatchObject({ kind: 'own-hooks' });
  });

  it('are where the team has chosen husky', () => {
    const ownHooks = { 'pre-push': 'git lfs pre-push "$@"' };
    const scripted = { ...DEPENDS, scripts: { prepare: 'husky' } };
    expect(choose(scripted, SLEEPING, { ownHooks, huskyFolder: true })).toEqual(husky('.husky', false));
    expect(choose(DEPENDS, SLEEPING, { ownHooks, hooksPath: '.husky/_' })).toEqual(husky('.husky', false));
  });

  it.each<[string, Record<string, string>, Record<string, string>, string | null]>([
    ['scripts of sh', { 'pre-push': '#!/usr/bin/env sh\nx', 'commit-msg': '#!/bin/sh\n' }, {}, '.husky'],
    ['another interpreter', { 'pre-push': '#!/usr/bin/env python3\n' }, {}, null],
    ['a name that husky runs no file of', { 'reference-transaction': '#!/bin/sh\n' }, {}, null],
    ['a folder whose hooks would wake', { 'pre-push': '#!/bin/sh\n' }, SLEEPING, null],
  ])('can be moved to husky or not: %s', (_name, ownHooks, files, expected) => {
    expect(choose({}, files, { ownHooks, huskyFolder: '.husky/pre-commit' in files })).toMatchObject({
      husky: expected,
    });
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
