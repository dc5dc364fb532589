import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isLong, type Repository } from 'testkit';
import { expect, test, vi } from 'vitest';
import { fork, forked, head, MINE, SCHEMA_ASIDE, steps, THEIRS, words } from './fixtures';
import { expectGreen, migrationsAt, MOVED, replaceHook, withSettling } from './settled';

// Each proves both orders on a throw-away database, and is checked afterwards.
vi.setConfig({ testTimeout: 240_000 });

/** What the moved migrations say of the schema is asked in the first test. */
const withSettlingAlone = (use: (repository: Repository) => void) => withSettling(use, {}, SCHEMA_ASIDE);

test('merge: from the command to green, with nothing to type', async () => {
  await withSettling((repository) => {
    const { prepare } = repository;
    forked(repository);
    const before = head(repository);
    const env = {
      GIT_AUTHOR_DATE: '2026-02-03T04:05:06+0200',
      GIT_COMMITTER_DATE: '2026-02-03T04:05:07+0200',
    };
    const message = 'Fusionné\n\nÀ la fin.\n';
    const run = repository.git(
      ['-c', 'i18n.commitEncoding=ISO-8859-1', '-c', 'user.name=Zoé', 'merge', '--message', message, 'main'],
      { env },
    );
    expect([run.exitCode, run.hooks]).toEqual([0, ['pre-merge-commit', 'post-merge']]);
    expect(words(run, repository)).toMatchInlineSnapshot(`
      "db: moved 0003_title → 0004_title
      db: arrived 0003_tag, 0004_title
        pending on pglite db/.pglite: 0000_users, 0001_entries, 0002_first_entry, 0003_tag, 0004_title
        run \`npx drizzle-guard migrate --database db\`"
    `);
    expectGreen(repository, 2);
    expect(migrationsAt(repository, 'HEAD')).toEqual(MOVED);
    expect(prepare('rev-parse', 'HEAD^1', 'HEAD^2', 'ORIG_HEAD').split('\n')).toEqual([
      before,
      prepare('rev-parse', 'main'),
      before,
    ]);
    // All that git itself has recorded a moment before is in it.
    const [now, then] = ['HEAD', 'HEAD@{1}'].map((name) => prepare('cat-file', 'commit', name).split('\n'));
    expect(now!.slice(1)).toEqual(then!.slice(1));
    expect(now).toEqual(expect.arrayContaining(['encoding ISO-8859-1', 'Fusionné', 'À la fin.']));
    expect(prepare('log', '-1', '--format=%aI %cI')).toBe(
      '2026-02-03T04:05:06+02:00 2026-02-03T04:05:07+02:00',
    );
    expect(prepare('reflog', '--max-count=2', '--format=%gs').split('\n')).toEqual([
      'merge main: drizzle-guard moved 0003_title → 0004_title',
      "merge main: Merge made by the 'ort' strategy.",
    ]);
  });
});

test.each(isLong ? [['--no-commit'], ['--squash']] : [['--squash']])(
  'merge %s: the commit that follows moves them',
  async (option) => {
    await withSettlingAlone((repository) => {
      forked(repository);
      const merge = repository.git(['merge', option, 'main']);
      expect([merge.exitCode, merge.stderr]).toEqual([
        0,
        expect.stringContaining('Automatic merge went well'),
      ]);
      const run = repository.git(['commit', '--no-edit']);
      expect([run.exitCode, run.hooks]).toEqual([0, ['pre-commit', 'post-commit']]);
      const isSquash = option === '--squash';
      const what = isSquash ? '0003_tag → 0004_tag' : '0003_title → 0004_title';
      expect(run.stderr).toContain(`db: moved ${what}\n`);
      expectGreen(repository, isSquash ? 1 : 2);
    });
  },
);

test('a conflict elsewhere: settled by hand, and the commit that concludes the merge moves them', async () => {
  await withSettlingAlone((repository) => {
    const { git, prepare } = repository;
    repository.commit('Notes', { 'notes.txt': 'one\n' });
    fork(repository, { ...steps(MINE), 'notes.txt': 'two\n' }, { ...steps(THEIRS), 'notes.txt': 'three\n' });
    expect(git(['merge', 'main'])).toMatchObject({ exitCode: 1, hooks: [] });
    expect(prepare('diff', '--name-only', '--diff-filter=U')).toBe('notes.txt');
    repository.write({ 'notes.txt': 'four\n' });
    // Its index is not git's own.
    const all = git(['commit', '--all', '--no-edit']);
    expect(all.exitCode).toBe(1);
    expect(words(all, repository)).toMatchInlineSnapshot(`
      "db
        error[broken-journal] db/drizzle/meta/_journal.json holds both sides of a merge (line 1)
        error[malformed-snapshot] db/drizzle/meta/0003_snapshot.json holds both sides of a merge (line 1)
        ours    feat: 0003_title
        theirs  main: 0003_tag
        moves 0003_title behind the migrations of main, with every byte of SQL
        next:
          npx drizzle-guard rebase --database db
          git commit --all --no-edit
      not moved by themselves: \`commit --all\` and \`commit <path>\` have an index of their own, which is gone afterwards
      drizzle-guard stopped this commit; nothing was recorded."
    `);
    prepare('add', 'notes.txt');
    const run = git(['merge', '--continue']);
    expect([run.exitCode, run.hooks]).toEqual([0, ['pre-commit', 'post-commit']]);
    expect(words(run, repository)).toMatchInlineSnapshot(`
      "db: moved 0003_title → 0004_title
      db: arrived 0003_tag, 0004_title
        pending on pglite db/.pglite: 0000_users, 0001_entries, 0002_first_entry, 0003_tag, 0004_title
        run \`npx drizzle-guard migrate --database db\`"
    `);
    expectGreen(repository, 2);
  });
});

test('refused: both make the same column; nothing is written, and the merge is stopped as ever', async () => {
  await withSettlingAlone((repository) => {
    const { git, prepare } = repository;
    const mine = { ...THEIRS, tag: '0003_mine' };
    fork(repository, steps(mine), steps(THEIRS));
    const before = head(repository);
    const run = git(['merge', '--no-edit', 'main']);
    expect([run.exitCode, run.hooks]).toEqual([1, ['pre-merge-commit']]);
    expect(words(run, repository)).toMatchInlineSnapshot(`
      "db
        error[broken-journal] db/drizzle/meta/_journal.json holds both sides of a merge (line 1)
        error[malformed-snapshot] db/drizzle/meta/0003_snapshot.json holds both sides of a merge (line 1)
        ours    feat: 0003_mine
        theirs  main: 0003_tag
        moves 0003_mine behind the migrations of main, with every byte of SQL
        next:
          npx drizzle-guard rebase --database db
          git commit --no-edit
      not moved by themselves: db: 0003_mine: theirs has all of it already, and 0003_tag fails after 0003_mine: column "tag" of relation "entries" already exists (db/drizzle/0003_tag.sql:1)
      drizzle-guard stopped this merge before it was recorded; the merged files are in the work tree and staged.
      Not committing merge; use 'git commit' to complete the merge."
    `);
    expect(repository.read('db/drizzle/meta/_journal.json')).toMatch(
      /^<<<<<<< ours\n[^]*\n=======\n[^]*\n>>>>>>> theirs\n$/,
    );
    expect(git(['commit', '--no-edit']).exitCode).toBe(1);
    prepare('merge', '--abort');
    expect([head(repository), prepare('status', '--porcelain')]).toEqual([before, '']);
    expect(migrationsAt(repository, 'HEAD')).toContain('0003_mine');
  });
});

test('git is killed before post-merge is done: nothing is lost, and what is said puts it right', async () => {
  await withSettlingAlone((repository) => {
    const { git, prepare } = repository;
    forked(repository);
    replaceHook(repository, 'post-merge', 'kill -9 $PPID');
    expect(git(['merge', '--no-edit', 'main']).exitCode).toBe(null);
    expect(prepare('status', '--porcelain')).toContain('db/drizzle/0004_title.sql');
    const push = git(['push', '.', 'HEAD:refs/heads/pushed']);
    expect(push.exitCode).toBe(1);
    expect(push.stderr).toContain(
      'the merge is recorded without what was staged for it (0003_title → 0004_title): `git merge --quit`, then `git commit --amend --no-edit` puts it in\n',
    );
    prepare('merge', '--quit');
    expect(git(['commit', '--amend', '--no-edit']).exitCode).toBe(0);
    expectGreen(repository, 2);
    expect(git(['push', '.', 'HEAD:refs/heads/pushed'])).toMatchObject({
      exitCode: 0,
      stderr: expect.not.stringContaining('the merge'),
    });
  });
});

test('--no-verify records a journal that every tool refuses, and that is said', async () => {
  await withSettlingAlone((repository) => {
    const { git, prepare } = repository;
    forked(repository);
    const before = head(repository);
    const run = git(['merge', '--no-edit', '--no-verify', 'main']);
    expect([run.exitCode, run.hooks]).toEqual([0, ['post-merge']]);
    expect(words(run, repository)).toMatchInlineSnapshot(`
      "db: cannot tell what arrived: its journal cannot be read; if this merge has left it so, \`git reset --keep ORIG_HEAD\` takes the merge back
        run \`npx drizzle-guard status --database db\` to see what is pending"
    `);
    expect(repository.bin(['check'])).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining('error[broken-journal]'),
    });
    prepare('reset', '--keep', 'ORIG_HEAD');
    expect(head(repository)).toBe(before);
  });
});

test('rebase, cherry-pick and stash stop at conflicts as ever, with ours in the file', async () => {
  await withSettlingAlone((repository) => {
    const { git, prepare } = repository;
    forked(repository);
    const journal = 'db/drizzle/meta/_journal.json';
    const ours = (ref: string) => prepare('show', `${ref}:${journal}`);
    expect(git(['cherry-pick', 'main']).exitCode).toBe(1);
    expect(repository.read(journal)).toBe(ours('feat'));
    prepare('cherry-pick', '--abort');
    expect(git(['rebase', 'main']).exitCode).toBe(1);
    expect([prepare('diff', '--name-only', '--diff-filter=U'), repository.read(journal)]).toEqual([
      `db/drizzle/meta/0003_snapshot.json\n${journal}`,
      ours('main'),
    ]);
    prepare('rebase', '--abort');
    repository.write({ [journal]: ours('feat').replace('0003_title', '0003_other') });
    prepare('stash');
    prepare('checkout', '--quiet', 'main');
    expect(git(['stash', 'pop']).exitCode).toBe(1);
    expect(repository.read(journal)).toBe(ours('main'));
    prepare('reset', '--quiet', '--hard');
    // With the variables of the merge that puts it back.
    prepare('checkout', '--quiet', '-b', 'behind', 'main~1');
    repository.write({ [journal]: ours('feat') });
    const ahead = git(['merge', '--autostash', 'main']);
    expect([ahead.exitCode, repository.read(journal)]).toEqual([0, ours('main')]);
    expect(ahead.stderr).toContain('Applying autostash resulted in conflicts.');
    expect(prepare('stash', 'list').split('\n')).toHaveLength(2);
  });
});

test('what arrives permits nothing', async () => {
  await withSettlingAlone((repository) => {
    const { prepare } = repository;
    repository.commit('Not by itself', { 'drizzle-guard.json': '{}' });
    fork(repository, steps(MINE), { ...steps(THEIRS), 'drizzle-guard.json': '{ "onMerge": "rebase" }' });
    const run = repository.git(['merge', '--no-edit', 'main']);
    expect([run.exitCode, run.stderr]).toEqual([1, expect.not.stringContaining('moved')]);
    expect(run.stderr).toContain('drizzle-guard rebase --database db');
    prepare('merge', '--abort');
    // The next install takes the driver out again, where the work tree does not want it.
    expect(repository.bin(['hook', 'install'], { env: repository.env }).stderr).toContain(
      'stop at conflicts again',
    );
    expect(repository.git(['merge', 'main'])).toMatchObject({ exitCode: 1, hooks: [] });
  });
});

test('a merge that is cut off while its hooks run: what check says takes it back, and it goes through the next time', async () => {
  await withSettlingAlone((repository) => {
    const { git, prepare } = repository;
    forked(repository);
    const before = head(repository);
    const hook = path.join(path.dirname(repository.dir), 'hooks/pre-merge-commit');
    const script = readFileSync(hook, 'utf8');
    replaceHook(repository, 'pre-merge-commit', 'kill -9 $PPID');
    expect(git(['merge', '--no-edit', 'main']).exitCode).toBeNull();
    writeFileSync(hook, script);
    // Git writes MERGE_HEAD when the hook is over.
    expect(git(['merge', '--abort']).exitCode).toBe(128);
    const check = repository.bin(['check']);
    expect(check.exitCode).not.toBe(0);
    expect(check.stdout).toContain('take back the merge that was cut off: `git reset --merge`');
    prepare('reset', '--merge');
    expect([head(repository), prepare('status', '--porcelain')]).toEqual([before, '']);
    expect(git(['merge', '--no-edit', 'main']).exitCode).toBe(0);
    expectGreen(repository, 2);
  });
});
