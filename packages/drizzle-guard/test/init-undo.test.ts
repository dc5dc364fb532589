import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { cleanEnvironment, isLong, repositoryRoot, sampleOf } from 'testkit';
import { describe, expect, it } from 'vitest';
import { contentsOf, databasePackage, MANIFEST, withRepository, type Repository } from './support/repository';

const db = databasePackage('packages/db', 'db');
const HUSKY = {
  'package.json':
    '{\n\t"devDependencies": {\n\t\t"husky": "^9.0.11"\n\t},\n\t"scripts": {\n\t\t"prepare": "husky || true"\n\t}\n}',
  '.husky/pre-commit': '# ours\nnpm test',
  '.husky/pre-push': 'npm run push\nexit 0\n',
  '.husky/post-merge': '',
  '.husky/post-rewrite': 'cd packages/db\nnpm run x\n',
};
const crlf = (text: string) => text.replaceAll('\n', '\r\n');

/** Everything, and what git is set to. */
const stateOf = (repository: Repository) => ({
  files: contentsOf(repository),
  config: repository.git('config', '--local', '--list'),
  status: repository.git('status', '--porcelain', '--ignored'),
});

describe('init --undo leaves a repository as it was', () => {
  it.each(
    sampleOf<[string, Record<string, string>]>(
      [
        ['without hooks', { ...MANIFEST }],
        ['with husky', HUSKY],
        [
          'with husky and a script of a file',
          {
            ...HUSKY,
            'package.json':
              '{"devDependencies":{"husky":"9"},"scripts":{"prepare":"node .husky/install.mjs"}}',
            '.husky/install.mjs': '',
          },
        ],
        [
          'with a script and empty lists',
          {
            'package.json':
              '{\n  "scripts": {\n    "prepare": "is-ci || npm run x"\n  },\n  "devDependencies": {}\n}\n',
          },
        ],
        [
          'in one line, without a last line break',
          { 'package.json': '{ "name": "app", "private": true }', '.gitignore': 'node_modules' },
        ],
        [
          'with Windows line ends',
          {
            'package.json': crlf(MANIFEST['package.json']),
            '.gitignore': 'node_modules\r\n',
            '.gitattributes': '* text=auto\r\n*.png -text',
            '.prettierignore': 'dist\r\n',
          },
        ],
        ['with empty files', { ...MANIFEST, '.gitattributes': '', '.prettierignore': '\n' }],
        ['with lefthook', { ...MANIFEST, 'lefthook.yml': 'pre-commit:\n' }],
        [
          'of Nx, with pnpm',
          {
            ...MANIFEST,
            'nx.json': '{ "defaultBase": "main" }',
            'pnpm-lock.yaml': '',
            'pnpm-workspace.yaml': 'packages: ["packages/*"]\n',
          },
        ],
        [
          'with drizzle-guard among its dependencies',
          { 'package.json': '{\n    "devDependencies": {\n        "drizzle-guard": "^0.1.0"\n    }\n}\n' },
        ],
        [
          'with a configuration',
          { ...MANIFEST, 'drizzle-guard.json': '{ "checks": { "orphan-sql": "warning" } }' },
        ],
        ['without package.json', {}],
      ],
      6,
    ),
  )('%s', async (_name, files) => {
    await withRepository({ ...db, ...files }, (repository) => {
      const before = stateOf(repository);
      expect(repository.bin(['init', '--apply-after-merge']).exitCode).toBe(0);
      if (files['drizzle-guard.json'])
        repository.write({ 'drizzle-guard.json': files['drizzle-guard.json'] });
      const set = stateOf(repository);
      expect(set).not.toEqual(before);
      const dry = repository.bin(['init', '--undo', '--dry-run', '--json']);
      expect(stateOf(repository)).toEqual(set);
      const run = repository.bin(['init', '--undo', '--json']);
      expect(run.exitCode).toBe(0);
      expect(stateOf(repository)).toEqual(before);
      expect(run.json()).toEqual({ ...dry.json(), dryRun: false });
      expect(run.json()).toMatchObject({ command: 'init', undo: true });
      expect(repository.bin(['init', '--undo']).stdout).toMatch(
        /^nothing to take out: no line of init is here\n/,
      );
      expect(stateOf(repository)).toEqual(before);
    });
  });

  it('where the hooks settle merges, also since a second run', async () => {
    await withRepository({ ...db, ...HUSKY }, (repository) => {
      const before = stateOf(repository);
      repository.bin(['init', '--no-on-merge']);
      const run = repository.bin(['init', '--on-merge', 'rebase']);
      expect(run.stdout).toContain('+ packages/db/drizzle/meta/*.json text eol=lf merge=drizzle-guard');
      expect(run.stdout).toContain('+   "onMerge": "rebase"');
      expect(repository.read('.gitattributes')).not.toContain('-merge');
      repository.git('config', 'core.hooksPath', path.join(repository.dir, '.husky'));
      repository.bin(['hook', 'install']);
      expect(repository.git('config', 'merge.drizzle-guard.driver')).toContain('GITHEAD_');
      expect(repository.bin(['init', '--on-merge', 'rebase']).stdout).toContain('nothing to write');
      expect(repository.bin(['init', '--undo']).stdout).toContain("git's merge.drizzle-guard unset");
      repository.git('config', '--unset', 'core.hooksPath');
      expect(stateOf(repository)).toEqual(before);
    });
  });

  it('with husky in a folder', async () => {
    const server = {
      'server/package.json':
        '{ "scripts": { "prepare": "cd .. && husky server/.husky" }, "devDependencies": { "husky": "9" } }',
      'server/.husky/pre-commit': 'cd server\nnpm test\n',
    };
    await withRepository({ ...databasePackage('server/db', 'db'), ...server }, (repository) => {
      const before = stateOf(repository);
      expect(repository.bin(['init']).exitCode).toBe(0);
      expect(repository.exists('package.json')).toBe(false);
      expect(repository.read('server/.husky/pre-commit')).toMatch(
        /^\[ -e server\/node_modules[^]*\ncd server\nnpm test\n$/,
      );
      expect(repository.bin(['init', '--undo']).exitCode).toBe(0);
      expect(stateOf(repository)).toEqual(before);
    });
  });

  it('after husky was installed: its path and its own scripts go with it', async () => {
    await withRepository({ ...MANIFEST, ...db }, (repository) => {
      const before = stateOf(repository);
      repository.bin(['init']);
      install(repository);
      expect(repository.git('config', 'core.hooksPath')).toBe(path.join(repository.dir, '.husky/_'));
      const run = repository.bin(['init', '--undo']);
      expect(run.stdout.slice(run.stdout.indexOf("git's"))).toMatchInlineSnapshot(`
        "git's core.hooksPath unset

        .husky/_ deleted: husky made it

        next
          npm install
        "
      `);
      expect(stateOf(repository)).toEqual(before);
      expect(repository.exists('.husky')).toBe(false);
    });
  });

  it.runIf(isLong)('after a husky of its own was installed: its path is what husky sets', async () => {
    await withRepository({ ...HUSKY, ...db }, (repository) => {
      install(repository, false);
      const before = stateOf(repository);
      repository.bin(['init']);
      install(repository);
      expect(repository.bin(['init', '--undo']).exitCode).toBe(0);
      expect(stateOf(repository)).toEqual(before);
    });
  });
});

describe('init --undo where somebody changed a file since', () => {
  it('takes its own lines alone, and says what it leaves', async () => {
    await withRepository({ ...MANIFEST, ...db, '.prettierignore': 'dist\n' }, (repository) => {
      repository.bin(['init', '--base', 'HEAD']);
      const append = (file: string, text: string) => appendFileSync(path.join(repository.dir, file), text);
      append('.husky/pre-commit', 'npm test\n');
      append('.husky/pre-push', 'npx drizzle-guard hook pre-push "$@"\n');
      append('.gitignore', 'coverage\n');
      append('.gitattributes', '\n*.png -text\n');
      repository.write({ 'drizzle-guard.json': '{ "base": "origin/main" }\n' });
      const run = repository.bin(['init', '--undo']);
      expect(run.exitCode).toBe(0);
      expect(run.stdout.slice(run.stdout.indexOf('left to you'))).toMatchInlineSnapshot(`
        "left to you
          - husky stays in package.json, though init brought it: it runs .husky/pre-commit and .husky/pre-push
          - .husky/pre-push calls drizzle-guard in a way of its own, and is left: take that line out by hand
          - .gitignore keeps what stood with the lines of init and is not known as one of them:
              coverage
          - drizzle-guard.json is left: it says more than init writes, or was there before. Nothing reads it without drizzle-guard

        next
          npm install
        "
      `);
      expect(repository.read('.husky/pre-commit')).toBe('npm test\n');
      expect(repository.read('.gitignore')).toBe('node_modules\ncoverage\n');
      expect(repository.read('.gitattributes')).toBe('\n*.png -text\n');
      expect(repository.read('.prettierignore')).toBe('dist\n');
      expect(JSON.parse(repository.read('package.json'))).toMatchObject({
        devDependencies: { husky: '^9.1' },
        scripts: { prepare: 'husky || exit 0' },
      });
    });
  });

  it.each([['--base', 'HEAD'], ['--apply-after-merge'], ['--no-apply-after-merge']])(
    'refuses %s',
    async (...flags) => {
      await withRepository({ ...MANIFEST, ...db }, (repository) => {
        const run = repository.bin(['init', '--undo', ...flags, '--json']);
        expect(run.json()).toMatchObject({ exitCode: 2, error: { code: 'usage' } });
      });
    },
  );
});

/** What `npm install` would do: husky, and then drizzle-guard's own step. */
function install(repository: Repository, withGuard = true): void {
  const husky = path.join(repositoryRoot, 'node_modules/husky/bin.js');
  execFileSync(process.execPath, [husky], {
    cwd: repository.dir,
    stdio: 'pipe',
    env: cleanEnvironment() as NodeJS.ProcessEnv,
  });
  if (withGuard) expect(repository.bin(['hook', 'install']).exitCode).toBe(0);
}
