import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { isLong, sampleOf, type Repository } from 'testkit';
import { conclude, fork, forked, head, schemaWith, steps, THEIRS, withDb, words } from './fixtures';

const OTHER = { 'other/index.ts': 'export {};\n' };

/** The two sides in one line, without a conflict in drizzle's files: what `main` has and `feat` builds on. */
function inLine(repository: Repository): void {
  fork(repository, steps(THEIRS), OTHER, 'main');
}

test('merge, clean: judged before it is recorded, passes in silence, says what arrived', async () => {
  await withDb((repository) => {
    inLine(repository);
    const run = repository.git(['merge', '--no-edit', 'feat']);
    expect([run.exitCode, run.hooks]).toEqual([0, ['pre-merge-commit', 'post-merge']]);
    expect(words(run, repository)).toMatchInlineSnapshot(`
      "db: arrived 0003_tag
        pending on pglite db/.pglite: 0000_users, 0001_entries, 0002_first_entry, 0003_tag
        run \`npx drizzle-guard migrate --database db\`"
    `);
    expect(repository.prepare('rev-list', '--count', '--merges', 'HEAD')).toBe('1');
  });
});

test('merge, clean for git and wrong for drizzle: stopped with the merge in the index', async () => {
  await withDb((repository) => {
    forked(repository);
    const before = head(repository);
    const run = repository.git(['merge', '--no-edit', '--strategy-option', 'ours', 'main']);
    expect([run.exitCode, run.hooks]).toEqual([1, ['pre-merge-commit']]);
    expect(words(run, repository)).toMatchInlineSnapshot(`
      "db
        error[orphan-sql] db/drizzle/0003_tag.sql is not in the journal, so no migrate will ever run it
        error[stale-schema] the schema of db has changes that no migration has:
          table entries: column tag is new
          db/src/schema.ts
        ours    feat: 0003_title
        theirs  main: 0003_tag
        moves 0003_title behind the migrations of main, with every byte of SQL
        next:
          npx drizzle-guard rebase --database db
          git commit --no-edit
      drizzle-guard stopped this merge before it was recorded; the merged files are in the work tree and staged.
      Not committing merge; use 'git commit' to complete the merge."
    `);
    expect(head(repository)).toBe(before);
    expect(repository.git(['commit', '--no-edit'])).toMatchObject({ exitCode: 1, hooks: ['pre-commit'] });
    repository.prepare('merge', '--abort');
    expect(repository.prepare('status', '--porcelain')).toBe('');
  });
});

test('merge, conflicted: the commit that concludes it is judged against both sides', async () => {
  await withDb((repository) => {
    forked(repository);
    expect(repository.git(['merge', 'main'])).toMatchObject({ exitCode: 1, hooks: [], stderr: '' });
    repository.prepare('checkout', '--ours', 'db/drizzle');
    repository.prepare('add', '.');
    const ways = [
      ['commit', '--no-edit'],
      ['merge', '--continue'],
      ['commit', '--all', '--no-edit'],
    ];
    for (const conclude of sampleOf(ways, 3)) {
      const run = repository.git(conclude);
      expect([run.exitCode, run.hooks]).toEqual([1, ['pre-commit']]);
      expect(run.stderr).toContain('error[orphan-sql] db/drizzle/0003_tag.sql');
    }
  });
});

test.runIf(isLong)('merge, conflicted elsewhere: concluded, post-commit says what arrived', async () => {
  await withDb((repository) => {
    repository.write({ 'notes.txt': 'one\n' });
    repository.commit('Notes');
    fork(repository, { ...steps(THEIRS), 'notes.txt': 'two\n' }, { 'notes.txt': 'three\n' }, 'main');
    expect(repository.git(['merge', 'feat']).exitCode).toBe(1);
    repository.write({ 'notes.txt': 'four\n' });
    const run = conclude(repository);
    expect([run.exitCode, run.hooks]).toEqual([0, ['pre-commit', 'post-commit']]);
    expect(words(run, repository)).toMatchInlineSnapshot(`
      "db: arrived 0003_tag
        pending on pglite db/.pglite: 0000_users, 0001_entries, 0002_first_entry, 0003_tag
        run \`npx drizzle-guard migrate --database db\`"
    `);
  });
});

test('merge, fast-forward: git asks nobody; post-merge says what arrived', async () => {
  await withDb((repository) => {
    repository.prepare('checkout', '--quiet', '-b', 'feat');
    repository.commit('Feature', steps(THEIRS));
    repository.prepare('checkout', '--quiet', 'main');
    const run = repository.git(['merge', 'feat']);
    expect([run.exitCode, run.hooks]).toEqual([0, ['post-merge']]);
    expect(run.stderr).toContain('db: arrived 0003_tag');
    // Nor would it with a branch that is not sound; the push is where that is found.
    repository.addRemote();
    repository.prepare('checkout', '--quiet', '-b', 'unsound');
    repository.commit('Unfinished', { 'db/src/schema.ts': schemaWith('tag', 'author') });
    repository.prepare('checkout', '--quiet', 'main');
    expect(repository.git(['merge', 'unsound'])).toMatchObject({
      exitCode: 0,
      stderr: '',
      hooks: ['post-merge'],
    });
    expect(repository.git(['push'])).toMatchObject({ exitCode: 1, hooks: ['pre-push'] });
  });
});

test('merge --squash: nothing is recorded, so nothing is said; the commit is judged', async () => {
  await withDb((repository) => {
    forked(repository);
    const squash = repository.git(['merge', '--squash', '--strategy-option', 'ours', 'main']);
    expect(squash).toMatchObject({ exitCode: 0, hooks: ['post-merge'] });
    expect(words(squash, repository)).toMatchInlineSnapshot(
      `"Automatic merge went well; stopped before committing as requested"`,
    );
    const run = repository.git(['commit', '--message', 'Squashed']);
    expect([run.exitCode, run.hooks]).toEqual([1, ['pre-commit']]);
    expect(words(run, repository)).toMatchInlineSnapshot(`
      "db
        error[orphan-sql] db/drizzle/0003_tag.sql is not in the journal, so no migrate will ever run it
        error[stale-schema] the schema of db has changes that no migration has:
          table entries: column tag is new
          db/src/schema.ts
        ours    feat: 0003_title
        theirs  main: 0003_tag
        moves 0003_tag behind the migrations of feat, with every byte of SQL
        next:
          npx drizzle-guard rebase --database db
          git commit --no-edit
      drizzle-guard stopped this commit; nothing was recorded."
    `);
  });
});

test.runIf(isLong)('merge --no-commit: judged by the commit that follows, as a merge', async () => {
  await withDb((repository) => {
    forked(repository);
    const merge = repository.git(['merge', '--no-commit', '--strategy-option', 'ours', 'main']);
    expect([merge.exitCode, merge.hooks]).toEqual([0, []]);
    const run = repository.git(['commit', '--no-edit']);
    expect([run.exitCode, run.hooks]).toEqual([1, ['pre-commit']]);
    expect(run.stderr).toContain('theirs  main: 0003_tag');
  });
});

test.runIf(isLong)('merge, octopus: of several heads with migrations, one after another', async () => {
  await withDb((repository) => {
    const { prepare, commit } = repository;
    for (const [branch, step] of [
      ['feat', { tag: '0003_title', column: 'users.title', when: THEIRS.when + 1000 }],
      ['third', THEIRS],
    ] as const) {
      prepare('checkout', '--quiet', '-b', branch, 'main');
      commit(branch, steps(step));
    }
    prepare('checkout', '--quiet', 'main');
    commit('On main', { 'main/index.ts': 'export {};\n' });
    // Git makes no octopus of conflicting files: this is what somebody would leave who joined them by hand.
    prepare('merge', '--quiet', '--no-commit', '--no-ff', 'feat');
    prepare('checkout', 'third', '--', 'db/drizzle/0003_tag.sql');
    writeFileSync(
      path.join(repository.dir, '.git/MERGE_HEAD'),
      ['feat', 'third'].map((branch) => `${prepare('rev-parse', branch)}\n`).join(''),
    );
    const run = repository.git(['commit', '--no-edit']);
    expect([run.exitCode, words(run, repository)]).toMatchInlineSnapshot(`
      [
        1,
        "db
        error[orphan-sql] db/drizzle/0003_tag.sql is not in the journal, so no migrate will ever run it
        ours    main: no migration of its own
        theirs  feat and third: 0003_title, 0003_tag
        takes this merge back, and merges one head at a time: where one is stopped, it says how to go on
        next:
          git merge --abort
          git merge feat
          git merge third
      drizzle-guard stopped this commit; nothing was recorded.",
      ]
    `);
    const typed = [...run.stderr.matchAll(/^ *git (merge \S+)/gm)].map(([, merge]) => merge!.split(' '));
    const [abort, ...merges] = typed;
    expect(repository.git(abort!).exitCode).toBe(0);
    expect(merges.map((words) => repository.git(words).exitCode)).toEqual([0, 1]);
  });
});

test.runIf(isLong)('merge, octopus: every head is a parent', async () => {
  await withDb((repository) => {
    inLine(repository);
    repository.prepare('checkout', '--quiet', '-b', 'third');
    repository.commit('Third', { 'third/index.ts': 'export {};\n' });
    repository.prepare('checkout', '--quiet', 'main');
    repository.commit('On main', { 'main/index.ts': 'export {};\n' });
    const sound = repository.git(['merge', '--no-edit', 'feat', 'third']);
    expect([sound.exitCode, sound.hooks]).toEqual([0, ['pre-merge-commit', 'post-merge']]);
    expect(repository.prepare('rev-list', '--parents', '--max-count=1', 'HEAD').split(' ')).toHaveLength(4);
    expect(sound.stderr).toContain('db: arrived 0003_tag');

    // One head changes the schema, another takes its column away from the snapshot's reach.
    repository.prepare('checkout', '--quiet', '-b', 'stale');
    repository.commit('Stale', { 'db/src/schema.ts': schemaWith('tag', 'author') });
    repository.prepare('checkout', '--quiet', 'main');
    repository.commit('Again', { 'main/again.ts': 'export {};\n' });
    repository.prepare('checkout', '--quiet', 'third');
    repository.commit('Third again', { 'third/again.ts': 'export {};\n' });
    repository.prepare('checkout', '--quiet', 'main');
    const older = repository.git(['merge', '--no-edit', 'stale', 'third']);
    expect([older.exitCode, older.hooks]).toEqual([0, ['pre-merge-commit', 'post-merge']]);
    expect(words(older, repository)).toContain('1 older finding, not of this change');
  });
});
