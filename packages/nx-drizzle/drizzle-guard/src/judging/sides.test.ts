import { existsSync } from 'node:fs';
import path from 'node:path';
import { withWorkspace } from 'testkit';
import { expect, test } from 'vitest';
import { asksGit, openSides, type Sides } from './sides';

test.each<[string, Sides, boolean]>([
  ['nothing is asked', {}, false],
  ['the work tree', { head: 'worktree' }, false],
  ['the index', { head: 'index' }, true],
  ['a branch', { head: 'feat' }, true],
  ['a base', { base: 'auto' }, true],
  ['a base of the work tree', { head: 'worktree', base: 'origin/main' }, true],
])('%s: git is asked or not', (_, sides, expected) => {
  expect(asksGit(sides)).toBe(expected);
});

test('without git the work tree is looked at, beside nothing', () =>
  withWorkspace({ 'a.txt': '' }, async ({ dir }) => {
    const { at, landing, session } = await openSides(dir, {}, true);
    expect([at, landing, session.root]).toEqual([{ kind: 'worktree' }, null, dir]);
    expect((await session.tree(at)).has('a.txt')).toBe(true);
    session.close();
    expect(existsSync(path.join(dir, '.git'))).toBe(false);
  }));

test.each<Sides>([{ head: 'index' }, { base: 'auto' }, { head: 'main', base: 'main' }])(
  'where there is no repository %o cannot be told',
  (sides) =>
    withWorkspace({}, async ({ dir }) => {
      await expect(openSides(dir, sides, false)).rejects.toMatchObject({ code: 'no-repository' });
    }),
);

test('the files of the work tree have ids only where answers are asked for', () =>
  withWorkspace({ '.git/HEAD': 'ref: refs/heads/main\n', 'a.txt': 'a\n' }, async ({ dir }) => {
    const idAt = async (keeps: boolean) => {
      const { session, at } = await openSides(dir, {}, keeps);
      return (await session.tree(at)).idOf('a.txt');
    };
    // What `git hash-object` says of these bytes.
    expect(await idAt(true)).toBe('78981922613b2afb6025042ff6bd878ac1994e85');
    expect(await idAt(false)).toBeNull();
  }));

test('a base of a folder that only looks like a repository is not found', () =>
  withWorkspace({ '.git/HEAD': 'ref: refs/heads/main\n' }, async ({ dir }) => {
    await expect(openSides(dir, { base: 'main' }, false)).rejects.toMatchObject({ code: 'no-base' });
    await expect(openSides(dir, { head: 'main' }, false)).rejects.toMatchObject({ code: 'unknown-head' });
  }));
