import { isLong, sampleOf } from 'testkit';
import { expect, test } from 'vitest';
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
} from '../hooks/fixtures';

const NOTES = { 'notes.txt': 'mine\n' };

test.runIf(isLong)(
  'pull --rebase: git runs no hook that could stop it; post-rewrite says what arrived',
  async () => {
    await withDb((repository) => {
      repository.addRemote();
      const other = repository.clone('other');
      repository.commit('Feature', steps(THEIRS));
      repository.prepare('push', '--quiet');
      other.commit('Notes', NOTES);
      const run = other.git(['pull', '--rebase']);
      expect(run.exitCode).toBe(0);
      expect(run.hooks).toEqual(['post-checkout', 'post-commit', 'post-rewrite']);
      expect(words(run, other)).toMatchInlineSnapshot(`
      "From file://<place>/remote
         <commit>..<commit>  main       -> origin/main
      Rebasing (1/1)
      db: arrived 0003_tag
        pending on pglite db/.pglite: 0000_users, 0001_entries, 0002_first_entry, 0003_tag
        run \`npx drizzle-guard migrate --database db\`
      Successfully rebased and updated refs/heads/main."
    `);
    });
  },
);

test('rebase that only moves forward: post-checkout says what arrived', async () => {
  await withDb((repository) => {
    repository.prepare('branch', 'behind');
    repository.commit('Feature', steps(THEIRS));
    repository.prepare('checkout', '--quiet', 'behind');
    const run = repository.git(['rebase', 'main']);
    expect([run.exitCode, run.hooks]).toEqual([0, ['post-checkout']]);
    expect(run.stderr).toContain('db: arrived 0003_tag');
  });
});

test('rebase, clean: what it leaves unsound is stopped by the push', async () => {
  await withDb((repository) => {
    repository.addRemote();
    fork(repository, steps(MINE), { 'db/src/schema.ts': schemaWith('tag') });
    const run = repository.git(['rebase', 'main']);
    expect(run.exitCode).toBe(0);
    expect(run.hooks).toEqual(['post-checkout', 'post-commit', 'post-rewrite']);
    const push = repository.git(['push', 'origin', 'feat']);
    expect([push.exitCode, push.hooks]).toEqual([1, ['pre-push']]);
    expect(push.stderr).toContain('table entries: column tag is new');
  });
});

test('rebase: a migration that was made in a merge commit is left out, and that is said', async () => {
  await withDb((repository) => {
    const { prepare } = repository;
    fork(repository, NOTES, { 'other.txt': 'theirs\n' });
    prepare('merge', '--quiet', '--no-commit', 'main');
    repository.write({ ...steps(MINE), 'scripts/fix.sql': 'select 1;\n' });
    prepare('add', '.');
    prepare('commit', '--quiet', '--no-verify', '--no-edit');
    const tip = head(repository);
    const run = repository.git(['rebase', 'main']);
    expect(run.hooks).toContain('post-rewrite');
    expect(run.stderr).toContain(
      `db/drizzle/${MINE.tag}.sql was made in a merge commit, which a rebase leaves out, and is in this branch no more`,
    );
    expect(run.stderr).not.toContain('scripts/');
    const [, reset] = /`(git reset [^`]*)`/.exec(run.stderr)!;
    prepare(...reset!.split(' ').slice(1));
    expect(head(repository)).toBe(tip);
  });
});

test('rebase: nothing is lost where a migration was moved in the merge commit', async () => {
  await withDb((repository) => {
    fork(repository, steps(MINE), steps(THEIRS));
    repository.git(['merge', 'main']);
    repository.bin(['rebase']);
    conclude(repository);
    expect(repository.git(['rebase', 'main']).exitCode).toBe(1);
    repository.bin(['rebase']);
    const run = repository.git(['-c', 'core.editor=true', 'rebase', '--continue']);
    expect([run.exitCode, run.hooks]).toEqual([0, expect.arrayContaining(['post-rewrite'])]);
    expect(run.stderr).not.toContain('merge commit');
    expect(tagsOf(repository)).toEqual(['0003_tag', '0004_title']);
  });
});

test('rebase, with a conflict: --continue runs no pre-commit; the push is stopped', async () => {
  await withDb((repository) => {
    repository.addRemote();
    forked(repository);
    const start = repository.git(['rebase', 'main']);
    expect([start.exitCode, start.hooks]).toEqual([1, ['post-checkout']]);
    repository.prepare('checkout', '--ours', 'db/drizzle');
    repository.prepare('add', '.');
    const run = repository.git(['rebase', '--continue']);
    expect([run.exitCode, run.hooks]).toEqual([0, ['post-commit', 'post-rewrite']]);
    expect(words(run, repository)).toMatchInlineSnapshot(`
      "db
        error[orphan-sql] db/drizzle/0003_title.sql is not in the journal, so no migrate will ever run it
        the rebase is done, and what it left needs one more commit before it lands
        takes the migrations of main as they are, and makes 0003_title again after them
        next:
          git restore --source=<commit> --staged --worktree -- db/drizzle
          npx drizzle-guard generate --database db --name title
          git add db/drizzle
          git commit --message 'Put the migrations of db after those of main'
      db: arrived 0003_tag
        pending on pglite db/.pglite: 0000_users, 0001_entries, 0002_first_entry, 0003_tag
        run \`npx drizzle-guard migrate --database db\`
      Successfully rebased and updated refs/heads/feat."
    `);
    const push = repository.git(['push', 'origin', 'feat']);
    expect([push.exitCode, push.hooks]).toEqual([1, ['pre-push']]);
    expect(push.stderr).toContain('error[orphan-sql] db/drizzle/0003_title.sql');
    expect(followAdvice(repository, run)).toMatchObject({ exitCode: 0 });
    expect(tagsOf(repository)).toEqual(['0003_tag', '0004_title']);
    expect(repository.bin(['check', '--base', 'origin/main'])).toMatchObject({ exitCode: 0 });
  });
});

test.runIf(isLong)('rebase, with a conflict committed by hand: pre-commit judges it', async () => {
  await withDb((repository) => {
    forked(repository);
    repository.prepare('config', 'advice.skippedCherryPicks', 'false');
    expect(repository.git(['rebase', 'main']).exitCode).toBe(1);
    repository.prepare('checkout', '--ours', 'db/drizzle');
    const run = conclude(repository);
    expect([run.exitCode, run.hooks]).toEqual([1, ['pre-commit']]);
    expect(words(run, repository)).toMatchInlineSnapshot(`
      "db
        error[orphan-sql] db/drizzle/0003_title.sql is not in the journal, so no migrate will ever run it
        error[stale-schema] the schema of db has changes that no migration has:
          table users: column title is new
          db/src/schema.ts
        ours    main: 0003_tag
        theirs  feat: 0003_title
        moves 0003_title behind the migrations of main, with every byte of SQL
        next:
          npx drizzle-guard rebase --database db
          git rebase --continue
      drizzle-guard stopped this commit; nothing was recorded."
    `);
  });
});

test('cherry-pick, clean: git runs no pre-commit; the push is stopped', async () => {
  await withDb((repository) => {
    repository.addRemote();
    repository.prepare('checkout', '--quiet', '-b', 'feat');
    const picked = repository.commit('Schema alone', { 'db/src/schema.ts': schemaWith('tag') });
    repository.prepare('checkout', '--quiet', 'main');
    const run = repository.git(['cherry-pick', picked]);
    expect(run).toMatchObject({ exitCode: 0, stderr: '', hooks: ['post-commit'] });
    expect(repository.git(['push'])).toMatchObject({ exitCode: 1, hooks: ['pre-push'] });
  });
});

test.each(sampleOf([[['commit', '--no-edit']], [['cherry-pick', '--continue']]], 2))(
  'cherry-pick, with a conflict, concluded by %j: pre-commit judges it',
  async (conclude) => {
    await withDb((repository) => {
      forked(repository);
      const before = head(repository);
      expect(repository.git(['cherry-pick', 'main'])).toMatchObject({ exitCode: 1, hooks: [] });
      repository.prepare('checkout', '--ours', 'db/drizzle');
      repository.prepare('add', '.');
      const run = repository.git(conclude);
      expect([run.exitCode, run.hooks]).toEqual([1, ['pre-commit']]);
      expect(run.stderr).toContain('error[orphan-sql] db/drizzle/0003_tag.sql');
      expect(head(repository)).toBe(before);
    });
  },
);

test.runIf(isLong)('revert, clean: git runs no pre-commit; the push is stopped', async () => {
  await withDb((repository) => {
    repository.addRemote();
    const schema = { 'db/src/schema.ts': schemaWith('tag') };
    repository.commit('Migration', { ...steps(THEIRS), 'db/src/schema.ts': schemaWith() });
    const reverted = repository.commit('Schema', schema);
    expect(repository.git(['push'])).toMatchObject({ exitCode: 0 });
    const run = repository.git(['revert', '--no-edit', reverted]);
    expect(run).toMatchObject({ exitCode: 0, stderr: '', hooks: ['post-commit'] });
    const push = repository.git(['push']);
    expect([push.exitCode, push.hooks]).toEqual([1, ['pre-push']]);
    expect(push.stderr).toContain('table entries: column tag is gone');
  });
});

test('revert --no-commit: the commit that follows is judged', async () => {
  await withDb((repository) => {
    const reverted = repository.commit('Feature', steps(THEIRS));
    expect(repository.git(['revert', '--no-commit', reverted])).toMatchObject({ exitCode: 0, hooks: [] });
    repository.prepare('restore', '--source=HEAD', '--staged', '--worktree', 'db/drizzle');
    const run = repository.git(['commit', '--no-edit']);
    expect([run.exitCode, run.hooks]).toEqual([1, ['pre-commit']]);
    expect(run.stderr).toContain('table entries: column tag is gone');
  });
});
