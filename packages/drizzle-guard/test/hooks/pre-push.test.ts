import { isLong, type Repository } from 'testkit';
import { expect, test } from 'vitest';
import {
  commitWithHooks,
  landedMeanwhile,
  MINE,
  SCHEMA_ASIDE,
  schemaWith,
  steps,
  THEIRS,
  withDb,
  words,
  type Step,
} from './fixtures';

const withHistory = (use: (repository: Repository) => void) => withDb(use, {}, SCHEMA_ASIDE);

const OLD: Step = { ...MINE, when: THEIRS.when - 1000 };

test('a branch that forks with what has landed is stopped', async () => {
  await withHistory((repository) => {
    landedMeanwhile(repository);
    const run = repository.git(['push', 'origin', 'feat']);
    expect([run.exitCode, run.hooks]).toEqual([1, ['pre-push']]);
    expect(words(run, repository)).toMatchInlineSnapshot(`
      "db
        error[forked-history] origin/main has 0003_tag, which this branch lacks, and this branch has 0003_title: merged as they are, they fork
          db/drizzle/meta/_journal.json:26
          help: \`npx drizzle-guard rebase --onto origin/main\` brings in what has landed and moves 0003_title behind it
      to park unfinished work on a branch: \`git push --no-verify\`; before it lands, \`npx drizzle-guard check --base auto\` in CI says the same again
      drizzle-guard stopped this push; nothing was sent.
      error: failed to push some refs to '<place>/remote.git'"
    `);
    expect(repository.prepare('ls-remote', '--heads', 'origin')).not.toContain('feat');
  });
});

test('a migration older than the newest landed one is stopped', async () => {
  await withHistory((repository) => {
    landedMeanwhile(repository, OLD);
    const run = repository.git(['push', 'origin', 'feat']);
    expect(run.exitCode).toBe(1);
    expect(words(run, repository)).toMatchInlineSnapshot(`
      "db
        error[late-migration] 0003_title (<time>) is not newer than 0003_tag (<time>), which is on origin/main: drizzle-orm skips it in silence where that one is applied
          db/drizzle/meta/_journal.json:26
          help: \`npx drizzle-guard rebase --onto origin/main\` brings in what has landed and moves 0003_title behind it
        error[forked-history] origin/main has 0003_tag, which this branch lacks, and this branch has 0003_title: merged as they are, they fork
          db/drizzle/meta/_journal.json:26
          help: \`npx drizzle-guard rebase --onto origin/main\` brings in what has landed and moves 0003_title behind it
      to park unfinished work on a branch: \`git push --no-verify\`; before it lands, \`npx drizzle-guard check --base auto\` in CI says the same again
      drizzle-guard stopped this push; nothing was sent.
      error: failed to push some refs to '<place>/remote.git'"
    `);
  });
});

test('a late migration alone, on top of what has landed, is stopped by the commit and by the push', async () => {
  await withHistory((repository) => {
    repository.commit('Landed', steps(THEIRS));
    repository.addRemote();
    repository.prepare('checkout', '--quiet', '-b', 'feat');
    const commit = commitWithHooks(repository, steps(THEIRS, { ...OLD, tag: '0004_title' }), 'Late');
    expect([commit.exitCode, commit.hooks]).toEqual([1, ['pre-commit']]);
    expect(commit.stderr).toContain('error[late-migration] 0004_title');
    repository.commit('Late');
    const push = repository.git(['push', 'origin', 'feat']);
    expect([push.exitCode, push.hooks]).toEqual([1, ['pre-push']]);
    expect(push.stderr).toContain('error[late-migration] 0004_title');
    expect(push.stderr).toContain('which is on origin/main');
  });
});

test('the commit on a branch that has fallen behind is warned of the fork to come', async () => {
  await withHistory((repository) => {
    repository.addRemote();
    repository.commit('Landed', steps(THEIRS));
    repository.prepare('push', '--quiet');
    repository.prepare('checkout', '--quiet', '-b', 'feat', 'HEAD~1');
    const run = commitWithHooks(repository, steps(MINE), 'Feature');
    expect([run.exitCode, run.hooks]).toEqual([0, ['pre-commit', 'post-commit']]);
    expect(words(run, repository)).toMatchInlineSnapshot(`
      "db
        warning[forked-history] origin/main has 0003_tag, which this branch lacks, and this branch has 0003_title: merged as they are, they fork
          db/drizzle/meta/_journal.json:26
          help: \`npx drizzle-guard rebase --onto origin/main\` brings in what has landed and moves 0003_title behind it"
    `);
  });
});

test('new branch, more on it, deletion, tag, nothing to push', async () => {
  await withHistory((repository) => {
    repository.addRemote();
    repository.prepare('checkout', '--quiet', '-b', 'feat');
    repository.commit('Feature', steps(MINE));
    const passes = { exitCode: 0, hooks: ['pre-push'] };
    const ours = (args: string[]) => {
      const run = repository.git(['push', ...args]);
      expect(run.stderr).not.toMatch(/error|warning|finding|stopped/);
      return run;
    };
    expect(ours(['--set-upstream', 'origin', 'feat'])).toMatchObject(passes);
    repository.commit('More', steps(MINE, { tag: '0004_tag', column: 'tag', when: MINE.when + 1 }));
    expect(ours([])).toMatchObject(passes);
    expect(ours([])).toMatchObject(passes);
    repository.prepare('tag', 'v1');
    expect(ours(['origin', 'v1'])).toMatchObject(passes);
    expect(ours(['origin', 'HEAD:refs/heads/copy'])).toMatchObject(passes);
    expect(ours(['origin', '--delete', 'feat'])).toMatchObject(passes);
  });
});

test.runIf(isLong)('push of main itself: against what the remote has there', async () => {
  await withDb((repository) => {
    repository.addRemote();
    repository.commit('On main', steps(THEIRS));
    expect(repository.git(['push'])).toMatchObject({ exitCode: 0, hooks: ['pre-push'] });
    repository.commit('Stale', { 'db/src/schema.ts': schemaWith('tag', 'author') });
    const run = repository.git(['push']);
    expect([run.exitCode, run.hooks]).toEqual([1, ['pre-push']]);
    expect(run.stderr).toContain('column author is new');
    expect(run.stderr).not.toContain('--no-verify');
  });
});

test.runIf(isLong)('force push: what is on the remote does not excuse what replaces it', async () => {
  await withDb((repository) => {
    repository.addRemote();
    repository.prepare('checkout', '--quiet', '-b', 'feat');
    repository.commit('Feature', steps(MINE));
    repository.prepare('push', '--quiet', '--set-upstream', 'origin', 'feat');
    repository.prepare('reset', '--quiet', '--hard', 'HEAD~1');
    repository.commit('Again', { 'db/src/schema.ts': schemaWith('tag') });
    const run = repository.git(['push', '--force']);
    expect([run.exitCode, run.hooks]).toEqual([1, ['pre-push']]);
    expect(run.stderr).toContain('column tag is new');
    repository.prepare('reset', '--quiet', '--hard', 'HEAD~1');
    repository.commit('Right', steps({ ...MINE, when: MINE.when + 5 }));
    expect(repository.git(['push', '--force'])).toMatchObject({ exitCode: 0, hooks: ['pre-push'] });
  });
});

test.runIf(isLong)('several refs at once: each is judged', async () => {
  await withDb((repository) => {
    repository.addRemote();
    repository.prepare('branch', 'good');
    repository.prepare('checkout', '--quiet', '-b', 'bad');
    repository.commit('Stale', { 'db/src/schema.ts': schemaWith('tag') });
    const run = repository.git(['push', 'origin', 'good', 'bad']);
    expect([run.exitCode, run.hooks]).toEqual([1, ['pre-push']]);
    expect(repository.prepare('ls-remote', '--heads', 'origin')).not.toContain('good');
  });
});

test.runIf(isLong)('without a remote base only what the push itself brings is judged', async () => {
  await withDb((repository) => {
    repository.prepare('clone', '--quiet', '--bare', '.', '../elsewhere.git');
    repository.commit('Feature', steps(MINE));
    expect(repository.git(['push', '../elsewhere.git', 'main'])).toMatchObject({
      exitCode: 0,
      hooks: ['pre-push'],
    });
    repository.commit('Stale', { 'db/src/schema.ts': schemaWith('tag') });
    expect(repository.git(['push', '../elsewhere.git', 'main'])).toMatchObject({ exitCode: 1 });
  });
});

test.runIf(isLong)(
  'a push that changes no migration still says which of the branch have become late',
  async () => {
    await withDb((repository) => {
      const { prepare, commit, git } = repository;
      repository.addRemote();
      prepare('checkout', '--quiet', '-b', 'feat');
      commit('Feature', steps(OLD));
      expect(git(['push', '--set-upstream', 'origin', 'feat'])).toMatchObject({ exitCode: 0 });
      prepare('checkout', '--quiet', 'main');
      commit('Meanwhile', steps(THEIRS));
      prepare('push', '--quiet', 'origin', 'main');
      prepare('checkout', '--quiet', 'feat');
      for (const files of [{ 'notes.txt': 'x' }, { 'other/index.ts': 'export {};\n' }]) {
        commit('Elsewhere', files);
        const run = git(['push']);
        expect(run.exitCode).toBe(0);
        expect(words(run, repository).split('\n')[0]).toBe(
          'db: this branch has 1 migration that will be late on origin/main (0003_title): `npx drizzle-guard check --base auto` says what to do',
        );
      }
      const { exitCode, stdout } = repository.bin(['check', '--base', 'auto'], { env: repository.env });
      expect(exitCode).toBe(1);
      expect(stdout).toContain('late-migration');
    });
  },
);

test.runIf(isLong)('newer ones that would fork are told as well, and one that is waived is not', async () => {
  await withDb((repository) => {
    const { commit, git } = repository;
    landedMeanwhile(repository);
    repository.prepare('push', '--quiet', '--set-upstream', 'origin', 'feat');
    commit('Elsewhere', { 'notes.txt': 'x' });
    expect(git(['push']).stderr).toContain(
      'this branch has 1 migration that will be forked with what landed on origin/main meanwhile (0003_title)',
    );
    const checks = { 'forked-history': 'off', 'duplicate-prefix': 'off' };
    commit('Waived', { 'drizzle-guard.json': JSON.stringify({ checks }) });
    expect(git(['push']).stderr).not.toContain('this branch has');
  });
});

test.runIf(isLong)('where only one of the two has new migrations nothing is said', async () => {
  await withDb((repository) => {
    const { prepare, commit, git } = repository;
    repository.addRemote();
    prepare('checkout', '--quiet', '-b', 'feat');
    commit('Feature', steps(MINE));
    prepare('push', '--quiet', '--set-upstream', 'origin', 'feat');
    prepare('checkout', '--quiet', 'main');
    commit('Meanwhile', { 'other/index.ts': 'export {};\n' });
    prepare('push', '--quiet', 'origin', 'main');
    prepare('checkout', '--quiet', 'feat');
    commit('Elsewhere', { 'notes.txt': 'x' });
    const run = git(['push']);
    expect([run.exitCode, run.stderr]).toEqual([0, expect.not.stringContaining('this branch')]);
  });
});
