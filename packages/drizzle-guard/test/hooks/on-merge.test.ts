import { writeFileSync, chmodSync } from 'node:fs';
import path from 'node:path';
import { isLong, type Repository } from 'testkit';
import { expect, test, vi } from 'vitest';
import { fork, forked, head, MINE, schemaWith, steps, THEIRS, words } from './fixtures';
import { expectGreen, migrationsAt, withSettling } from './settled';

// Each proves both orders on a throw-away database, and is checked afterwards.
vi.setConfig({ testTimeout: 240_000 });

const ALL = ['0000_users', '0001_entries', '0002_first_entry', '0003_tag', '0004_title'];

/** Puts a script of somebody else's in the place of a hook. */
function replaceHook({ dir }: Repository, hook: string, script: string): void {
  const file = path.join(path.dirname(dir), 'hooks', hook);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}

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
    expect(migrationsAt(repository, 'HEAD')).toEqual(ALL);
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

test.runIf(isLong)(
  'pull, with work that is put aside meanwhile, in a linked work tree with a space in its path',
  async () => {
    await withSettling((main) => {
      forked(main);
      const repository = main.addWorktree('work tree', 'other');
      repository.write({ 'notes.txt': 'one\n' });
      repository.commit('Notes');
      repository.write({ 'notes.txt': 'two\n' });
      const run = repository.git(
        ['pull', '--quiet', '--no-rebase', '--no-edit', '--autostash', '.', 'main'],
        {
          in: 'db',
        },
      );
      expect([run.exitCode, run.hooks]).toEqual([0, ['pre-merge-commit', 'post-merge']]);
      expect(run.stderr).toContain('db: moved 0003_title → 0004_title\n');
      expect(run.stderr).toContain('Applied autostash.');
      expect(repository.read('notes.txt')).toBe('two\n');
      repository.prepare('checkout', 'notes.txt');
      expectGreen(repository, 2);
      // The other work tree is where it was.
      expect(main.prepare('status', '--porcelain')).toBe('');
    });
  },
);

test.each(isLong ? [['--no-commit'], ['--squash']] : [['--squash']])(
  'merge %s: the commit that follows moves them',
  async (option) => {
    await withSettling((repository) => {
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
  await withSettling((repository) => {
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
        error[broken-journal] db/drizzle/meta/_journal.json holds the conflict markers of a merge (line 1)
        error[malformed-snapshot] db/drizzle/meta/0003_snapshot.json holds the conflict markers of a merge (line 1)
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
  await withSettling((repository) => {
    const { git, prepare } = repository;
    const mine = { ...THEIRS, tag: '0003_mine' };
    fork(repository, steps(mine), steps(THEIRS));
    const before = head(repository);
    const run = git(['merge', '--no-edit', 'main']);
    expect([run.exitCode, run.hooks]).toEqual([1, ['pre-merge-commit']]);
    expect(words(run, repository)).toMatchInlineSnapshot(`
      "db
        error[broken-journal] db/drizzle/meta/_journal.json holds the conflict markers of a merge (line 1)
        error[malformed-snapshot] db/drizzle/meta/0003_snapshot.json holds the conflict markers of a merge (line 1)
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

test.runIf(isLong)('what would be written over is not', async () => {
  await withSettling((repository) => {
    forked(repository);
    const edited = `${repository.read('db/drizzle/0003_title.sql')}-- mine`;
    repository.write({ 'db/drizzle/0003_title.sql': edited });
    const run = repository.git(['merge', '--no-edit', 'main']);
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain(
      'not moved by themselves: db/drizzle/0003_title.sql would be written over, and is not staged\n',
    );
    expect(repository.read('db/drizzle/0003_title.sql')).toBe(edited);
  });
});

test.runIf(isLong)('several databases in one merge', async () => {
  const second = (files: Record<string, string>) =>
    Object.fromEntries(Object.entries(files).map(([file, text]) => [file.replace(/^db\//, 'db2/'), text]));
  await withSettling((repository) => {
    const both = (files: Record<string, string>) => ({ ...files, ...second(files) });
    repository.commit(
      'Second',
      second(
        Object.fromEntries(
          repository
            .prepare('ls-files', 'db')
            .split('\n')
            .map((file) => [file, repository.read(file).replace('"name": "db"', '"name": "db2"')]),
        ),
      ),
    );
    fork(repository, both(steps(MINE)), both(steps(THEIRS)));
    const run = repository.git(['merge', '--no-edit', 'main']);
    expect(run.exitCode).toBe(0);
    for (const name of ['db', 'db2'])
      expect(run.stderr).toContain(`${name}: moved 0003_title → 0004_title\n`);
    expectGreen(repository, 2);
    expect(migrationsAt(repository, 'HEAD', 'db2/drizzle')).toEqual(ALL);
  });
});

test('git is killed before post-merge is done: nothing is lost, and what is said puts it right', async () => {
  await withSettling((repository) => {
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

test.runIf(isLong)('git is killed before the merge is recorded: what is there says what to do', async () => {
  await withSettling((repository) => {
    const { git, prepare } = repository;
    forked(repository);
    const before = head(repository);
    replaceHook(
      repository,
      'prepare-commit-msg',
      'rm -f "$(git rev-parse --git-dir)"/MERGE_*; kill -9 $PPID',
    );
    expect(git(['merge', '--no-edit', 'main']).exitCode).toBe(null);
    const commit = git(['commit', '--message', 'Something']);
    expect(commit.stderr).toContain('`git reset --merge`, then merge again\n');
    replaceHook(repository, 'prepare-commit-msg', '');
    prepare('reset', '--merge', before);
    expect(git(['merge', '--no-edit', 'main']).exitCode).toBe(0);
    expectGreen(repository, 2);
  });
});

test('--no-verify records a journal that every tool refuses, and that is said', async () => {
  await withSettling((repository) => {
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

test('rebase, cherry-pick, revert and stash stop at conflicts as ever, with ours in the file', async () => {
  await withSettling((repository) => {
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
  await withSettling((repository) => {
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

test.runIf(isLong)(
  'an octopus of branches that git cannot merge by lines is refused by git; others pass',
  async () => {
    await withSettling((repository) => {
      const { git, prepare } = repository;
      forked(repository);
      const before = head(repository);
      prepare('checkout', '--quiet', '-b', 'third', 'main~1');
      repository.commit('Third', { 'third.txt': '' });
      prepare('checkout', '--quiet', 'feat');
      expect(git(['merge', '--no-edit', 'main', 'third']).exitCode).not.toBe(0);
      prepare('reset', '--quiet', '--hard', before);
      prepare('checkout', '--quiet', '-b', 'other', 'main');
      repository.commit('Other', { 'other.txt': '' });
      prepare('checkout', '--quiet', '-b', 'another', 'main');
      repository.commit('Another', { 'another.txt': '' });
      expect(git(['merge', '--no-edit', 'other', 'third'])).toMatchObject({ exitCode: 0 });
    });
  },
);

test.runIf(isLong)(
  'strategies: -X ours is no reason to lose a migration; -s ours is told as ever',
  async () => {
    await withSettling((repository) => {
      const { git, prepare } = repository;
      forked(repository);
      const lost = git(['merge', '--no-edit', '-s', 'ours', 'main']);
      expect([lost.exitCode, lost.stderr]).toEqual([1, expect.stringContaining('without `-s ours`')]);
      prepare('merge', '--abort');
      expect(git(['merge', '--no-edit', '-X', 'ours', 'main']).exitCode).toBe(0);
      expectGreen(repository, 2);
      expect(schemaWith('tag', 'users.title')).toBe(repository.read('db/src/schema.ts'));
    });
  },
);

test.runIf(isLong)('signed: signed anew', async () => {
  await withSettling((repository) => {
    const { git, prepare, dir } = repository;
    forked(repository);
    const program = path.join(path.dirname(dir), 'sign');
    writeFileSync(
      program,
      '#!/bin/sh\ncat > /dev/null\necho "[GNUPG:] SIG_CREATED x" >&2\nprintf -- "-----BEGIN PGP SIGNATURE-----\\n\\nx\\n-----END PGP SIGNATURE-----\\n"\n',
    );
    chmodSync(program, 0o755);
    expect(git(['-c', `gpg.program=${program}`, 'merge', '-S', '--no-edit', 'main']).exitCode).toBe(0);
    expect(prepare('cat-file', 'commit', 'HEAD')).toContain('gpgsig -----BEGIN PGP SIGNATURE-----');
    expectGreen(repository, 2);
  });
});
