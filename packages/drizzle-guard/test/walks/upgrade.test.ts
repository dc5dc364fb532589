import { isLong } from 'testkit';
import { describe, expect, test, vi } from 'vitest';
import { followAdvice } from '../hooks/advice';
import { conclude, schemaWith, steps, words, type Step } from '../hooks/fixtures';
import {
  checked,
  MANIFEST,
  titlesIn,
  upgrade,
  upgradedMeanwhile,
  upgradedOnce,
  withOldDb,
} from './upgrade-fixtures';

// One branch has run drizzle-kit's upgrade to folders, another still has a journal.

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });
upgradedOnce();

const passes = { exitCode: 0 };
const TAG = { tag: '0003_tag', column: 'tag' } satisfies Step;
const FILL = { tag: '0004_fill', sql: `UPDATE "entries" SET "tag" = 'none';\n` } satisfies Step;
const UPGRADED = ['users', 'entries', 'first_entry'];

describe('main was upgraded, and an old branch has migrations of its own', () => {
  test('the branch merges main: its migrations become folders, hand-written SQL as it is', () =>
    withOldDb((repository) => {
      upgradedMeanwhile(repository, steps(TAG, FILL));
      expect(checked(repository, '--base', 'origin/main')).toEqual([2, 'forked-history', 'layout-mismatch']);
      expect(repository.git(['merge', 'origin/main'])).toMatchObject({ exitCode: 1, hooks: [] });
      const run = conclude(repository);
      expect([run.exitCode, words(run, repository)]).toMatchInlineSnapshot(`
        [
          1,
          "db
          error[mixed-layout] db/drizzle holds both layouts: 20260105090000_users, 20260105090100_entries and 20260105090200_first_entry in folders (drizzle-kit 1.0), and a journal (0.x) with 0003_tag and 0004_fill beside them
            db/drizzle/20260105090000_users/migration.sql
          ours    feat: 0003_tag, 0004_fill
          theirs  origin/main: no migration of its own
          next:
            git rm -r --force --quiet -- db/drizzle
            git restore --source=<commit> --worktree -- db/drizzle
            cd db
            npx drizzle-kit up
            cd ..
            git restore --source=<commit> --staged --worktree -- db/drizzle
            git add db/drizzle
            git commit --no-edit
        drizzle-guard stopped this commit; nothing was recorded.",
        ]
      `);
      expect(followAdvice(repository, run)).toMatchObject(passes);
      expect(titlesIn(repository)).toEqual([...UPGRADED, 'tag', 'fill']);
      expect(repository.read('db/drizzle/20260107000000_fill/migration.sql')).toBe(FILL.sql);
      expect(checked(repository, '--base', 'auto')).toEqual([0]);
      expect(repository.git(['push', 'origin', 'feat'])).toMatchObject(passes);
    }));

  test.runIf(isLong)(
    'main merges the branch, whose migration would come late by now: it gets another time',
    () =>
      withOldDb((repository) => {
        upgradedMeanwhile(repository, steps(TAG));
        repository.prepare('checkout', '--quiet', 'main');
        repository.write({ 'db/src/schema.ts': schemaWith('users.title') });
        expect(repository.bin(['generate', '--name', 'title'])).toMatchObject(passes);
        repository.commit('Title');
        repository.prepare('push', '--quiet', 'origin', 'main');
        // Not even resolved: the advice clears what git could not merge.
        expect(repository.git(['merge', 'feat'])).toMatchObject({ exitCode: 1 });
        const run = repository.git(['commit', '--all', '--no-edit']);
        expect(run.stderr).toContain('mv db/drizzle/20260106000000_tag db/drizzle/');
        expect(followAdvice(repository, run)).toMatchObject(passes);
        expect(titlesIn(repository)).toEqual([...UPGRADED, 'title', 'tag']);
        expect(checked(repository, '--base', 'auto')).toEqual([0, 'unmerged-fork']);
      }),
  );

  test.runIf(isLong)(
    'the upgrade does not get lost in a merge: neither -s ours nor the old folder taken whole',
    () =>
      withOldDb((repository) => {
        upgradedMeanwhile(repository, steps(TAG));
        const lost = repository.git(['merge', '--no-edit', '-s', 'ours', 'origin/main']);
        expect(lost.exitCode).not.toBe(0);
        expect(lost.stderr).toContain('error[reverted-upgrade] db/drizzle is in folders on origin/main');
        expect(followAdvice(repository, lost)).toMatchObject(passes);
        expect(titlesIn(repository)).toEqual([...UPGRADED, 'tag']);

        repository.prepare('checkout', '--quiet', 'main');
        const mine = repository.git(['merge', '--no-edit', '-s', 'ours', 'feat~1']);
        expect(mine.exitCode).toBe(1);
        expect(mine.stderr).toContain('error[removed-migration] 0003_tag is on');
      }),
  );

  test.runIf(isLong)('picked or rebased onto main: one finding, whose help is the way out', () =>
    withOldDb((repository) => {
      upgradedMeanwhile(repository, steps(TAG));
      repository.prepare('checkout', '--quiet', '--detach', 'origin/main');
      expect(repository.git(['cherry-pick', 'feat'])).toMatchObject({ exitCode: 1 });
      repository.prepare('add', '.');
      const picked = repository.git(['cherry-pick', '--continue']);
      expect(words(picked, repository)).toMatchInlineSnapshot(`
        "db
          error[mixed-layout] db/drizzle holds both layouts: 20260105090000_users, 20260105090100_entries and 20260105090200_first_entry in folders (drizzle-kit 1.0), and a journal (0.x) with 0003_tag beside them
            db/drizzle/20260105090000_users/migration.sql
          ours    HEAD: no migration of its own
          theirs  <commit>: 0003_tag
          takes the migrations of HEAD as they are, and makes 0003_tag again after them
          next:
            git restore --source=<commit> --staged --worktree -- db/drizzle
            npx drizzle-guard generate --database db --name tag
            git add db/drizzle
            git cherry-pick --continue
        drizzle-guard stopped this commit; nothing was recorded."
      `);
      expect(followAdvice(repository, picked)).toMatchObject(passes);
      expect(titlesIn(repository)).toEqual([...UPGRADED, 'tag']);
      expect(checked(repository, '--base', 'auto')).toEqual([0]);

      repository.prepare('checkout', '--quiet', 'feat');
      expect(repository.git(['rebase', 'origin/main'])).toMatchObject({ exitCode: 1 });
      repository.prepare('add', '.');
      expect(repository.git(['rebase', '--continue'])).toMatchObject(passes);
      expect(checked(repository, '--base', 'auto')).toEqual([1, 'mixed-layout']);
      const push = repository.git(['push', '--force', 'origin', 'feat']);
      expect(push.exitCode).toBe(1);
      expect(push.stderr.match(/error\[[a-z-]+\]/g)).toEqual(['error[mixed-layout]']);
      for (const path of ['db/drizzle/meta', 'db/drizzle/0003_tag.sql']) repository.remove(path);
      expect(repository.bin(['generate', '--name', 'tag'])).toMatchObject(passes);
      repository.prepare('add', '.');
      expect(repository.git(['commit', '--message', 'In folders'])).toMatchObject(passes);
      expect(checked(repository, '--base', 'auto')).toEqual([0]);
      expect(repository.git(['push', '--force', 'origin', 'feat'])).toMatchObject(passes);
    }),
  );
});

test.runIf(isLong)('an upgrade that has not landed is made again on top of a journal that has', () =>
  withOldDb((repository) => {
    repository.prepare('checkout', '--quiet', '-b', 'feat');
    upgrade(repository);
    repository.prepare('checkout', '--quiet', 'main');
    repository.commit('Meanwhile', steps(TAG));
    repository.addRemote();
    repository.prepare('checkout', '--quiet', 'feat');
    expect(repository.git(['merge', 'origin/main'])).toMatchObject({ exitCode: 1 });
    const run = conclude(repository);
    expect(run.stderr).toMatch(
      /ours +feat: no migration of its own\n +theirs +origin\/main: 0003_tag \(landed\)/,
    );
    expect(followAdvice(repository, run)).toMatchObject(passes);
    expect(titlesIn(repository)).toEqual([...UPGRADED, 'tag']);
    expect(checked(repository, '--base', 'auto')).toEqual([0]);
    expect(repository.git(['push', 'origin', 'feat'])).toMatchObject(passes);
  }),
);

test('an upgrade that has landed is not taken back, and what it has moved is not edited with it', () =>
  withOldDb((repository) => {
    repository.addRemote();
    upgrade(repository);
    const sql = repository.prepare('ls-files', 'db/drizzle/*_entries/migration.sql');
    repository.write({ [sql]: `${repository.read(sql)}\nALTER TABLE "entries" ADD COLUMN "x" text;\n` });
    repository.prepare('commit', '--all', '--quiet', '--amend', '--no-edit');
    expect(checked(repository, '--base', 'auto')).toContain('edited-migration');
    const push = repository.git(['push', 'origin', 'main']);
    expect(push).toMatchObject({ exitCode: 1 });
    expect(push.stderr).toContain('error[edited-migration]');

    repository.prepare('checkout', '--quiet', '--detach', 'origin/main');
    repository.prepare('checkout', '--quiet', '-B', 'main');
    upgrade(repository);
    expect(repository.git(['push', 'origin', 'main'])).toMatchObject(passes);
    repository.prepare('revert', '--no-edit', 'HEAD');
    expect(checked(repository, '--base', 'auto')).toEqual([2, 'reverted-upgrade', 'layout-mismatch']);
    expect(repository.git(['push', 'origin', 'main']).stderr).toContain('error[reverted-upgrade]');
    repository.prepare('checkout', '--quiet', '-b', 'rev');
    expect(repository.git(['push', 'origin', 'rev']).exitCode).not.toBe(0);
  }));

test('a newer drizzle-kit than the layout is told by the commit that brings it, and a schema is not passed over', () =>
  withOldDb((repository) => {
    const bumped = { ...MANIFEST, 'pnpm-lock.yaml': 'drizzle-kit@1.0.0-rc.5\n' };
    for (const [file, text] of Object.entries(bumped)) {
      repository.write({ [file]: text });
      repository.prepare('add', file);
      const run = repository.git(['commit', '--message', 'Bump']);
      expect(run.exitCode).toBe(1);
      expect(run.stderr).toContain('error[layout-mismatch]');
      expect(run.stderr).toMatch(/run `(?:npx|pnpm exec) drizzle-kit up`/);
    }
    repository.commit('Bump');
    repository.write({ 'db/src/schema.ts': schemaWith('tag') });
    expect(repository.git(['commit', '--all', '--message', 'Column'])).toMatchObject({ exitCode: 1 });
    repository.write({ 'README.md': '#' });
    repository.prepare('restore', '.');
    repository.prepare('add', '.');
    expect(repository.git(['commit', '--message', 'Words'])).toMatchObject(passes);
    expect(checked(repository)).toEqual([2, 'layout-mismatch']);
    const doctor = repository.bin(['doctor']);
    expect([doctor.exitCode, doctor.stdout]).toEqual([2, expect.stringContaining('error[layout-mismatch]')]);
  }));
