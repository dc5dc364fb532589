import { existsSync } from 'node:fs';
import path from 'node:path';
import { isLong, type Repository } from 'testkit';
import { expect, test, vi } from 'vitest';
import { APPLY, madeDatabase, pendingOf } from '../hooks/after';
import { MINE, steps, THEIRS, withDb } from '../hooks/fixtures';

// A PGlite database is opened several times, which takes seconds each on a busy machine.
vi.setConfig({ testTimeout: 180_000 });

const GRANT = { 'drizzle-guard.json': JSON.stringify(APPLY) };
const FILE = 'drizzle-guard.json';

/** `evil` grants itself what it wants, and brings a migration; main is checked out. */
function granting(repository: Repository): void {
  repository.prepare('checkout', '--quiet', '-b', 'evil');
  repository.commit('Evil', { ...steps(THEIRS), ...GRANT });
  repository.prepare('checkout', '--quiet', 'main');
}

function expectNothingApplied(repository: Repository, said: string): void {
  expect(said).not.toContain('applied to');
  expect(said).toContain('pending on pglite db/.pglite: 0000_users');
  expect(pendingOf(repository)).toHaveLength(4);
}

test('a branch that permits itself: applied by no switch, forward merge, merge or rebase', () =>
  withDb((repository) => {
    madeDatabase(repository);
    granting(repository);
    expectNothingApplied(repository, repository.git(['switch', 'evil']).stderr);

    repository.prepare('switch', '--quiet', 'main');
    const forward = repository.git(['merge', '--ff-only', 'evil']);
    expectNothingApplied(repository, forward.stderr);
    expect(forward.stderr).toContain('applyAfterMerge came with this change, and holds from the next one on');

    repository.prepare('reset', '--quiet', '--hard', 'HEAD~1');
    repository.commit('Meanwhile', { 'notes.txt': 'main\n' });
    expectNothingApplied(repository, repository.git(['rebase', 'evil']).stderr);

    repository.prepare('reset', '--quiet', '--hard', 'ORIG_HEAD');
    expectNothingApplied(repository, repository.git(['merge', '--no-edit', 'evil']).stderr);
  }));

test.runIf(isLong)('a pull that brings both, and the pull after it', () =>
  withDb((repository) => {
    repository.addRemote();
    const other = repository.clone('other');
    madeDatabase(other);
    repository.commit('Both', { ...steps(THEIRS), ...GRANT });
    repository.prepare('push', '--quiet');
    expectNothingApplied(other, other.git(['pull']).stderr);
    repository.commit('More', steps(THEIRS, { ...MINE, tag: '0004_title' }));
    repository.prepare('push', '--quiet');
    expect(other.git(['pull']).stderr).toContain('applied to pglite db/.pglite: 0000_users');
    expect(pendingOf(other)).toEqual([]);
  }),
);

test.runIf(isLong)(
  'a conflict of the configuration that is resolved by taking theirs permits nothing yet',
  () =>
    withDb((repository) => {
      madeDatabase(repository);
      granting(repository);
      repository.commit('Base', { [FILE]: JSON.stringify({ base: 'origin/main' }) });
      expect(repository.git(['merge', 'evil']).exitCode).toBe(1);
      repository.prepare('checkout', '--theirs', FILE);
      repository.prepare('add', '.');
      const run = repository.git(['commit', '--no-edit']);
      expect(run.hooks).toEqual(['pre-commit', 'post-commit']);
      expectNothingApplied(repository, run.stderr);
    }),
);

test('a new work tree, a cherry-pick and a clone apply nothing', () =>
  withDb((repository) => {
    granting(repository);
    const place = path.join(path.dirname(repository.dir), 'linked');
    expect(repository.git(['worktree', 'add', place, 'evil']).exitCode).toBe(0);
    expect(repository.git(['cherry-pick', 'evil']).exitCode).toBe(0);
    const config = ['-c', `core.hooksPath=${path.join(path.dirname(repository.dir), 'hooks')}`];
    const cloned = path.join(path.dirname(repository.dir), 'cloned');
    expect(
      repository.git([...config, 'clone', '--quiet', '--branch', 'evil', repository.dir, cloned]).exitCode,
    ).toBe(0);
    for (const dir of [place, repository.dir, cloned])
      expect(existsSync(path.join(dir, 'db/.pglite'))).toBe(false);
  }));

test.runIf(isLong)(
  'a commit without a configuration permits nothing, and one that cannot be read neither',
  () =>
    withDb((repository) => {
      madeDatabase(repository);
      repository.remove(FILE);
      repository.commit('None');
      granting(repository);
      expectNothingApplied(repository, repository.git(['merge', 'evil']).stderr);
      repository.prepare('reset', '--quiet', '--hard', 'HEAD~1');
      repository.prepare('checkout', '--quiet', 'evil~1');
      repository.commit('Broken', { [FILE]: '{ "nope": 1 }' });
      const run = repository.git(['checkout', 'evil']);
      expect(run.exitCode).toBe(0);
      expect(run.stderr).toContain('drizzle-guard.json of the commit that you left cannot be read');
      expect(pendingOf(repository)).toHaveLength(4);
    }),
);

test.runIf(isLong)('where it was permitted before, a merge applies, and a switch does not', () =>
  withDb(
    (repository) => {
      madeDatabase(repository);
      granting(repository);
      expectNothingApplied(repository, repository.git(['switch', 'evil']).stderr);
      repository.prepare('switch', '--quiet', 'main');
      expect(repository.git(['merge', 'evil']).stderr).toContain('applied to pglite db/.pglite: 0000_users');
      expect(pendingOf(repository)).toEqual([]);
    },
    {},
    APPLY,
  ),
);

test.runIf(isLong)("git's own configuration permits, forbids and limits, and no branch can bring it", () =>
  withDb((repository) => {
    const configure = (key: string, value: string) =>
      repository.prepare('config', `drizzle-guard.${key}`, value);
    madeDatabase(repository);
    granting(repository);
    const again = () => {
      repository.prepare('checkout', '--quiet', '-B', 'here', 'main');
      return repository.git(['merge', 'evil']).stderr;
    };
    configure('applyAfterMerge', 'perhaps');
    const said = again();
    expectNothingApplied(repository, said);
    expect(said).toContain(
      'nothing is applied after a merge: git config: drizzle-guard.applyAfterMerge is "perhaps", and has to be true or false',
    );
    configure('applyAfterMerge', 'yes');
    configure('applyAfterMergeLimit', '1ms');
    expect(again()).toContain('still pending, because 1ms were over: 0000_users');
    configure('applyAfterMergeLimit', '2m');
    expect(again()).toContain('applied to pglite db/.pglite: 0000_users');
    expect(pendingOf(repository)).toEqual([]);

    configure('applyAfterMerge', 'false');
    repository.prepare('checkout', '--quiet', 'evil');
    repository.prepare('checkout', '--quiet', '-b', 'further');
    repository.commit('More', steps(THEIRS, { ...MINE, tag: '0004_title' }));
    repository.prepare('checkout', '--quiet', 'evil');
    expect(repository.git(['merge', 'further']).stderr).toContain('pending on pglite db/.pglite: 0004_title');
  }),
);
