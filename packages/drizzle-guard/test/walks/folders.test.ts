import { isLong, type Repository, sampleOf } from 'testkit';
import { describe, expect, test, vi } from 'vitest';
import { followAdvice } from '../hooks/advice';
import { APPLY, madeDatabase, pendingOf } from '../hooks/after';
import { conclude, fork, schemaWith, words } from '../hooks/fixtures';
import {
  foldersOf,
  forkedFolders,
  madeByKitOne,
  step,
  tagOf,
  withFoldersDb,
} from '../hooks/folders-fixtures';
import { forgetMigration, generateAndCommit } from '../hooks/generate-and-commit';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });
madeByKitOne();

const passes = { exitCode: 0 };

function checked({ bin }: Repository, ...args: string[]) {
  const run = bin(['check', ...args, '--json']);
  const codes = run.json().databases[0].findings.map(({ code }: { code: string }) => code);
  return { exitCode: run.exitCode, codes };
}

test('a change of the schema is committed with its migration, or not at all', () =>
  withFoldersDb((repository) => {
    forgetMigration(repository);
    generateAndCommit(repository, 'tag');
    expect(checked(repository)).toEqual({ exitCode: 0, codes: [] });
  }));

describe('two branches with a migration each', () => {
  test('merged: both stay, which is said, and the next generate continues both', () =>
    withFoldersDb((repository) => {
      forkedFolders(repository, step('title', 3), step('tag', 2));
      const push = repository.git(['push', 'origin', 'feat']);
      expect([push.exitCode, words(push, repository)]).toMatchInlineSnapshot(`
        [
          0,
          "db
          warning[unmerged-fork] origin/main has 20260102000000_tag, which this branch lacks, and this branch has 20260103000000_title: merged as they are, both end a branch
            db/drizzle/20260103000000_title/migration.sql
            help: bring what has landed in (\`git merge origin/main\`) and make sure that they do not touch the same things
        To <place>/remote.git
         * [new branch]      feat -> feat",
        ]
      `);
      const run = repository.git(['merge', '--no-edit', 'origin/main']);
      expect([run.exitCode, run.hooks, words(run, repository)]).toMatchInlineSnapshot(`
        [
          0,
          [
            "pre-merge-commit",
            "post-merge",
          ],
          "db
          warning[unmerged-fork] 20260102000000_tag and 20260103000000_title both end a branch: no migration continues both of them
            db/drizzle/20260103000000_title/snapshot.json
            help: make sure that they do not touch the same things; the next \`npx drizzle-guard generate\` continues all of them
        db: arrived 20260102000000_tag
          pending on pglite db/.pglite: 20260101000000_start, 20260102000000_tag, 20260103000000_title
          run \`npx drizzle-guard migrate --database db\`",
        ]
      `);
      expect(checked(repository)).toEqual({ exitCode: 0, codes: ['unmerged-fork'] });
      repository.write({ 'db/src/schema.ts': schemaWith('users.title', 'tag', 'kind') });
      generateAndCommit(repository, 'author');
      expect(checked(repository, '--base', 'origin/main')).toEqual({ exitCode: 0, codes: [] });
      expect(repository.git(['push', 'origin', 'feat'])).toMatchObject(passes);
    }));

  test('mine is older than the newest landed one: stopped, and made again after it', () =>
    withFoldersDb((repository) => {
      forkedFolders(repository, step('title', 2), step('tag', 3));
      const push = repository.git(['push', 'origin', 'feat']);
      expect([push.exitCode, words(push, repository)]).toMatchInlineSnapshot(`
        [
          1,
          "db
          error[late-migration] 20260102000000_title (<time>) is not newer than 20260103000000_tag (<time>), which is on origin/main: drizzle-orm applies it out of order, in silence, where that one is applied
            db/drizzle/20260102000000_title/migration.sql
            help: \`npx drizzle-guard rebase --onto origin/main\` brings in what has landed and moves 20260102000000_title behind it
          warning[unmerged-fork] origin/main has 20260103000000_tag, which this branch lacks, and this branch has 20260102000000_title: merged as they are, both end a branch
            db/drizzle/20260102000000_title/migration.sql
            help: bring what has landed in (\`git merge origin/main\`) and make sure that they do not touch the same things
        to park unfinished work on a branch: \`git push --no-verify\`; before it lands, \`npx drizzle-guard check --base auto\` in CI says the same again
        drizzle-guard stopped this push; nothing was sent.
        error: failed to push some refs to '<place>/remote.git'",
        ]
      `);
      const run = repository.git(['merge', '--no-edit', 'origin/main']);
      expect([run.exitCode, run.hooks, words(run, repository)]).toMatchInlineSnapshot(`
        [
          1,
          [
            "pre-merge-commit",
          ],
          "db
          error[late-migration] 20260102000000_title (<time>) is not newer than 20260103000000_tag (<time>), which is on origin/main: drizzle-orm applies it out of order, in silence, where that one is applied
            db/drizzle/20260102000000_title/migration.sql
          warning[unmerged-fork] 20260102000000_title and 20260103000000_tag both end a branch: no migration continues both of them
            db/drizzle/20260103000000_tag/snapshot.json
          ours    feat: 20260102000000_title
          theirs  origin/main: 20260103000000_tag (landed)
          moves 20260102000000_title behind the migrations of origin/main, with every byte of SQL
          next:
            npx drizzle-guard rebase --database db
            git commit --no-edit
        drizzle-guard stopped this merge before it was recorded; the merged files are in the work tree and staged.
        Not committing merge; use 'git commit' to complete the merge.",
        ]
      `);
      expect(followAdvice(repository, run)).toMatchObject(passes);
      expect(foldersOf(repository)).toEqual([tagOf('tag', 3), expect.stringMatching(/^\d{14}_title$/)]);
      expect(checked(repository, '--base', 'origin/main')).toEqual({ exitCode: 0, codes: [] });
      expect(repository.git(['push', 'origin', 'feat'])).toMatchObject(passes);
    }));

  test.runIf(isLong)('on main, an older branch that is merged in moves', () =>
    withFoldersDb((repository) => {
      forkedFolders(repository, step('title', 2), step('tag', 3));
      repository.prepare('checkout', '--quiet', 'main');
      const run = repository.git(['merge', '--no-edit', 'feat']);
      expect([run.exitCode, run.hooks, words(run, repository)]).toMatchInlineSnapshot(`
        [
          1,
          [
            "pre-merge-commit",
          ],
          "db
          error[late-migration] 20260102000000_title (<time>) is not newer than 20260103000000_tag (<time>), which is on origin/main: drizzle-orm applies it out of order, in silence, where that one is applied
            db/drizzle/20260102000000_title/migration.sql
          warning[unmerged-fork] 20260102000000_title and 20260103000000_tag both end a branch: no migration continues both of them
            db/drizzle/20260103000000_tag/snapshot.json
          ours    main: 20260103000000_tag (landed)
          theirs  feat: 20260102000000_title
          moves 20260102000000_title behind the migrations of main, with every byte of SQL
          next:
            npx drizzle-guard rebase --database db
            git commit --no-edit
        drizzle-guard stopped this merge before it was recorded; the merged files are in the work tree and staged.
        Not committing merge; use 'git commit' to complete the merge.",
        ]
      `);
      expect(followAdvice(repository, run)).toMatchObject(passes);
      expect(checked(repository, '--base', 'origin/main')).toEqual({ exitCode: 0, codes: [] });
    }),
  );

  test.runIf(isLong)('hand-written SQL among mine is kept', () =>
    withFoldersDb((repository) => {
      forkedFolders(repository, step('fill', 2), step('tag', 3));
      const run = repository.git(['merge', '--no-edit', 'origin/main']);
      expect([run.exitCode, words(run, repository)]).toMatchInlineSnapshot(`
        [
          1,
          "db
          error[late-migration] 20260102000000_fill (<time>) is not newer than 20260103000000_tag (<time>), which is on origin/main: drizzle-orm applies it out of order, in silence, where that one is applied
            db/drizzle/20260102000000_fill/migration.sql
          warning[unmerged-fork] 20260102000000_fill and 20260103000000_tag both end a branch: no migration continues both of them
            db/drizzle/20260103000000_tag/snapshot.json
          ours    feat: 20260102000000_fill
          theirs  origin/main: 20260103000000_tag (landed)
          moves 20260102000000_fill behind the migrations of origin/main, with every byte of SQL
          next:
            npx drizzle-guard rebase --database db
            git commit --no-edit
        drizzle-guard stopped this merge before it was recorded; the merged files are in the work tree and staged.
        Not committing merge; use 'git commit' to complete the merge.",
        ]
      `);
      expect(followAdvice(repository, run)).toMatchObject(passes);
      const [, fill] = foldersOf(repository);
      expect(repository.read(`db/drizzle/${fill}/migration.sql`)).toContain('UPDATE "entries"');
      expect(checked(repository, '--base', 'origin/main')).toEqual({ exitCode: 0, codes: [] });
    }),
  );

  test.runIf(isLong)('whose schemas conflict: the resolution is judged, and both migrations stay', () =>
    withFoldersDb((repository) => {
      forkedFolders(repository, step('author', 3), step('tag', 2));
      expect(repository.git(['merge', 'origin/main'])).toMatchObject({ exitCode: 1, hooks: [] });
      repository.write({ 'db/src/schema.ts': schemaWith('author') });
      const ours = conclude(repository);
      expect([ours.exitCode, ours.hooks]).toEqual([1, ['pre-commit']]);
      expect(ours.stderr).toContain('table entries: column tag is gone');
      repository.write({ 'db/src/schema.ts': schemaWith('author', 'tag') });
      const both = conclude(repository);
      expect([both.exitCode, both.hooks]).toEqual([0, ['pre-commit', 'post-commit']]);
      expect(both.stderr).toContain('db: arrived 20260102000000_tag');
      expect(checked(repository)).toEqual({ exitCode: 0, codes: ['unmerged-fork'] });
    }),
  );

  test.runIf(isLong)(
    'a clean rebase that leaves mine older says so, and one more commit makes it again',
    () =>
      withFoldersDb((repository) => {
        forkedFolders(repository, step('fill', 2), step('tag', 3));
        const run = repository.git(['rebase', 'origin/main']);
        expect([run.exitCode, run.hooks.at(-1), words(run, repository)]).toMatchInlineSnapshot(`
          [
            0,
            "post-rewrite",
            "Rebasing (1/1)
          db
            error[late-migration] 20260102000000_fill (<time>) is not newer than 20260103000000_tag (<time>), which is on origin/main: drizzle-orm applies it out of order, in silence, where that one is applied
              db/drizzle/20260102000000_fill/migration.sql
            the rebase is done, and what it left needs one more commit before it lands
            moves 20260102000000_fill behind the migrations of main, with every byte of SQL
            next:
              npx drizzle-guard rebase --database db --onto main
              git add db/drizzle
              git commit --message 'Put the migrations of db after those of main'
          db: arrived 20260103000000_tag
            pending on pglite db/.pglite: 20260101000000_start, 20260102000000_fill, 20260103000000_tag
            run \`npx drizzle-guard migrate --database db\`
          Successfully rebased and updated refs/heads/feat.",
          ]
        `);
        expect(followAdvice(repository, run)).toMatchObject(passes);
        expect(foldersOf(repository)).toEqual([tagOf('tag', 3), expect.stringMatching(/^\d{14}_fill$/)]);
        expect(checked(repository, '--base', 'origin/main')).toEqual({ exitCode: 0, codes: [] });
        expect(repository.git(['push', 'origin', 'feat'])).toMatchObject(passes);
      }),
  );

  test('without a remote nobody knows which has landed: nothing is stopped', () =>
    withFoldersDb((repository) => {
      fork(repository, step('title', 3), step('tag', 2), 'main');
      const run = repository.git(['merge', '--no-edit', 'feat']);
      expect([run.exitCode, words(run, repository)]).toMatchInlineSnapshot(`
        [
          0,
          "db
          warning[unmerged-fork] 20260102000000_tag and 20260103000000_title both end a branch: no migration continues both of them
            db/drizzle/20260103000000_title/snapshot.json
            help: make sure that they do not touch the same things; the next \`npx drizzle-guard generate\` continues all of them
          warning[late-migration] 20260102000000_tag (<time>) is not newer than 20260103000000_title (<time>), which is on feat: drizzle-orm applies it out of order, in silence, where that one is applied
            db/drizzle/20260102000000_tag/migration.sql
            help: \`npx drizzle-guard rebase --onto feat\` brings in what has landed and moves 20260102000000_tag behind it
        db: arrived 20260103000000_title
          pending on pglite db/.pglite: 20260101000000_start, 20260102000000_tag, 20260103000000_title
          run \`npx drizzle-guard migrate --database db\`",
        ]
      `);
    }));
});

describe('a landed migration', () => {
  const START = 'db/drizzle/20260101000000_start';
  const SQL = `${START}/migration.sql`;

  const CHANGES: [string, (repository: Repository) => void, string, string][] = [
    [
      'edited',
      ({ read, write }) => write({ [SQL]: `${read(SQL)}\nSELECT 1;` }),
      'edited-migration',
      `put the landed text back (\`git restore --source=origin/main --staged --worktree -- ${SQL} ${START}/snapshot.json\`)`,
    ],
    [
      'removed',
      ({ prepare }) => void prepare('rm', '--quiet', '-r', START),
      'removed-migration',
      `put its folder back (\`git restore --source=origin/main --staged --worktree -- ${START}\`)`,
    ],
    [
      'renamed',
      ({ prepare }) => void prepare('mv', START, 'db/drizzle/20260101000000_begin'),
      'removed-migration',
      'give the folder 20260101000000_begin its landed name back',
    ],
    [
      'left without its SQL',
      ({ prepare }) => void prepare('rm', '--quiet', SQL),
      'missing-sql',
      'bring the file back',
    ],
    [
      'left without its snapshot',
      ({ prepare }) => void prepare('rm', '--quiet', `${START}/snapshot.json`),
      'missing-snapshot',
      'bring it back',
    ],
  ];

  test.each(sampleOf(CHANGES, 2))('is not %s', (_, change, code, help) =>
    withFoldersDb((repository) => {
      repository.addRemote();
      repository.prepare('checkout', '--quiet', '-b', 'feat');
      change(repository);
      repository.prepare('add', '.');
      const run = repository.git(['commit', '--message', 'Change']);
      expect(run.exitCode).toBe(1);
      expect(run.stderr).toContain(`error[${code}] 20260101000000_start`);
      expect(run.stderr).toContain(help);
    }),
  );
});

test.runIf(isLong)('what a merge brought is applied, and what is late is said', () =>
  withFoldersDb((repository) => {
    madeDatabase(repository);
    repository.prepare('checkout', '--quiet', '-b', 'feat');
    repository.commit('Feature', step('tag', 2));
    repository.prepare('checkout', '--quiet', '-b', 'later', 'main');
    repository.commit('Later', step('title', 3));
    repository.prepare('checkout', '--quiet', 'main');
    const first = repository.git(['merge', 'later']);
    expect(words(first, repository)).toMatchInlineSnapshot(`
        "db: arrived 20260103000000_title
          applied to pglite db/.pglite: 20260101000000_start, 20260103000000_title"
      `);
    expect(pendingOf(repository)).toEqual([]);
    const second = repository.git(['merge', '--no-edit', 'feat']);
    expect([second.exitCode, words(second, repository)]).toMatchInlineSnapshot(`
        [
          0,
          "db
          warning[unmerged-fork] 20260102000000_tag and 20260103000000_title both end a branch: no migration continues both of them
            db/drizzle/20260103000000_title/snapshot.json
            help: make sure that they do not touch the same things; the next \`npx drizzle-guard generate\` continues all of them
        db: arrived 20260102000000_tag
          20260102000000_tag (<time>) is not applied, and older than the newest applied one (<time>): drizzle-orm would apply it out of order, in silence; if it does not depend on the order, run \`npx drizzle-guard migrate --database db --late apply\`; if it has not landed, \`npx drizzle-guard rebase\` moves it behind what has
          still pending: 20260102000000_tag",
        ]
      `);
    expect(pendingOf(repository)).toEqual([tagOf('tag', 2)]);
    expect(repository.bin(['migrate', '--late', 'apply'])).toMatchObject(passes);
    expect(pendingOf(repository)).toEqual([]);
  }, APPLY),
);
