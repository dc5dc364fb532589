import { isLong, type Repository } from 'testkit';
import { expect, test } from 'vitest';
import { followAdvice, tagsOf } from '../hooks/advice';
import {
  conclude,
  conflicted,
  fork,
  forked,
  head,
  landedMeanwhile,
  MINE,
  steps,
  withDb,
  words,
  type Step,
} from '../hooks/fixtures';

const FILL: Step = {
  tag: '0003_fill',
  sql: `UPDATE "entries" SET "note" = 'none' WHERE "note" = '';`,
  when: MINE.when,
};

function expectConcluded(repository: Repository): void {
  expect(repository.prepare('rev-list', '--parents', '--max-count=1', 'HEAD').split(' ')).toHaveLength(3);
  expect(repository.prepare('status', '--porcelain')).toBe('');
  expect(repository.bin(['check']).exitCode).toBe(0);
}

test.runIf(isLong)('two generated migrations: mine is made again after theirs', async () => {
  await withDb((repository) => {
    conflicted(repository);
    const stopped = conclude(repository);
    expect([stopped.exitCode, words(stopped, repository)]).toMatchInlineSnapshot(`
      [
        1,
        "db
        error[broken-journal] db/drizzle/meta/_journal.json holds the conflict markers of a merge (line 29)
        error[malformed-snapshot] db/drizzle/meta/0003_snapshot.json holds the conflict markers of a merge (line 2)
        ours    feat: 0003_title
        theirs  main: 0003_tag
        takes the migrations of main as they are, and makes 0003_title again after them
        next:
          git restore --source=<commit> --staged --worktree -- db/drizzle
          npx drizzle-guard generate --database db --name title
          git add db/drizzle
          git commit --no-edit
      drizzle-guard stopped this commit; nothing was recorded.",
      ]
    `);
    expect(followAdvice(repository, stopped)).toMatchObject({ exitCode: 0 });
    expectConcluded(repository);
    expect(tagsOf(repository)).toEqual(['0003_tag', '0004_title']);
    expect(repository.read('db/drizzle/0004_title.sql')).toBe('ALTER TABLE "users" ADD COLUMN "title" text;');
  });
});

test.runIf(isLong)('a hand-written migration among mine: its SQL is kept', async () => {
  await withDb((repository) => {
    forked(repository);
    repository.commit('By hand', steps(MINE, { ...FILL, tag: '0004_fill', when: MINE.when + 1 }));
    expect(repository.git(['merge', 'main']).exitCode).toBe(1);
    const stopped = conclude(repository);
    expect(words(stopped, repository)).toMatchInlineSnapshot(`
      "db
        error[broken-journal] db/drizzle/meta/_journal.json holds the conflict markers of a merge (line 29)
        error[malformed-snapshot] db/drizzle/meta/0003_snapshot.json holds the conflict markers of a merge (line 2)
        error[dangling-parent] db/drizzle/meta/0004_snapshot.json continues snapshot "<commit>-4613-45ad-8b31-<commit>", but no snapshot that can be read has that id
        ours    feat: 0003_title, 0004_fill
        theirs  main: 0003_tag
        takes the migrations of main as they are, and makes 0003_title and 0004_fill again after them, with the SQL that was written by hand
        next:
          git restore --source=<commit> --staged --worktree -- db/drizzle
          npx drizzle-guard generate --database db --name title
          npx drizzle-guard generate --database db --custom --name fill
          git show <commit>:db/drizzle/0004_fill.sql | tee db/drizzle/*_fill.sql
          git add db/drizzle
          git commit --no-edit
      drizzle-guard stopped this commit; nothing was recorded."
    `);
    expect(followAdvice(repository, stopped)).toMatchObject({ exitCode: 0 });
    expectConcluded(repository);
    const [theirs, ...mine] = tagsOf(repository);
    expect([theirs, mine.length]).toEqual(['0003_tag', 2]);
    const sql = mine.map((tag) => repository.read(`db/drizzle/${tag}.sql`));
    expect(sql).toEqual(['ALTER TABLE "users" ADD COLUMN "title" text;', FILL.sql]);
  });
});

test.runIf(isLong)('only hand-written SQL on my side', async () => {
  await withDb((repository) => {
    conflicted(repository, FILL);
    const stopped = conclude(repository);
    expect(followAdvice(repository, stopped)).toMatchObject({ exitCode: 0 });
    expectConcluded(repository);
    expect(tagsOf(repository)).toEqual(['0003_tag', '0004_fill']);
    expect(repository.read('db/drizzle/0004_fill.sql')).toBe(FILL.sql);
  });
});

test('on the base, the branch that is merged in moves, because ours has landed', async () => {
  await withDb((repository) => {
    landedMeanwhile(repository);
    repository.prepare('checkout', '--quiet', 'main');
    const before = head(repository);
    expect(repository.git(['merge', 'feat']).exitCode).toBe(1);
    const stopped = conclude(repository);
    expect(words(stopped, repository)).toMatchInlineSnapshot(`
      "db
        error[broken-journal] db/drizzle/meta/_journal.json holds the conflict markers of a merge (line 29)
        error[malformed-snapshot] db/drizzle/meta/0003_snapshot.json holds the conflict markers of a merge (line 2)
        ours    main: 0003_tag (landed)
        theirs  feat: 0003_title
        moves 0003_title behind the migrations of main, with every byte of SQL
        next:
          npx drizzle-guard rebase --database db
          git commit --no-edit
      drizzle-guard stopped this commit; nothing was recorded."
    `);
    expect(followAdvice(repository, stopped)).toMatchObject({ exitCode: 0 });
    expectConcluded(repository);
    expect(tagsOf(repository)).toEqual(['0003_tag', '0004_title']);
    expect(repository.prepare('diff', '--name-only', before, '--', 'db/drizzle/0003*')).toBe('');
  });
});

test.runIf(isLong)('stopped by pre-merge-commit: the same words, and they work', async () => {
  await withDb((repository) => {
    forked(repository);
    const stopped = repository.git(['merge', '--no-edit', '--strategy-option', 'theirs', 'main']);
    expect([stopped.exitCode, stopped.hooks]).toEqual([1, ['pre-merge-commit']]);
    expect(followAdvice(repository, stopped)).toMatchObject({ exitCode: 0 });
    expectConcluded(repository);
  });
});

test('theirs has no migration of its own and ours was broken while resolving', async () => {
  await withDb((repository) => {
    fork(repository, { ...steps(MINE), 'notes.txt': 'one\n' }, { 'notes.txt': 'two\n' });
    expect(repository.git(['merge', 'main']).exitCode).toBe(1);
    repository.remove('db/drizzle/0003_title.sql');
    const stopped = conclude(repository);
    expect([stopped.exitCode, stopped.hooks]).toEqual([1, ['pre-commit']]);
    expect(words(stopped, repository)).toMatchInlineSnapshot(`
      "db
        error[missing-sql] 0003_title is in the journal, but db/drizzle/0003_title.sql is not there
          db/drizzle/meta/_journal.json:26
        ours    feat: 0003_title
        theirs  main: no migration of its own
        takes the migrations of feat as they are
        next:
          git restore --source=<commit> --staged --worktree -- db/drizzle
          git add db/drizzle
          git commit --no-edit
      drizzle-guard stopped this commit; nothing was recorded."
    `);
    expect(followAdvice(repository, stopped)).toMatchObject({ exitCode: 0 });
    expectConcluded(repository);
    expect(repository.prepare('diff', 'HEAD^1', '--', 'db')).toBe('');
  });
});
