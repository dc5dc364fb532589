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
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asUser, typeAsUser } from './support/as-user';
import { readFirstMinutes } from './support/first-minutes';
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

describe('nx add nx-drizzle', () => {
  let folder: string;
  let root: string;
  let packed: Packed;

  const run = (command: string, ...words: string[]) => asUser(root, command, ...words);
  const nx = (...words: string[]) => run(path.join(root, 'node_modules/.bin/nx'), ...words);
  const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
  const commit = (message: string) => {
    run('git', 'add', '--all');
    run('git', 'commit', '--quiet', '-n', '-m', message);
  };

  beforeAll(() => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'nx-drizzle-add-')));
    root = path.join(folder, 'shop');
    mkdirSync(path.join(root, 'packages/db'), { recursive: true });
    for (const [file, content] of Object.entries(FILES))
      writeFileSync(path.join(root, file), `${JSON.stringify(content, null, 2)}\n`);
    writeFileSync(path.join(root, '.gitignore'), 'node_modules\n.nx\n');
    for (const step of readFirstMinutes().plain)
      if (step.kind === 'write') {
        mkdirSync(path.dirname(path.join(root, 'packages/db', step.file)), { recursive: true });
        writeFileSync(path.join(root, 'packages/db', step.file), step.content);
      }
    packed = packPackages(folder);
    run('git', 'init', '--quiet', '--initial-branch', 'main');
    const needed = ['drizzle-kit@0.31', 'drizzle-orm@0.45', '@electric-sql/pglite'];
    run('npm', 'install', '--save-dev', `file:${packed.guard}`, ...needed);
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
    expect(Object.keys(manifest['devDependencies']!)).toEqual(
      expect.arrayContaining(['drizzle-guard', 'husky', 'nx', 'nx-drizzle']),
    );
    expect(manifest['devDependencies']!['drizzle-guard']).toMatch(/^file:/);
  });

  it('has installed what it added, so that git runs the hooks', () => {
    expect(existsSync(path.join(root, 'node_modules/.bin/husky'))).toBe(true);
    expect(run('git', 'config', 'core.hooksPath').trim()).toBe(path.join(root, '.husky/_'));
    expect(existsSync(path.join(root, '.husky/_/pre-commit'))).toBe(true);
  });

  it(
    'does what the README’s first five minutes ask of it',
    () => {
      const { nx: steps } = readFirstMinutes();
      const [add, ...others] = steps.flatMap((step) => (step.kind === 'type' ? [step.command] : []));
      expect([add, others.length]).toEqual(['npx nx add nx-drizzle', 2]);
      for (const command of others) {
        const { exitCode, output } = typeAsUser(root, command);
        expect([command, exitCode, output]).toEqual([command, 0, output]);
      }
      expect(run('node_modules/.bin/drizzle-guard', 'status')).toContain('1 applied');
      for (const made of ['drizzle', '.pglite'])
        rmSync(path.join(root, 'packages/db', made), { recursive: true });
    },
    2 * MINUTES,
  );

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
