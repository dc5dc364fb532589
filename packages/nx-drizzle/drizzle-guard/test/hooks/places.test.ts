import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot, withRepository, type Repository } from 'testkit';
import { expect, test } from 'vitest';
import { commitWithHooks, db, forked, schemaWith, steps, THEIRS, withDb, words } from './fixtures';

const STALE = { 'db/src/schema.ts': schemaWith('tag') };

function commitStale(repository: Repository) {
  repository.write(STALE);
  return repository.git(['commit', '--all', '--message', 'Stale']);
}

test('linked work tree: hooks run there, on its own index and branch', async () => {
  await withDb((repository) => {
    const added = repository.git(['worktree', 'add', '-b', 'none', '../none']);
    expect([added.exitCode, added.hooks]).toEqual([0, ['post-checkout']]);
    const linked = repository.addWorktree('linked', 'feat');
    const run = commitStale(linked);
    expect([run.exitCode, run.hooks]).toEqual([1, ['pre-commit']]);
    expect(run.stderr).toContain('table entries: column tag is new');
    expect(commitWithHooks(linked, steps(THEIRS), 'Feature')).toMatchObject({ exitCode: 0, stderr: '' });
    expect(repository.prepare('status', '--porcelain')).toBe('');
    const merge = repository.git(['merge', 'feat']);
    expect(merge.stderr).toContain('db: arrived 0003_tag');
  });
});

test('unborn HEAD: the first commit is judged', async () => {
  await withRepository({}, (repository) => {
    const run = commitWithHooks(repository, db(STALE), 'First');
    expect([run.exitCode, run.hooks]).toEqual([1, ['pre-commit']]);
    expect(run.stderr).toContain('table entries: column tag is new');
    expect(commitWithHooks(repository, db(), 'First')).toMatchObject({ exitCode: 0, stderr: '' });
  });
});

test('detached HEAD: commits and merges are judged', async () => {
  await withDb((repository) => {
    forked(repository);
    repository.prepare('checkout', '--quiet', '--detach');
    const merge = repository.git(['merge', '--no-edit', '--strategy-option', 'ours', 'main']);
    expect([merge.exitCode, merge.hooks]).toEqual([1, ['pre-merge-commit']]);
    expect(words(merge, repository)).toContain('  ours    HEAD: 0003_title\n  theirs  main: 0003_tag\n');
    repository.prepare('merge', '--abort');
    expect(commitStale(repository)).toMatchObject({ exitCode: 1, hooks: ['pre-commit'] });
  });
});

test('shallow clone: commits and pushes are judged without the history', async () => {
  await withDb((repository) => {
    repository.commit('Feature', steps(THEIRS));
    repository.addRemote();
    const shallow = repository.clone('shallow', ['--depth', '1']);
    expect(shallow.prepare('rev-parse', '--is-shallow-repository')).toBe('true');
    const run = shallow.git(['commit', '--all', '--allow-empty', '--message', 'Nothing']);
    expect(run).toMatchObject({ exitCode: 0, stderr: '', hooks: ['pre-commit', 'post-commit'] });
    shallow.write({ 'db/src/schema.ts': schemaWith('tag', 'author') });
    expect(shallow.git(['commit', '--all', '--message', 'Stale']).exitCode).toBe(1);
    shallow.prepare('commit', '--quiet', '--all', '--message', 'Stale');
    const push = shallow.git(['push', 'origin', 'HEAD:feat']);
    expect([push.exitCode, push.hooks]).toEqual([1, ['pre-push']]);
    expect(push.stderr).toContain('column author is new');
  });
});

test('no build: what comes before is stopped and says so, what comes after only says so', async () => {
  await withDb((repository) => {
    const bin = path.join(path.dirname(repository.dir), 'drizzle-guard.js');
    copyFileSync(path.join(repositoryRoot, 'packages/drizzle-guard/bin/drizzle-guard.js'), bin);
    const env = { DRIZZLE_GUARD_BIN: bin };
    const run = repository.git(['commit', '--allow-empty', '--message', 'Nothing'], { env });
    expect([run.exitCode, run.hooks]).toEqual([1, ['pre-commit']]);
    expect(words(run, repository)).toMatchInlineSnapshot(`
      "error[not-built] drizzle-guard is not built, so nothing was checked or done.
        help: run \`npm run build\` at the root of the repository (\`npm ci --ignore-scripts\` leaves it out)"
    `);
    const after = repository.git(['checkout', '-b', 'feat'], { env });
    expect([after.exitCode, after.hooks]).toEqual([0, ['post-checkout']]);
    expect(after.stderr).toContain('error[not-built]');
  });
});
