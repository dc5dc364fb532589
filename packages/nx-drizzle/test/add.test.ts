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
import { pgliteConfig } from 'testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packPackages, type Packed } from './support/packed';

const MINUTES = 60_000;
const FILES = {
  'package.json': {
    name: 'shop',
    private: true,
    workspaces: ['packages/*'],
    devDependencies: { nx: '23.2.1' },
  },
  'nx.json': { analytics: false },
  'packages/db/package.json': { name: 'db', version: '0.0.0' },
};
/** As a user would have it: nothing of the npm, nx or git around these tests. */
const environment = {
  ...Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(GIT_|NX_|npm_(?!config_)|VITEST|NODE_OPTIONS$|CI$)/i.test(name),
    ),
  ),
  NX_DAEMON: 'false',
  NX_TUI: 'false',
  GIT_CONFIG_GLOBAL: path.join(tmpdir(), 'no-such-gitconfig'),
};

describe('nx add nx-drizzle', () => {
  let folder: string;
  let root: string;
  let packed: Packed;

  const run = (command: string, ...words: string[]) =>
    execFileSync(command, words, {
      cwd: root,
      env: environment,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
  const nx = (...words: string[]) => run(path.join(root, 'node_modules/.bin/nx'), ...words);
  const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
  const commit = (message: string) => {
    run('git', 'add', '--all');
    run(
      'git',
      '-c',
      'user.name=Test',
      '-c',
      'user.email=test@localhost',
      'commit',
      '--quiet',
      '-n',
      '-m',
      message,
    );
  };

  beforeAll(() => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'nx-drizzle-add-')));
    root = path.join(folder, 'shop');
    mkdirSync(path.join(root, 'packages/db'), { recursive: true });
    for (const [file, content] of Object.entries(FILES))
      writeFileSync(path.join(root, file), `${JSON.stringify(content, null, 2)}\n`);
    writeFileSync(path.join(root, '.gitignore'), 'node_modules\n.nx\n');
    writeFileSync(path.join(root, 'packages/db/drizzle.config.ts'), pgliteConfig());
    packed = packPackages(folder);
    run('git', 'init', '--quiet', '--initial-branch', 'main');
    run('npm', 'install', '--save-dev', '--no-audit', '--no-fund', `file:${packed.guard}`);
    commit('start');
    nx('add', `nx-drizzle@file:${packed.plugin}`);
  }, 5 * MINUTES);
  afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

  it('gives the project its targets', () => {
    const project = JSON.parse(nx('show', 'project', 'db', '--json')) as { targets: object };
    expect(Object.keys(project.targets)).toEqual(
      expect.arrayContaining(['check', 'generate', 'migrate', 'status']),
    );
    expect(JSON.parse(read('nx.json')).plugins).toEqual(['nx-drizzle']);
  });

  it('gives the repository its hooks, attributes and ignores', () => {
    expect(read('.husky/pre-commit')).toContain('node_modules/.bin/drizzle-guard hook pre-commit "$@"\n');
    expect(read('.gitattributes')).toContain('packages/db/drizzle/meta/*.json text eol=lf -merge\n');
    expect(read('.gitignore')).toContain('/packages/db/.pglite/\n');
    const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
    expect(manifest['scripts']).toEqual({ prepare: 'husky && drizzle-guard hook install || exit 0' });
    expect(Object.keys(manifest['devDependencies']!)).toEqual(['drizzle-guard', 'husky', 'nx', 'nx-drizzle']);
    expect(manifest['devDependencies']!['drizzle-guard']).toMatch(/^file:/);
  });

  it('has installed what it added, so that git runs the hooks', () => {
    expect(existsSync(path.join(root, 'node_modules/.bin/husky'))).toBe(true);
    expect(run('git', 'config', 'core.hooksPath').trim()).toBe(path.join(root, '.husky/_'));
    expect(existsSync(path.join(root, '.husky/_/pre-commit'))).toBe(true);
  });

  it(
    'changes nothing the second time, nor in a dry run',
    () => {
      commit('add nx-drizzle');
      nx('g', 'nx-drizzle:init');
      expect(run('git', 'status', '--porcelain')).toBe('');
      rmSync(path.join(root, '.husky/pre-push'));
      expect(nx('g', 'nx-drizzle:init', '--dry-run')).toContain('CREATE .husky/pre-push');
      expect(run('git', 'status', '--porcelain')).toBe(' D .husky/pre-push\n');
    },
    2 * MINUTES,
  );

  it(
    'goes again with nx g nx-drizzle:remove, byte for byte',
    () => {
      run('git', 'checkout', '--quiet', '--', '.');
      const dry = nx('g', 'nx-drizzle:remove', '--dry-run');
      expect(dry).toContain('DELETE .husky/pre-push');
      expect(run('git', 'status', '--porcelain')).toBe('');
      nx('g', 'nx-drizzle:remove');
      expect(run('git', 'diff', '--stat', 'HEAD~1')).toBe('');
      expect(run('git', 'status', '--porcelain', '--untracked-files=all')).not.toContain('??');
      expect(existsSync(path.join(root, '.husky'))).toBe(false);
      expect(() => run('git', 'config', 'core.hooksPath')).toThrow();
      expect(existsSync(path.join(root, 'node_modules/husky'))).toBe(false);
    },
    3 * MINUTES,
  );
});
