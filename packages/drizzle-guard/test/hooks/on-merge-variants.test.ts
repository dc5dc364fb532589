import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isLong } from 'testkit';
import { expect, test, vi } from 'vitest';
import { fork, forked, head, MINE, schemaWith, steps, THEIRS } from './fixtures';
import { expectGreen, migrationsAt, MOVED, replaceHook, withSettling } from './settled';

// Each proves both orders on a throw-away database, and is checked afterwards.
vi.setConfig({ testTimeout: 240_000 });

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
    expect(migrationsAt(repository, 'HEAD', 'db2/drizzle')).toEqual(MOVED);
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
