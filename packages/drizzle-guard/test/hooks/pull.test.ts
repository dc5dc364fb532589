import { expect, test } from 'vitest';
import { MINE, steps, THEIRS, withDb, words } from './fixtures';

test('pull: a fast-forward or a true merge, as merge', async () => {
  await withDb((repository) => {
    repository.addRemote();
    const other = repository.clone('other');
    repository.commit('Feature', steps(THEIRS));
    repository.prepare('push', '--quiet');
    const forward = other.git(['pull', '--no-rebase']);
    expect([forward.exitCode, forward.hooks]).toEqual([0, ['post-merge']]);
    expect(forward.stderr).toContain('db: arrived 0003_tag');

    other.commit('Of the clone', { ...steps(THEIRS, { ...MINE, tag: '0004_title' }) });
    const second = { tag: '0004_note', column: 'remark', when: MINE.when - 1000 };
    repository.commit('Meanwhile', steps(THEIRS, second));
    repository.prepare('push', '--quiet');
    const merge = other.git(['pull', '--no-rebase', '--no-edit', '--strategy-option', 'theirs']);
    expect([merge.exitCode, merge.hooks]).toEqual([1, ['pre-merge-commit']]);
    expect(words(merge, other)).toMatchInlineSnapshot(`
      "From file://<place>/remote
         <commit>..<commit>  main       -> origin/main
      db
        error[orphan-sql] db/drizzle/0004_title.sql is not in the journal, so no migrate will ever run it
        error[stale-schema] the schema of db has changes that no migration has:
          table users: column title is new
          db/src/schema.ts
        ours    main: 0004_title
        theirs  origin/main: 0004_note (landed)
        moves 0004_title behind the migrations of origin/main, with every byte of SQL
        next:
          npx drizzle-guard rebase --database db
          git commit --no-edit
      drizzle-guard stopped this merge before it was recorded; the merged files are in the work tree and staged.
      Not committing merge; use 'git commit' to complete the merge."
    `);
  });
});
