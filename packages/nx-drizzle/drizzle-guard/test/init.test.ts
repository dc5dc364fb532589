import { describe, expect, it } from 'vitest';
import { contentsOf, databasePackage, MANIFEST, withRepository } from './support/repository';

const HOOKS = [
  'pre-commit',
  'pre-merge-commit',
  'pre-push',
  'post-merge',
  'post-rewrite',
  'post-checkout',
  'post-commit',
];
const db = databasePackage('packages/db', 'db');

describe('init in a repository without hooks', () => {
  it('sets everything up, and tells it', async () => {
    await withRepository({ ...MANIFEST, ...db, '.prettierignore': 'dist\n' }, (repository) => {
      const run = repository.bin(['init']);
      expect(run.stderr).toBe('');
      expect(run.exitCode).toBe(0);
      expect(run.stdout).toMatchSnapshot();
      for (const hook of HOOKS)
        expect(repository.read(`.husky/${hook}`)).toContain(
          `node_modules/.bin/drizzle-guard hook ${hook} "$@"${hook.startsWith('post-') ? ' || true' : ''}\n`,
        );
      expect(repository.read('package.json')).toMatchSnapshot();
    });
  });

  it('gives git the attributes it means, and hides the data', async () => {
    await withRepository({ ...MANIFEST, ...databasePackage('packages/my [x] db', 'db') }, (repository) => {
      expect(repository.bin(['init']).exitCode).toBe(0);
      const attributes = (file: string) =>
        repository
          .git('check-attr', 'text', 'eol', 'merge', '--', file)
          .split('\n')
          .map((line) => line.slice(file.length + 2));
      const dir = 'packages/my [x] db/drizzle';
      expect(attributes(`${dir}/0000_a.sql`)).toEqual(['text: set', 'eol: lf', 'merge: unspecified']);
      expect(attributes(`${dir}/meta/_journal.json`)).toEqual(['text: set', 'eol: lf', 'merge: unset']);
      expect(attributes('.husky/pre-commit')).toEqual(['text: set', 'eol: lf', 'merge: unspecified']);
      expect(attributes('packages/my x db/drizzle/meta/_journal.json')[2]).toBe('merge: unspecified');
      const data = ['packages/my [x] db/.pglite/PG_VERSION', 'packages/my [x] db/.pglite.lock'];
      expect(repository.git('-c', 'core.quotePath=false', 'check-ignore', '--', ...data).split('\n')).toEqual(
        data,
      );
    });
  });

  it('replaces the lines of its earlier versions, once', async () => {
    const earlier = Object.fromEntries(
      HOOKS.map((hook) => [
        `.husky/${hook}`,
        `npm test\ndrizzle-guard hook ${hook} "$@"${hook.startsWith('post-') ? ' || true' : ''}\n`,
      ]),
    );
    const manifest = {
      'package.json': '{\n  "scripts": {\n    "prepare": "husky && drizzle-guard hook install"\n  }\n}\n',
    };
    await withRepository({ ...manifest, ...db, ...earlier }, (repository) => {
      repository.bin(['init']);
      for (const hook of HOOKS) {
        const text = repository.read(`.husky/${hook}`);
        expect(text.match(new RegExp(`drizzle-guard hook ${hook}`, 'g'))).toHaveLength(1);
        expect(text).toMatch(/^npm test\n\[ /);
      }
      expect(repository.read('package.json')).toContain('"husky && drizzle-guard hook install || exit 0"');
      const first = contentsOf(repository);
      repository.bin(['init']);
      expect(contentsOf(repository)).toEqual(first);
    });
  });

  it('names a script that takes the place of a target', async () => {
    const script = {
      'packages/db/package.json': '{ "name": "db", "scripts": { "migrate": "drizzle-kit migrate" } }',
    };
    const nx = { 'nx.json': '{ "plugins": ["nx-drizzle"] }' };
    await withRepository({ ...MANIFEST, ...db, ...script, ...nx }, (repository) => {
      expect(repository.bin(['init']).stdout).toMatch(
        /left to you\n[^]*- packages\/db: `migrate` is a script of package\.json/,
      );
    });
  });

  it('has nothing to do the second time', async () => {
    await withRepository({ ...MANIFEST, ...db }, (repository) => {
      repository.bin(['init', '--apply-after-merge']);
      const first = contentsOf(repository);
      const second = repository.bin(['init', '--apply-after-merge']);
      expect(second.stdout).toMatch(/^nothing to write: every file is as it should be\n/);
      expect(second.stdout).toMatch(/no hook runs yet.*npm install[^]*next\n {2}npm install\n/);
      expect(contentsOf(repository)).toEqual(first);
      expect(JSON.parse(first['drizzle-guard.json']!).environments.development.applyAfterMerge).toBe(true);
    });
  });

  it('writes nothing in a dry run, and shows the same', async () => {
    await withRepository({ ...MANIFEST, ...db }, (repository) => {
      const before = contentsOf(repository);
      const dry = repository.bin(['init', '--dry-run', '--json']);
      expect(dry.exitCode).toBe(0);
      expect(contentsOf(repository)).toEqual(before);
      const wet = repository.bin(['init', '--json']);
      expect(wet.json()).toEqual({ ...dry.json(), dryRun: false });
      expect(dry.stderr).toMatch(/^dry run: 10 files would be written\n/);
    });
  });

  it('answers with one document', async () => {
    await withRepository({ ...MANIFEST, ...db }, (repository) => {
      expect(repository.bin(['init', '--json'], { in: 'packages/db' }).json()).toMatchSnapshot();
    });
  });

  it('is not failed by what it finds', async () => {
    const broken = { ...db, 'packages/db/drizzle/meta/_journal.json': '<<<<<<< ours\n' };
    await withRepository({ ...MANIFEST, ...broken }, (repository) => {
      const run = repository.bin(['init']);
      expect(run.exitCode).toBe(0);
      expect(run.stdout).toMatch(/db {2}packages\/db {2}.*: 1 error, 0 warnings/);
    });
  });

  it('adds to .prettierignore only what prettier would format', async () => {
    const two = { ...db, ...databasePackage('packages/my db', 'my-db') };
    await withRepository({ ...MANIFEST, ...two, '.prettierignore': 'packages/my db/**\n' }, (repository) => {
      repository.bin(['init']);
      const added = repository.read('.prettierignore').split('\n');
      expect(added.filter((line) => line.startsWith('/'))).toEqual(['/packages/db/drizzle/']);
      repository.write({ '.prettierignore': '**/drizzle/**\n' });
      repository.bin(['init']);
      expect(repository.read('.prettierignore')).toBe('**/drizzle/**\n');
    });
  });
});
