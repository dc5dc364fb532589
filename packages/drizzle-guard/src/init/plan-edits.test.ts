import { describe, expect, it } from 'vitest';
import { initDatabase, initFacts } from '../../test/support/init-facts';
import type { Configuration } from '../workspace/configuration';
import type { InitFacts } from './facts';
import { planEdits } from './plan-edits';

const CONFIGURATION: Configuration = {
  databases: {},
  checks: {},
  waivers: [],
  environments: {},
  cannotTell: 'error',
  proofLimit: '10s',
};

function plan(files: Record<string, string>, known: Partial<InitFacts> = {}) {
  const result = planEdits(initFacts(files, known), CONFIGURATION, {});
  const written = Object.fromEntries(result.edits.map(({ file, after }) => [file, after]));
  return { ...result, files: { ...files, ...written } };
}

describe('planEdits', () => {
  it('sets up husky where there is no hook manager', () => {
    const { files, edits, advice, next } = plan(
      { 'package.json': '{ "private": true }', 'pnpm-lock.yaml': '' },
      { databases: [initDatabase('db')] },
    );
    expect(edits.map(({ file }) => file)).toEqual([
      'package.json',
      '.husky/pre-commit',
      '.husky/pre-merge-commit',
      '.husky/pre-push',
      '.husky/post-merge',
      '.husky/post-rewrite',
      '.husky/post-checkout',
      '.husky/post-commit',
      '.gitattributes',
    ]);
    expect(JSON.parse(files['package.json']!)).toEqual({
      private: true,
      devDependencies: { 'drizzle-guard': '^0.1', husky: '^9.1' },
      scripts: { prepare: 'husky && drizzle-guard hook install || exit 0' },
    });
    expect(advice).toEqual([]);
    expect(next).toEqual([
      'pnpm install',
      'pnpm exec drizzle-guard check',
      'git add package.json .husky .gitattributes pnpm-lock.yaml',
    ]);
  });

  it('finds nothing to do in what it made', () => {
    const first = plan({ 'package.json': '{}' }, { databases: [initDatabase('db')] });
    const known = { databases: [initDatabase('db')], huskyFolder: true, hooksPath: '.husky/_' };
    const second = plan(first.files, known);
    expect(second.edits).toEqual([]);
    expect(second.next).toEqual(['npx drizzle-guard check']);
  });

  it('says that no hook runs where nothing was installed since', () => {
    const first = plan({ 'package.json': '{}' }, { databases: [initDatabase('db')] });
    const second = plan(first.files, { databases: [initDatabase('db')], huskyFolder: true });
    expect(second.advice).toEqual([
      'no hook runs yet: git has no core.hooksPath. `npm install` runs the script of package.json that sets it',
    ]);
    expect(second.next).toEqual(['npm install', 'npx drizzle-guard check']);
  });

  it('leaves the hooks of another manager alone, and adds drizzle-guard for it', () => {
    const { edits, advice } = plan(
      { 'package.json': '{}', 'lefthook.yml': '' },
      { databases: [initDatabase('db')] },
    );
    expect(edits.map(({ file }) => file)).toEqual(['package.json', '.gitattributes']);
    expect(edits[0]!.after).not.toContain('husky');
    expect(advice[0]).toContain('Add to lefthook.yml');
  });

  it('says nothing of hooks that are written by hand already', () => {
    const names = [
      'pre-commit',
      'pre-merge-commit',
      'pre-push',
      'post-merge',
      'post-rewrite',
      'post-checkout',
      'post-commit',
    ];
    const ownHooks = Object.fromEntries(names.map((name) => [name, `drizzle-guard hook ${name} "$@"`]));
    expect(plan({ 'package.json': '{}' }, { databases: [initDatabase('db')], ownHooks }).advice).toEqual([]);
  });

  it('uses the script that runs husky, whatever its name', () => {
    const manifest = {
      devDependencies: { husky: '^9', 'drizzle-guard': '*' },
      scripts: { postinstall: 'husky' },
    };
    const { files } = plan({ 'package.json': JSON.stringify(manifest) }, { huskyFolder: true });
    expect(JSON.parse(files['package.json']!).scripts).toEqual({
      postinstall: 'husky && (drizzle-guard hook install || exit 0)',
    });
  });

  it.each([
    ['a script that ends with a comment', { prepare: 'husky # hooks' }, {}],
    ['a foreign path of hooks', { prepare: 'husky' }, { hooksPath: '/srv/hooks' }],
  ])('says what it cannot do: %s', (_name, scripts, known) => {
    const manifest = { devDependencies: { husky: '^9', 'drizzle-guard': '*' }, scripts };
    const { advice, files } = plan(
      { 'package.json': JSON.stringify(manifest) },
      { ...known, databases: [initDatabase('db')] },
    );
    expect(advice).toMatchSnapshot();
    if (!('hooksPath' in known)) expect(JSON.parse(files['package.json']!).scripts).toEqual(scripts);
  });

  it.each([
    ['in another folder', 'husky .config/husky', '.config/husky/pre-push'],
    ['called by a file', 'node .husky/install.mjs', '.husky/pre-push'],
    ['guarded by itself', 'node -e 0', '.husky/pre-push'],
  ])('keeps a script with husky %s', (_name, prepare, hook) => {
    const manifest = { devDependencies: { husky: '^9', 'drizzle-guard': '*' }, scripts: { prepare } };
    const { files } = plan({ 'package.json': JSON.stringify(manifest) });
    expect(JSON.parse(files['package.json']!).scripts.prepare).toMatch(`${prepare} && (`);
    expect(files[hook]).toContain('drizzle-guard hook pre-push');
  });

  it("serves husky's recipe for a folder, and a folder that has the only package.json", () => {
    const recipe = JSON.stringify({
      scripts: { prepare: 'cd .. && husky server/.husky' },
      devDependencies: { husky: '9', 'drizzle-guard': '*' },
    });
    const known = { databases: [initDatabase('db', { dir: 'server/db', out: 'server/db/drizzle' })] };
    for (const manifest of [recipe, '{}']) {
      const { files, next } = plan({ 'server/package.json': manifest, 'server/pnpm-lock.yaml': '' }, known);
      expect(files['server/.husky/pre-commit']).toContain(
        '\nserver/node_modules/.bin/drizzle-guard hook pre-commit',
      );
      expect(files['server/.husky/pre-commit']).toContain(
        'run pnpm install in server, or commit with --no-verify',
      );
      expect(JSON.parse(files['server/package.json']!).scripts.prepare).toMatch(
        /^cd \.\. && husky server\/\.husky && \(?drizzle-guard hook install \|\| exit 0\)?$/,
      );
      expect(files['.gitattributes']).toContain('server/.husky/* text eol=lf');
      expect(next[0]).toBe('(cd server && pnpm install)');
    }
  });

  it('serves hooks at the root whose package.json lies in a folder', () => {
    for (const scripts of [{ prepare: 'cd .. && husky' }, {}]) {
      const text = JSON.stringify({ scripts });
      const { files } = plan(
        { 'server/package.json': text, '.husky/pre-commit': 'x\n' },
        { huskyFolder: true },
      );
      expect(files['.husky/pre-commit']).toMatch(/^x\n\[ -e server\/node_modules/);
      expect(JSON.parse(files['server/package.json']!).scripts.prepare).toMatch(
        /^cd \.\. && husky && \(?drizzle-guard hook install \|\| exit 0\)?$/,
      );
    }
  });

  it('does not wake a dormant lint-staged', () => {
    const manifest = { devDependencies: { 'lint-staged': '16' }, 'lint-staged': { '*.ts': 'eslint' } };
    const { files } = plan({ 'package.json': JSON.stringify(manifest) });
    expect(files['.husky/pre-commit']).not.toContain('lint-staged');
  });

  it('quotes paths for the shell', () => {
    const { next } = plan({
      'package.json': '{ "scripts": { "prepare": "husky my\'hooks" }, "devDependencies": { "husky": "9" } }',
    });
    expect(next.at(-1)).toMatch(/^git add /);
  });

  it.each([
    ['no JSON', '{ "name": '],
    ['no object', '[]'],
  ])('refuses a package.json that is %s', (_name, text) => {
    expect(() => plan({ 'package.json': text })).toThrowError(
      expect.objectContaining({ code: 'invalid-package-json' }),
    );
  });

  it('works without package.json and without databases', () => {
    expect(plan({}).edits).toEqual([]);
    expect(plan({}).advice).toMatchSnapshot();
  });
});
