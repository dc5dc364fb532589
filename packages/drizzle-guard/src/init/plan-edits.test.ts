import { describe, expect, it } from 'vitest';
import { initDatabase, initFacts } from '../../test/support/init-facts';
import type { Configuration } from '../workspace/configuration';
import type { InitChoices, InitFacts } from './facts';
import { planEdits } from './plan-edits';

const CONFIGURATION: Configuration = {
  databases: {},
  checks: {},
  waivers: [],
  environments: {},
  cannotTell: 'error',
  proofLimit: '10s',
  migrate: { lockWait: '60s', lockTimeout: '5s', statementTimeout: false },
};

/** A first migration of the database `db`. */
const MADE = { 'packages/db/drizzle/0000_init.sql': '' };

function plan(files: Record<string, string>, known: Partial<InitFacts> = {}, choices: InitChoices = {}) {
  const result = planEdits(initFacts(files, known), CONFIGURATION, choices);
  const written = Object.fromEntries(result.edits.map(({ file, after }) => [file, after]));
  return { ...result, files: { ...files, ...written } };
}

describe('planEdits', () => {
  it('sets up husky where there is no hook manager', () => {
    const { files, edits, advice, next } = plan(
      { 'package.json': '{ "private": true }', 'pnpm-lock.yaml': '', ...MADE },
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
    const first = plan({ 'package.json': '{}', ...MADE }, { databases: [initDatabase('db')] });
    const known = { databases: [initDatabase('db')], huskyFolder: true, hooksPath: '.husky/_' };
    const second = plan(first.files, known);
    expect(second.edits).toEqual([]);
    expect(second.next).toEqual(['npx drizzle-guard check']);
  });

  it('names what gives git the driver, where nothing else does', () => {
    const known = { databases: [initDatabase('db')], huskyFolder: true, hooksPath: '.husky/_' };
    const first = plan({ 'package.json': '{}', ...MADE }, known, { onMerge: true });
    expect(first.next[0]).toBe('npm install');
    expect(first.next).not.toContain('npx drizzle-guard hook install');
    const second = plan(first.files, known, { onMerge: true });
    expect(second.next).toContain('npx drizzle-guard hook install');
    const third = plan(first.files, { ...known, hasMergeDriver: true }, { onMerge: true });
    expect(third.next).not.toContain('npx drizzle-guard hook install');
  });

  it('says that no hook runs where nothing was installed since', () => {
    const first = plan({ 'package.json': '{}', ...MADE }, { databases: [initDatabase('db')] });
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

  it.each([
    ['both', ['package.json', 'package-lock.json'], 'nx.json .gitattributes package.json package-lock.json'],
    ['the lock file', ['package-lock.json'], 'nx.json .gitattributes package-lock.json'],
    ['neither', ['packages/db/package.json'], 'nx.json .gitattributes'],
  ])('adds what brought drizzle-guard and is not committed: %s', (_name, uncommitted, expected) => {
    const manifest = '{ "devDependencies": { "drizzle-guard": "file:x.tgz" } }';
    const { next } = plan(
      { 'package.json': manifest, 'package-lock.json': '{}', 'lefthook.yml': '', ...MADE },
      { databases: [initDatabase('db')], uncommitted },
      { alsoChanged: ['nx.json'] },
    );
    expect(next.at(-1)).toBe(`git add ${expected}`);
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
        { huskyFolder: true, hooksPath: '.husky/_' },
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

  it('leaves hooks of husky asleep that nothing runs, and says so', () => {
    const { files, advice } = plan(
      { 'package.json': '{}', '.husky/pre-commit': 'npx lint-staged\n', ...MADE },
      { databases: [initDatabase('db')], huskyFolder: true },
    );
    expect(files['.husky/pre-commit']).toBe('npx lint-staged\n');
    expect(files['.husky/drizzle-guard/pre-commit']).toContain('drizzle-guard hook pre-commit');
    expect(JSON.parse(files['package.json']!).scripts.prepare).toMatch(/^husky \.husky\/drizzle-guard && /);
    expect(advice).toEqual([
      'git does not run .husky/pre-commit, since nothing sets husky up here, and that stays so: the hooks of drizzle-guard are in .husky/drizzle-guard',
    ]);
  });

  it('a first migration is the first thing to type, after what installs', () => {
    const known = { databases: [initDatabase('db'), initDatabase('my db')] };
    expect(plan({ 'package.json': '{}', ...MADE }, known).next).toEqual([
      'npm install',
      "npx drizzle-guard generate --database 'my db'",
      'npx drizzle-guard check',
      'git add package.json .husky .gitattributes',
    ]);
    const folders = { 'packages/my db/drizzle/20260101000000_init/migration.sql': '' };
    const { next } = plan({ 'package.json': '{}', ...MADE, ...folders }, known);
    expect(next.join()).not.toContain('generate');
  });

  it('says that no commit is checked where drizzle-guard is not installed, and what installs it', () => {
    const manifest = JSON.stringify({
      devDependencies: { husky: '^9', 'drizzle-guard': '^0.1' },
      scripts: { prepare: 'husky && drizzle-guard hook install || exit 0' },
    });
    const known = { databases: [initDatabase('db')], installedIn: [], hooksPath: '.husky/_' };
    const { advice, next } = plan({ 'package.json': manifest, 'pnpm-lock.yaml': '', ...MADE }, known);
    expect(advice).toEqual([
      'no hook runs yet, and no commit is checked: drizzle-guard is not installed here (the one that runs now came from elsewhere, as npx brings it). `pnpm install` has to work first',
    ]);
    expect(next[0]).toBe('pnpm install');
    const here = plan({ 'package.json': manifest, ...MADE }, known, { installs: true });
    expect([here.advice, here.next[0]]).toEqual([[], 'npx drizzle-guard check']);
  });

  it('says what this version cannot ask, once', () => {
    const databases = [initDatabase('db', { unasked: 'mysql' }), initDatabase('pg')];
    expect(plan({ 'package.json': '{}' }, { databases }).advice).toEqual([
      'db (mysql): what is applied there cannot be asked, so after a merge the hooks tell what arrived and not what is pending',
    ]);
  });

  it('says that hooks run by bun where there is no node', () => {
    const { advice, files, next } = plan(
      { 'package.json': '{}', ...MADE },
      { databases: [initDatabase('db')], hasNode: false },
    );
    expect(advice).toEqual([
      'node is not on the path here: the hooks run drizzle-guard by bun where that is so, and by node elsewhere',
    ]);
    expect(files['.husky/pre-commit']).toContain(
      '\n"$(command -v node || echo bun)" node_modules/drizzle-guard/bin/drizzle-guard.js hook pre-commit "$@"\n',
    );
    expect(next[0]).toBe('bun install');
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
