import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { withWorkspace } from 'testkit';
import { expect, test } from 'vitest';
import { readText } from './tree';
import { workTree } from './work-tree';

test('lists files at any depth, sorted, without installed packages, git and PGlite', () =>
  withWorkspace(
    {
      'b/x.sql': '',
      'a.ts': '',
      'b/deep/y.ts': '',
      '.git/HEAD': '',
      'b/.pglite/PG_VERSION': '',
      '.nx/cache': '',
    },
    async ({ dir }) => {
      const tree = workTree(dir);
      expect(await tree.list('')).toEqual(['a.ts', 'b/deep/y.ts', 'b/x.sql']);
      expect(await tree.list('b')).toEqual(['b/deep/y.ts', 'b/x.sql']);
      expect(await tree.list('nowhere')).toEqual([]);
    },
  ));

test('reads bytes, and text without a byte order mark', () =>
  withWorkspace({ 'a.txt': '\ufeffä\r\n' }, async ({ dir }) => {
    const tree = workTree(dir);
    expect((await tree.read('a.txt'))!.length).toBe(7);
    expect(await readText(tree, 'a.txt')).toBe('ä\r\n');
    expect([tree.has('a.txt'), tree.has('b.txt'), tree.has('.')]).toEqual([true, false, false]);
  }));

test('what is not there, or is a folder, is no file', () =>
  withWorkspace({ 'a/b.txt': '' }, async ({ dir }) => {
    const tree = workTree(dir);
    for (const file of ['c.txt', 'a', 'a/b.txt/c.txt']) {
      expect(await tree.read(file)).toBeUndefined();
      expect(tree.has(file)).toBe(false);
    }
    expect(await tree.list('a/b.txt/c')).toEqual([]);
  }));

test.skipIf(process.platform === 'win32')('a pipe is no file, and nobody waits for it', () =>
  withWorkspace({}, async ({ dir }) => {
    execFileSync('mkfifo', [path.join(dir, 'pipe')]);
    const tree = workTree(dir);
    expect(await tree.list('')).toEqual([]);
    expect(await tree.read('pipe')).toBeUndefined();
  }),
);

test('what is there and cannot be read is an error, never an empty answer', () =>
  withWorkspace({ file: '' }, async ({ dir }) => {
    const tree = workTree(dir);
    await expect(tree.list('file')).rejects.toMatchObject({ code: 'unreadable-folder' });
    symlinkSync('loop.txt', path.join(dir, 'loop.txt'));
    await expect(tree.read('loop.txt')).rejects.toMatchObject({
      code: 'unreadable-folder',
      message: expect.stringContaining('loop.txt cannot be read'),
    });
  }));

test('a folder that is a loop of links is an error too', () =>
  withWorkspace({}, async ({ dir }) => {
    symlinkSync('loop', path.join(dir, 'loop'));
    await expect(workTree(dir).list('loop')).rejects.toMatchObject({ code: 'unreadable-folder' });
  }));

test('a folder may be reached through a link', () =>
  withWorkspace({ 'real/a.sql': '' }, async ({ dir }) => {
    mkdirSync(path.join(dir, 'db'));
    symlinkSync('../real', path.join(dir, 'db/drizzle'));
    expect(await workTree(dir).list('db/drizzle')).toEqual(['db/drizzle/a.sql']);
  }));

test('what git has or would take is told from what it ignores and from repositories within', () =>
  withWorkspace(
    {
      '.gitignore': 'dist\n',
      'dist/a': '',
      'build/[x]/a\nb': '',
      'inner/.git/HEAD': 'ref: refs/heads/main\n',
      'inner/.git/objects/x': '',
      'inner/.git/refs/x': '',
      'inner/a': '',
    },
    ({ dir }) => {
      const paths = ['dist/a', 'build/[x]/a\nb', 'inner/a', 'build/x/a'];
      expect(workTree(dir).ownOf!(paths)).toBeNull();
      execFileSync('git', ['init', '--quiet', dir]);
      expect(workTree(dir).ownOf!(paths)).toEqual(['build/[x]/a\nb']);
    },
  ));
