import path from 'node:path';
import { isLong, type Repository, withRepository } from 'testkit';
import { expect, test } from 'vitest';
import { findBase, isBaseOn } from '../../src/git/base';
import { fork, MINE, SCHEMA_ASIDE, schemaWith, steps, THEIRS, withDb, type Step } from './fixtures';

/** A base's name, where a push goes, the branch there, and whether it is the base's. */
type Row = [base: string, remote: string | undefined, branch: string, expected: boolean];

const ROWS: Row[] = [
  ['origin/main', 'origin', 'main', true],
  ['origin/main', 'origin', 'x/main', false],
  ['origin/main', 'origin', 'origin/main', false],
  ['origin/main', 'origin', 'mainx', false],
  ['origin/main', 'origin', 'ain', false],
  ['origin/main', 'fork', 'main', false],
  ['origin/main', '../origin.git', 'main', true],
  ['origin/main', '../nobody.git', 'main', false],
  // A hook that hands nothing on is told nothing.
  ['origin/main', undefined, 'main', false],
  ['refs/remotes/origin/main', 'origin', 'main', true],
  ['remotes/origin/main', 'origin', 'main', true],
  ['origin/HEAD', 'origin', 'main', true],
  ['origin', 'origin', 'main', true],
  ['origin', 'origin', 'x/main', false],
  ['main', 'origin', 'main', true],
  ['main', 'origin', 'x/main', false],
  ['main', 'fork', 'main', false],
  ['refs/heads/main', 'origin', 'main', true],
  // Without an upstream: the branch of that name.
  ['alone', 'origin', 'alone', true],
  ['alone', 'origin', 'x/alone', false],
  ['team/one/main', 'team/one', 'main', true],
  ['team/one/main', 'team/one', 'one/main', false],
  ['team/one/main', 'team', 'main', false],
  ['narrow/main', 'narrow', 'main', false],
  ['narrow/main', 'narrow', 'release/main', true],
  ['HEAD~0', 'origin', 'main', false],
  ['v1', 'origin', 'main', false],
];

/** Remotes as people have them, with main of each at hand; nothing is fetched. */
function withRemotes({ prepare }: Repository): void {
  for (const [name, url] of [
    ['origin', '../origin.git'],
    ['fork', '../fork.git'],
    ['team/one', '../one.git'],
    ['narrow', '../narrow.git'],
  ] as const) {
    prepare('remote', 'add', name, url);
    prepare('update-ref', `refs/remotes/${name}/main`, 'HEAD');
  }
  prepare('config', 'remote.narrow.fetch', '+refs/heads/release/*:refs/remotes/narrow/*');
  prepare('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
  prepare('branch', '--set-upstream-to=origin/main');
  prepare('branch', '--no-track', 'alone');
  prepare('tag', 'v1');
}

test('whether a push goes to the base is told by whole names', () =>
  withRepository({ 'a.txt': '' }, (repository) => {
    withRemotes(repository);
    const commit = repository.prepare('rev-parse', 'HEAD');
    const isBase = ([name, remote, branch]: Row) =>
      isBaseOn(repository.dir, { name, commit }, { remote, url: remote }, `refs/heads/${branch}`);
    expect(ROWS.map((row) => [...row.slice(0, 3), isBase(row)])).toEqual(ROWS);
    const bare: Row = [commit, 'origin', 'main', false];
    expect(isBase(bare)).toBe(false);
    // What git says beside the name.
    const [name, ref] = ['origin/main', 'refs/heads/main'];
    expect(isBaseOn(repository.dir, { name, commit }, { remote: 'origin', url: 'git@host:x' }, ref)).toBe(
      true,
    );
  }));

test('a branch is no base of its own, however it is spelt', () =>
  withRepository({ 'a.txt': '' }, (repository) => {
    withRemotes(repository);
    for (const name of ['main', 'heads/main', 'refs/heads/main'])
      expect([name, findBase(repository.dir, name)?.name]).toEqual([name, 'origin/main']);
    expect(findBase(repository.dir, 'main', undefined, 'feat')?.name).toBe('main');
  }));

const OLD: Step = { ...MINE, tag: '0004_title', when: THEIRS.when - 1000 };

/** A branch with a migration that is late on origin/main, pushed once with --no-verify, and then changed. */
function pushedTwice(repository: Repository, branch: string, ...push: string[]) {
  const { prepare, commit, git } = repository;
  commit('Landed', steps(THEIRS));
  repository.addRemote();
  prepare('checkout', '--quiet', '-b', branch);
  commit('Late', steps(THEIRS, OLD));
  prepare('push', '--quiet', ...push);
  commit('More', steps(THEIRS, OLD, { tag: '0005_author', column: 'author', when: THEIRS.when + 1 }));
  return git(['push', ...push]);
}

test.runIf(isLong)(
  'a branch whose name ends like the base’s is no base: its late migration is stopped the second time, too',
  () =>
    withDb((repository) => {
      const run = pushedTwice(repository, 'x/main', 'origin', 'x/main');
      expect(run.exitCode).toBe(1);
      expect(run.stderr).toContain('error[late-migration] 0004_title');
      expect(run.stderr).toContain('to park unfinished work');
    }),
);

test('main of a fork is no base: what is late on the remote’s main is stopped there, too', () =>
  withDb(
    (repository) => {
      repository.prepare('clone', '--quiet', '--bare', '.', '../fork.git');
      repository.prepare('remote', 'add', 'fork', path.join(repository.dir, '../fork.git'));
      const run = pushedTwice(repository, 'feat', 'fork', 'feat:main');
      expect(run.exitCode).toBe(1);
      expect(run.stderr).toContain('which is on origin/main');
    },
    {},
    SCHEMA_ASIDE,
  ));

test('main that is pushed while another branch is checked out is judged as main', () =>
  withDb(
    (repository) => {
      repository.addRemote();
      fork(repository, { 'other/index.ts': 'export {};\n' }, steps(THEIRS));
      expect(repository.git(['push', 'origin', 'main']).exitCode).toBe(0);
      repository.prepare('checkout', '--quiet', 'main');
      repository.commit('Stale', { 'db/src/schema.ts': schemaWith('tag', 'author') });
      repository.prepare('checkout', '--quiet', 'feat');
      const run = repository.git(['push', 'origin', 'main']);
      expect(run.exitCode).toBe(1);
      expect(run.stderr).not.toContain('to park unfinished work');
    },
    {},
    { base: 'main' },
  ));
