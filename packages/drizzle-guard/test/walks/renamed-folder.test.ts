import { rmSync } from 'node:fs';
import path from 'node:path';
import type { GitRun, Repository } from 'testkit';
import { describe, expect, test } from 'vitest';
import { forkedFolders, madeByKitOne, step, tagOf, withFoldersDb } from '../hooks/folders-fixtures';
import { conclude, fork, MINE, steps, THEIRS, withDb, words } from '../hooks/fixtures';

// One branch has renamed the migrations folder, or the package around it, and the other has landed a migration under the
// old name: nothing of it is lost, and nothing that is lost counts as fine.

madeByKitOne();

function sayInConfig({ read, write }: Repository, from: string, to: string): void {
  write({ 'db/drizzle.config.ts': read('db/drizzle.config.ts').replace(`./${from}`, `./${to}`) });
}

function renameFolder(repository: Repository): void {
  repository.prepare('mv', 'db/drizzle', 'db/migrations');
  sayInConfig(repository, 'drizzle', 'migrations');
  repository.commit('Rename the folder');
}

const WAY_OUT = /next:\n\s+git merge --abort\n\s+git mv (\S+) (\S+)\n/;

/** Takes the merge back, has the folder where the other side has it, and merges again. */
function mergeAgain(repository: Repository, run: GitRun, other: string): GitRun {
  const [, from, to] = WAY_OUT.exec(run.stderr + run.stdout)!;
  repository.prepare('merge', '--abort');
  repository.prepare('mv', from!, to!);
  sayInConfig(repository, 'migrations', 'drizzle');
  expect(repository.git(['commit', '--all', '--message', 'As the other side'])).toMatchObject({
    exitCode: 0,
  });
  return repository.git(['merge', '--no-edit', other]);
}

describe('folders', () => {
  test('SQL by hand that has landed is not left behind under the old name', () =>
    withFoldersDb((repository) => {
      forkedFolders(repository, step('title', 7), step('fill', 9));
      renameFolder(repository);
      const run = repository.git(['merge', '--no-edit', 'main']);
      expect(words(run, repository)).toMatchInlineSnapshot(`
        "db
          error[removed-migration] 20260109000000_fill is on origin/main and was removed here: databases that ran it keep what it did, new ones never get it
          error[late-migration] 20260107000000_title (<time>) is not newer than 20260109000000_fill (<time>), which is on origin/main: drizzle-orm applies it out of order, in silence, where that one is applied
            db/migrations/20260107000000_title/migration.sql
          the migrations lie in db/migrations on one side and in db/drizzle on the other, so this merge has a half of them in each: take it back, rename the folder as the other side has it, let the config say so too, and commit that; then merge again
          next:
            git merge --abort
            git mv db/migrations db/drizzle
        drizzle-guard stopped this merge before it was recorded; the merged files are in the work tree and staged.
        Not committing merge; use 'git commit' to complete the merge."
      `);
      expect(run.exitCode).toBe(1);
      expect(repository.bin(['check']).stdout).toContain(`error[removed-migration] ${tagOf('fill', 9)}`);
      const again = mergeAgain(repository, run, 'main');
      expect(again.stderr).toContain('late-migration');
      expect(repository.bin(['rebase']).exitCode).toBe(0);
      expect(conclude(repository)).toMatchObject({ exitCode: 0 });
      expect(repository.bin(['check', '--base', 'auto']).exitCode).toBe(0);
      expect(repository.prepare('ls-files', 'db/drizzle')).toContain(tagOf('fill', 9));
    }));

  test('a rebase leaves both folders: what is said leads out, and nothing is moved before', () =>
    withFoldersDb((repository) => {
      forkedFolders(repository, step('title', 7), step('fill', 9));
      renameFolder(repository);
      const run = repository.git(['rebase', 'main']);
      expect(words(run, repository)).toContain('error[removed-migration] 20260109000000_fill');
      const [, from, to] = /next:\n\s+git mv (\S+)\/\* (\S+)\/\n/.exec(run.stderr)!;
      expect(repository.bin(['check', '--base', 'main']).stdout).toContain(`git mv ${from}/* ${to}/`);
      const refused = repository.bin(['rebase', '--onto', 'main']);
      expect(refused.exitCode).toBe(2);
      expect(refused.stdout + refused.stderr).toContain('have all of them where main has them');
      for (const tag of ['20260101000000_start', tagOf('title', 7)])
        repository.prepare('mv', `${from}/${tag}`, `${to}/${tag}`);
      sayInConfig(repository, 'migrations', 'drizzle');
      repository.git(['commit', '--all', '--no-verify', '--message', 'As main has it']);
      expect(repository.bin(['rebase', '--onto', 'main']).exitCode).toBe(0);
      repository.prepare('add', 'db');
      expect(repository.git(['commit', '--message', 'Behind main'])).toMatchObject({ exitCode: 0 });
      expect(repository.bin(['check', '--base', 'main']).exitCode).toBe(0);
      expect(repository.prepare('ls-files', 'db/drizzle')).toContain(tagOf('fill', 9));
    }));

  test('what was merged without a hook is told by the base', () =>
    withFoldersDb((repository) => {
      forkedFolders(repository, step('title', 7), step('fill', 9));
      renameFolder(repository);
      expect(repository.bin(['check', '--base', 'auto']).stdout).not.toContain('removed-migration');
      repository.prepare('-c', 'core.hooksPath=/dev/null', 'merge', '--quiet', '--no-edit', 'main');
      const check = repository.bin(['check', '--base', 'auto']);
      expect(check.exitCode).toBe(1);
      expect(check.stdout).toContain(`error[removed-migration] ${tagOf('fill', 9)}`);
    }));
});

describe('journal', () => {
  test('what lies apart is neither taken from one side alone nor settled', () =>
    withDb((repository) => {
      fork(repository, steps(MINE), steps(THEIRS));
      renameFolder(repository);
      expect(repository.git(['merge', 'main'])).toMatchObject({ exitCode: 1 });
      const check = repository.bin(['check']);
      expect(check.stdout).toMatch(WAY_OUT);
      expect(check.stdout).not.toContain('git restore');
      const before = repository.prepare('status', '--porcelain');
      const refused = repository.bin(['rebase']);
      expect(refused.exitCode).toBe(2);
      expect(refused.stdout + refused.stderr).toMatch(WAY_OUT);
      expect(repository.prepare('status', '--porcelain')).toBe(before);
    }));

  test('the other side has renamed the package: the way out keeps both', () =>
    withDb((repository) => {
      fork(repository, steps(MINE), steps(THEIRS), 'main');
      repository.prepare('mv', 'db', 'store');
      rmSync(path.join(repository.dir, 'db'), { recursive: true, force: true });
      repository.commit('Rename the package');
      repository.prepare('switch', '--quiet', 'feat');
      repository.git(['merge', 'main']);
      const check = repository.bin(['check']);
      expect(check.stdout).toMatch(/git mv db store\n/);
      repository.prepare('merge', '--abort');
      repository.prepare('mv', 'db', 'store');
      expect(repository.git(['commit', '--all', '--message', 'As main'])).toMatchObject({ exitCode: 0 });
      repository.git(['merge', 'main']);
      expect(repository.bin(['rebase']).exitCode).toBe(0);
      expect(repository.git(['commit', '--no-edit'])).toMatchObject({ exitCode: 0 });
      expect(repository.bin(['check', '--base', 'main']).exitCode).toBe(0);
      const tags = repository.prepare('ls-files', 'store/drizzle');
      expect(tags).toContain('0003_tag.sql');
      expect(tags).toContain('0004_title.sql');
    }));
});
