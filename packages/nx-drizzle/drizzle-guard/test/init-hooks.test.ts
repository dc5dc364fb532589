import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isLong } from 'testkit';
import { describe, expect, it } from 'vitest';
import { databasePackage, MANIFEST, withRepository } from './support/repository';

const db = databasePackage('packages/db', 'db');

describe('init where hooks are there', () => {
  it("appends to husky's files, and keeps what is in them", async () => {
    const files = {
      'package.json':
        '{\n\t"devDependencies": {\n\t\t"husky": "^9.0.11",\n\t\t"lint-staged": "^16"\n\t},\n\t"scripts": {\n\t\t"prepare": "husky || true"\n\t}\n}\n',
      '.husky/pre-commit': '# ours\nnpm test',
      '.husky/pre-push': 'git lfs pre-push "$@"\n',
      '.husky/commit-msg': 'npx commitlint --edit "$1"\n',
    };
    await withRepository({ ...files, ...db }, (repository) => {
      const run = repository.bin(['init']);
      expect(run.stdout).toMatchSnapshot();
      expect(repository.read('.husky/pre-commit')).toEqual(
        expect.stringMatching(
          /^# ours\nnpm test\n\[ -e .*\nnode_modules\/\.bin\/drizzle-guard hook pre-commit "\$@"$/,
        ),
      );
      expect(repository.read('.husky/commit-msg')).toBe(files['.husky/commit-msg']);
      expect(repository.read('package.json')).toMatchSnapshot();
    });
  });

  it('leaves lefthook alone, and prints its lines', async () => {
    const lefthook = { 'lefthook.yml': 'pre-commit:\n  jobs:\n    - run: npm test\n' };
    await withRepository({ ...MANIFEST, ...lefthook, ...db }, (repository) => {
      const run = repository.bin(['init']);
      expect(run.stdout).toContain(
        'In lefthook.yml put this in the place of all that stands under pre-commit, then run `lefthook install`:\n\npre-commit:\n  jobs:\n    - run: npm test\n  commands:\n    drizzle-guard:\n',
      );
      expect(repository.read('lefthook.yml')).toBe(lefthook['lefthook.yml']);
      expect(repository.exists('.husky')).toBe(false);
      expect(repository.read('package.json')).not.toContain('husky');
    });
  });

  it.runIf(isLong)('leaves a path of hooks alone that is not husky’s', async () => {
    await withRepository({ ...MANIFEST, ...db, 'tools/hooks/pre-commit': '#!/bin/sh\n' }, (repository) => {
      repository.git('config', 'core.hooksPath', 'tools/hooks');
      const run = repository.bin(['init']);
      expect(run.stdout).toContain('git reads its hooks from tools/hooks (core.hooksPath)');
      expect(repository.exists('.husky')).toBe(false);
      expect(repository.read('tools/hooks/pre-commit')).toBe('#!/bin/sh\n');
    });
  });

  it('does not silence hooks of one’s own in .git/hooks', async () => {
    await withRepository({ ...MANIFEST, ...db }, (repository) => {
      const hooks = path.join(repository.dir, '.git/hooks');
      mkdirSync(hooks, { recursive: true });
      writeFileSync(path.join(hooks, 'pre-push'), '#!/bin/sh\ngit lfs pre-push "$@"\n', { mode: 0o755 });
      writeFileSync(path.join(hooks, 'post-merge'), '#!/bin/sh\n', { mode: 0o644 });
      const run = repository.bin(['init']);
      expect(run.stdout).toContain('.git/hooks holds pre-push, which husky would silence');
      expect(repository.exists('.husky')).toBe(false);
    });
  });

  it.runIf(isLong)('is about the folder it is typed in, not about a hook around it', async () => {
    await withRepository({ ...MANIFEST, ...db }, async (repository) => {
      await withRepository({ 'lefthook.yml': '' }, (other) => {
        const git = path.join(other.dir, '.git');
        const env = { GIT_DIR: git, GIT_WORK_TREE: other.dir, GIT_INDEX_FILE: path.join(git, 'index') };
        expect(repository.bin(['init'], { env }).exitCode).toBe(0);
        expect(repository.exists('.husky/pre-commit')).toBe(true);
        expect(other.git('status', '--porcelain')).toBe('');
      });
    });
  });
});
