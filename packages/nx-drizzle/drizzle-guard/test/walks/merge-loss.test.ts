import { isLong, type GitRun, type Repository } from 'testkit';
import { describe, expect, test } from 'vitest';
import { followAdvice, tagsOf } from '../hooks/advice';
import {
  conclude,
  fork,
  forked,
  head,
  MINE,
  schemaWith,
  steps,
  THEIRS,
  withDb,
  words,
  type Step,
} from '../hooks/fixtures';

// A merge loses no migration of any of its sides, whichever strategy it was, and whether or not a base is known.

const OTHER = { 'other/index.ts': 'export {};\n' };

function expectLost(run: GitRun, ...tags: string[]): void {
  expect(run.exitCode).toBe(1);
  const lost = [...run.stderr.matchAll(/error\[removed-migration\] (\S+)/g)].map(([, tag]) => tag);
  expect(lost.sort()).toEqual(tags);
}

function expectNothingLost(run: GitRun): void {
  expect(run.stderr).not.toMatch(/removed-migration|edited-migration|edited-snapshot/);
  expect(run.exitCode).toBe(0);
}

describe('where no base is known', () => {
  test('-s ours loses theirs: stopped, the way out works', () =>
    withDb((repository) => {
      forked(repository);
      const before = head(repository);
      const run = repository.git(['merge', '--no-edit', '-s', 'ours', 'main']);
      expectLost(run, '0003_tag');
      expect(words(run, repository)).toMatchInlineSnapshot(`
        "db
          error[removed-migration] 0003_tag is on main and was removed here: databases that ran it keep what it did, new ones never get it
            db/drizzle/meta/_journal.json
          ours    feat: 0003_title
          theirs  main: 0003_tag
          takes this merge back and merges again, so that 0003_tag stays: without \`-s ours\`, and with both sides' changes of the schema; to drop it on purpose, do so in a commit of its own first
          next:
            git merge --abort
            git merge main
        no base was found, so it is not known what has landed: the other side of this merge was taken for it; "base" in drizzle-guard.json names it (or \`git fetch\`, where there is a remote)
        drizzle-guard stopped this merge before it was recorded; the merged files are in the work tree and staged.
        Not committing merge; use 'git commit' to complete the merge."
      `);
      expect(head(repository)).toBe(before);
      repository.prepare('merge', '--abort');
      expect(repository.prepare('status', '--porcelain')).toBe('');
    }));

  test.runIf(isLong)('-s ours on the side that has nothing of its own: theirs is lost all the same', () =>
    withDb((repository) => {
      fork(repository, OTHER, steps(THEIRS));
      expectLost(repository.git(['merge', '--no-edit', '-s', 'ours', 'main']), '0003_tag');
    }),
  );

  test('what was mine is not lost either: the tree of the other side is taken as it is', () =>
    withDb((repository) => {
      fork(repository, steps(MINE), OTHER);
      repository.prepare('merge', '--no-commit', '--no-ff', 'main');
      repository.prepare('rm', '-r', '--quiet', 'db');
      repository.prepare('checkout', 'main', '--', 'db');
      expectLost(repository.git(['commit', '--no-edit']), '0003_title');
    }));

  test('-X ours: where the sides have to be put in order, that is what is said', () =>
    withDb((repository) => {
      forked(repository);
      const run = repository.git(['merge', '--no-edit', '-X', 'ours', 'main']);
      expect(run.exitCode).toBe(1);
      expect(run.stderr).toContain('next:');
      expect(run.stderr).not.toMatch(/merge --abort|no base was found/);
    }));

  test('a resolution by hand that drops its files and its columns, and is sound in itself', () =>
    withDb((repository) => {
      forked(repository);
      expect(repository.git(['merge', 'main']).exitCode).toBe(1);
      repository.prepare('checkout', 'feat', '--', '.');
      repository.prepare('rm', '--quiet', '-f', 'db/drizzle/0003_tag.sql');
      repository.write({ 'db/src/schema.ts': schemaWith('users.title') });
      expectLost(conclude(repository), '0003_tag');
    }));

  test.runIf(isLong)('an octopus that loses what one of its heads has', () =>
    withDb((repository) => {
      const { prepare, commit } = repository;
      fork(repository, steps(THEIRS), OTHER, 'main');
      prepare('checkout', '--quiet', '-b', 'third');
      commit('Third', { 'third/index.ts': 'export {};\n' });
      prepare('checkout', '--quiet', 'main');
      commit('On main', { 'main/index.ts': 'export {};\n' });
      expectLost(repository.git(['merge', '--no-edit', '-s', 'ours', 'feat', 'third']), '0003_tag');
    }),
  );

  test('SQL that both sides have, changed by the merge alone', () =>
    withDb((repository) => {
      fork(repository, steps(THEIRS), OTHER, 'main');
      repository.prepare('merge', '--no-commit', '--no-ff', 'feat');
      repository.write({ 'db/drizzle/0001_entries.sql': 'SELECT 1;' });
      repository.prepare('add', '.');
      const run = repository.git(['commit', '--no-edit']);
      expect(run.exitCode).toBe(1);
      expect(run.stderr).toContain('error[edited-migration] 0001_entries is on');
    }));

  test.runIf(isLong)('SQL that only the other side has, changed by the merge', () =>
    withDb((repository) => {
      fork(repository, OTHER, steps(THEIRS));
      repository.prepare('merge', '--no-commit', '--no-ff', 'main');
      repository.write({ 'db/drizzle/0003_tag.sql': 'ALTER TABLE "entries" ADD COLUMN "tag" varchar;' });
      repository.prepare('add', '.');
      const run = repository.git(['commit', '--no-edit']);
      expect(run.exitCode).toBe(1);
      expect(run.stderr).toContain('error[edited-migration] 0003_tag is on main');
    }),
  );
});

describe('where a base is known', () => {
  const withRemote = (use: (repository: Repository) => void) =>
    withDb((repository) => {
      repository.addRemote();
      use(repository);
    });

  test('a migration of another branch that has not landed either is not lost', () =>
    withRemote((repository) => {
      fork(repository, steps(MINE), OTHER);
      repository.prepare('checkout', '--quiet', '-b', 'other', 'main');
      repository.commit('Other', steps(THEIRS));
      repository.prepare('checkout', '--quiet', 'feat');
      const run = repository.git(['merge', '--no-edit', '-s', 'ours', 'other']);
      expectLost(run, '0003_tag');
      expect(run.stderr).not.toContain('no base was found');
    }));

  test('what the other side has taken out of what has landed comes in only now, and is stopped', () =>
    withRemote((repository) => {
      const { prepare, commit, git } = repository;
      commit('Theirs', steps(THEIRS));
      prepare('push', '--quiet', 'origin', 'main');
      prepare('checkout', '--quiet', '-b', 'rev');
      prepare('revert', '--no-edit', 'HEAD');
      prepare('checkout', '--quiet', 'main');
      const run = git(['merge', '--no-edit', '--no-ff', 'rev']);
      expectLost(run, '0003_tag');
      expect(run.stderr).toContain('0003_tag stays: what it did to the schema is undone by a new migration');
      expect(followAdvice(repository, run)).toMatchObject({ exitCode: 0 });
      expect(tagsOf(repository)).toEqual(['0003_tag', expect.stringMatching(/^0004_/)]);
      expect(repository.bin(['check', '--base', 'auto'])).toMatchObject({ exitCode: 0 });
      // On the branch that has done it, it is older.
      prepare('reset', '--quiet', '--hard', 'HEAD^');
      commit('On main', OTHER);
      prepare('checkout', '--quiet', 'rev');
      expectNothingLost(git(['merge', '--no-edit', 'main']));
    }));

  test.runIf(isLong)('what has landed is told once', () =>
    withRemote((repository) => {
      forked(repository);
      repository.prepare('push', '--quiet', 'origin', 'main');
      expectLost(repository.git(['merge', '--no-edit', '-s', 'ours', 'origin/main']), '0003_tag');
    }),
  );

  test('an edit of what had landed that is taken back by the merge is no loss', () =>
    withRemote((repository) => {
      fork(repository, { 'db/drizzle/0001_entries.sql': 'SELECT 1;' }, OTHER);
      repository.prepare('push', '--quiet', 'origin', 'main');
      repository.prepare('merge', '--no-commit', '--no-ff', 'origin/main');
      repository.prepare('checkout', 'main', '--', 'db');
      expectNothingLost(repository.git(['commit', '--no-edit']));
    }));
});

describe('is no loss', () => {
  test('what the other side took out on purpose before', () =>
    withDb((repository) => {
      repository.commit('Landed', steps(THEIRS));
      const before = steps();
      fork(repository, OTHER, before);
      repository.prepare('checkout', '--quiet', 'main');
      repository.prepare('rm', '--quiet', 'db/drizzle/0003_tag.sql', 'db/drizzle/meta/0003_snapshot.json');
      repository.commit('Reverted');
      repository.prepare('checkout', '--quiet', 'feat');
      expectNothingLost(repository.git(['merge', '--no-edit', 'main']));
      repository.prepare('reset', '--quiet', '--hard', 'HEAD~1');
      repository.prepare('checkout', '--quiet', 'main');
      expectNothingLost(repository.git(['merge', '--no-edit', 'feat']));
    }));

  test.runIf(isLong)('what has another number and the same SQL', () =>
    withDb((repository) => {
      forked(repository);
      repository.git(['merge', 'main']);
      repository.remove('db/drizzle/0003_title.sql');
      repository.write(steps(THEIRS, { ...MINE, tag: '0004_title' }));
      expectNothingLost(conclude(repository));
    }),
  );

  test.runIf(isLong)('several that were made again as one, with other statements', () =>
    withDb((repository) => {
      const second: Step = { tag: '0004_label', column: 'users.label', when: MINE.when + 1000 };
      fork(repository, steps(MINE, second), steps(THEIRS));
      repository.git(['merge', 'main']);
      for (const file of ['0003_title', '0004_label']) repository.remove(`db/drizzle/${file}.sql`);
      repository.write(steps(THEIRS, { ...MINE, tag: '0004_both' }, { ...second, tag: '0005_label' }));
      repository.write({
        'db/drizzle/0004_both.sql': 'ALTER TABLE "users" ADD COLUMN IF NOT EXISTS "title" text;',
        'db/drizzle/0005_label.sql': 'ALTER TABLE "users" ADD COLUMN "label" text DEFAULT NULL;',
      });
      expectNothingLost(conclude(repository));
    }),
  );

  test('but rows that were written by hand are, where they are not written again', () =>
    withDb((repository) => {
      const fill: Step = {
        tag: '0004_fill',
        sql: `UPDATE "entries" SET "note" = '';`,
        when: MINE.when + 1000,
      };
      fork(repository, steps(MINE, fill), steps(THEIRS));
      repository.git(['merge', 'main']);
      for (const file of ['0003_title', '0004_fill']) repository.remove(`db/drizzle/${file}.sql`);
      repository.write(steps(THEIRS, { ...MINE, tag: '0004_title' }));
      expectLost(conclude(repository), '0004_fill');
      repository.write(steps(THEIRS, { ...MINE, tag: '0004_title' }, { ...fill, tag: '0005_fill' }));
      expectNothingLost(conclude(repository));
      expect(tagsOf(repository).slice(-2)).toEqual(['0004_title', '0005_fill']);
    }));
});
