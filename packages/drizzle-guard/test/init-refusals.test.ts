import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { withWorkspace } from 'testkit';
import { describe, expect, it } from 'vitest';
import { contentsOf, databasePackage, MANIFEST, withRepository } from './support/repository';

const db = databasePackage('packages/db', 'db');

describe('init refuses', () => {
  it('outside a git repository', async () => {
    await withWorkspace({ ...MANIFEST, ...db }, (workspace) => {
      const run = workspace.bin(['init']);
      expect(run.exitCode).toBe(2);
      // Git's words where the folder for temporary files is a file system of its own.
      const mounted = /\(or any parent up to mount point .*\)/;
      const said = run.stderr.replace(mounted, '(or any of the parent directories): .git');
      expect(said.replaceAll(workspace.dir, '<dir>')).toMatchSnapshot();
      expect(workspace.read('package.json')).toBe(MANIFEST['package.json']);
      expect(workspace.exists('.husky')).toBe(false);
    });
  });

  it.each([
    ['unknown-base', {}, ['--base', 'origin/nope']],
    ['invalid-configuration', { 'drizzle-guard.json': '{ "bases": 1 }' }, []],
    ['invalid-package-json', { 'package.json': '{ "name": ' }, []],
    ['duplicate-database', databasePackage('apps/db', 'db'), []],
    ['usage', {}, ['--apply-after-merge', '--no-apply-after-merge']],
  ])('%s, and writes nothing', async (code, files, flags) => {
    await withRepository({ ...MANIFEST, ...db, ...files }, (repository) => {
      const run = repository.bin(['init', ...flags, '--json']);
      expect(run.exitCode).toBe(2);
      expect(run.json()).toMatchObject({ command: 'init', exitCode: 2, error: { code } });
      expect(repository.git('status', '--porcelain')).toBe('');
    });
  });

  it('a file that is not UTF-8', async () => {
    await withRepository({ ...MANIFEST, ...db }, (repository) => {
      writeFileSync(
        path.join(repository.dir, '.gitattributes'),
        Buffer.from('\ufeff*.sql text\n', 'utf16le'),
      );
      const run = repository.bin(['init']);
      expect(run.exitCode).toBe(2);
      expect(run.stderr).toContain('error[not-text] .gitattributes is not UTF-8 text; nothing was written');
      expect(repository.git('status', '--porcelain')).toBe('?? .gitattributes');
    });
  });

  it('puts back what it wrote when a file cannot be written', async () => {
    await withRepository({ ...MANIFEST, ...db, '.gitattributes/keep': '' }, (repository) => {
      const before = contentsOf(repository);
      const run = repository.bin(['init']);
      expect(run.exitCode).toBe(2);
      expect(run.stderr).toContain('error[cannot-write] .gitattributes cannot be written');
      expect(contentsOf(repository)).toEqual(before);
    });
  });
});
