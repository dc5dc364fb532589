import { expect, test } from 'vitest';
import { isGlob, refsOf, shortRef } from './refs';

const REFS = [
  'refs/heads/main',
  'refs/heads/feat/a',
  'refs/remotes/origin/feat/a',
  'refs/remotes/origin/b',
  'refs/remotes/fork/b',
  'refs/pull/7/head',
  'refs/pull/7/merge',
  'refs/tags/v1.0',
].map((ref) => ({ ref, id: '' }));

const found = (name: string) => refsOf(name, REFS).map(({ ref }) => ref);

test('a star stands for slashes too, and is no pattern of another kind', () => {
  expect(found('origin/*')).toEqual(['refs/remotes/origin/feat/a', 'refs/remotes/origin/b']);
  expect(found('*/b')).toEqual(['refs/remotes/origin/b', 'refs/remotes/fork/b']);
  expect(found('refs/pull/*/head')).toEqual(['refs/pull/7/head']);
  expect(found('origin/?')).toEqual(['refs/remotes/origin/b']);
  expect(found('[of]*/b')).toEqual(['refs/remotes/origin/b', 'refs/remotes/fork/b']);
  expect(found('[!f]*/b')).toEqual(['refs/remotes/origin/b']);
  expect(found('v1.0')).toEqual([]);
  expect(found('tags/v1.0')).toEqual(['refs/tags/v1.0']);
  expect(found('*')).not.toContain('refs/tags/v1.0');
  expect(found('tags/v1x0')).toEqual([]);
  expect(found('[z-a]*')).toEqual([]);
  expect(found('[')).toEqual([]);
});

test('a name is a branch of here, or one of a remote', () => {
  expect(found('feat/a')).toEqual(['refs/heads/feat/a']);
  expect(found('origin/feat/a')).toEqual(['refs/remotes/origin/feat/a']);
  expect(found('refs/heads/main')).toEqual(['refs/heads/main']);
  expect(found('')).toEqual([]);
});

test('which is a glob, and what people call a ref', () => {
  expect(['a', 'a*', 'a?', '[a]'].map(isGlob)).toEqual([false, true, true, true]);
  expect(REFS.slice(1, 6).map(({ ref }) => shortRef(ref))).toEqual([
    ...['feat/a', 'origin/feat/a', 'origin/b', 'fork/b', 'refs/pull/7/head'],
  ]);
});
