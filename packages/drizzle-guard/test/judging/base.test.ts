import { withRepository, type Repository } from 'testkit';
import { expect, test } from 'vitest';
import { findBase } from '../../src/git/base';
import { besideHead } from '../../src/git/merge-base';
import { fork } from '../hooks/fixtures';
import { gitProcesses, of } from './traced';

/** @param refs what is here of remotes, and what is only a name for another one of them */
function withRefs({ prepare }: Repository, refs: Readonly<Record<string, string>>): void {
  for (const [ref, at] of Object.entries(refs))
    if (at.startsWith('refs/')) prepare('symbolic-ref', ref, at);
    else prepare('update-ref', ref, at);
}

/** What is of remotes, which of them there are, what nx.json says, and the base. */
type Row = [refs: Record<string, string>, remotes: string[], nx: string | null, name: string | undefined];

const ROWS: Row[] = [
  [{}, [], null, undefined],
  [
    { 'refs/remotes/origin/main': 'HEAD', 'refs/remotes/origin/master': 'HEAD' },
    ['origin'],
    null,
    'origin/main',
  ],
  [
    { 'refs/remotes/origin/master': 'HEAD', 'refs/remotes/origin/x/main': 'HEAD' },
    ['origin'],
    null,
    'origin/master',
  ],
  [
    {
      'refs/remotes/origin/trunk': 'HEAD',
      'refs/remotes/origin/main': 'HEAD',
      'refs/remotes/origin/HEAD': 'refs/remotes/origin/trunk',
    },
    ['origin'],
    'main',
    'origin/trunk',
  ],
  // The branch that it stood for is gone.
  [
    { 'refs/remotes/origin/main': 'HEAD', 'refs/remotes/origin/HEAD': 'refs/remotes/origin/gone' },
    ['origin'],
    null,
    'origin/main',
  ],
  [
    { 'refs/remotes/origin/dev': 'HEAD', 'refs/remotes/origin/main': 'HEAD' },
    ['origin'],
    'dev',
    'origin/dev',
  ],
  [
    { 'refs/remotes/origin/rel/main': 'HEAD', 'refs/remotes/origin/main': 'HEAD' },
    ['origin'],
    'rel/main',
    'origin/rel/main',
  ],
  [
    { 'refs/remotes/a/main': 'HEAD', 'refs/remotes/origin/main': 'HEAD' },
    ['a', 'origin'],
    null,
    'origin/main',
  ],
  [{ 'refs/remotes/b/main': 'HEAD', 'refs/remotes/a/main': 'HEAD' }, ['a', 'b'], null, 'a/main'],
  [{ 'refs/remotes/team/one/main': 'HEAD' }, ['team/one'], null, 'team/one/main'],
  // A branch of that name, and no default one.
  [{ 'refs/remotes/up/x/main': 'HEAD' }, ['up'], null, undefined],
];

test.each(ROWS)('of %j the default branch, by one process', (refs, remotes, nx, name) =>
  withRepository({ 'a.txt': '' }, async (repository) => {
    for (const remote of remotes) repository.prepare('remote', 'add', remote, `../${remote}.git`);
    withRefs(repository, refs);
    if (nx !== null) repository.write({ 'nx.json': JSON.stringify({ defaultBase: nx }) });
    const { value, asked } = await gitProcesses(repository, async () => findBase(repository.dir));
    expect(value?.name).toBe(name);
    if (value) expect(value.commit).toBe(repository.prepare('rev-parse', 'HEAD'));
    expect(of(asked, 'for-each-ref')).toHaveLength(1);
    if (remotes.every((remote) => !remote.includes('/')) && name) expect(asked).toHaveLength(1);
  }),
);

test('what is named beside HEAD, by one process', () =>
  withRepository({ 'a.txt': 'one\n' }, async (repository) => {
    const { dir, prepare } = repository;
    fork(repository, { 'feat.txt': '' }, { 'main.txt': '' });
    const id = (name: string) => prepare('rev-parse', name);
    const { value, asked } = await gitProcesses(repository, async () => besideHead(dir, 'main'));
    const both = { commit: id('main'), head: id('feat'), ancestor: id('main~1') };
    expect(value).toEqual({ ...both, name: 'feat' });
    expect(asked).toHaveLength(1);
    for (const name of ['mian', '--all', 'main~1..main', 'main...feat', '^main', '', 'main feat'])
      expect(besideHead(dir, name), name).toBeNull();
    prepare('checkout', '--quiet', '--detach');
    expect(besideHead(dir, id('main'))).toEqual({ ...both, name: 'HEAD' });
    prepare('checkout', '--quiet', '--orphan', 'alone');
    expect(besideHead(dir, 'main')).toBeNull();
    prepare('commit', '--quiet', '--no-verify', '--message', 'alone');
    expect(besideHead(dir, 'main')).toMatchObject({ ancestor: null, name: 'alone' });
  }));
