import path from 'node:path';
import { withWorkspace } from 'testkit';
import { describe, expect, test } from 'vitest';
import { databaseCalled, waiver } from '../../test/judgements';
import { INDEX, memorySession } from '../../test/session';
import { openWorkspace } from './open-workspace';

const shop = databaseCalled('shop', { dir: 'packages/shop' });
const blog = databaseCalled('blog', { dir: 'packages/blog' });

describe('over a session that is given', () => {
  const session = () =>
    memorySession(
      { worktree: { 'a.txt': '' }, index: { 'b.txt': '' } },
      { databases: [blog, shop], configuration: { waivers: [waiver('index-gap') as never] } },
    );
  const namesOf = async (cwd: string, database?: string[]) => {
    const { databases, names } = await openWorkspace({ cwd, ...(database ? { database } : {}) }, session());
    return [databases.map(({ name }) => name), names];
  };

  test('all databases at the root; those of a package inside it; the names of all either way', async () => {
    const all = ['blog', 'shop'];
    expect(await namesOf('/memory')).toEqual([all, all]);
    expect(await namesOf('/memory/packages/shop/src')).toEqual([['shop'], all]);
  });

  test('those that are asked for, wherever that is', async () => {
    expect((await namesOf('/memory/packages/shop', ['blog']))[0]).toEqual(['blog']);
    expect((await namesOf('/memory', ['packages/shop', 'shop']))[0]).toEqual(['shop']);
  });

  test('one that is not there is refused', async () => {
    await expect(namesOf('/memory', ['sohp'])).rejects.toMatchObject({ code: 'unknown-database' });
  });

  test('the Tree is that of the state, by default of the work tree', async () => {
    const opened = session();
    expect((await openWorkspace({ cwd: '/memory' }, opened)).tree.has('a.txt')).toBe(true);
    expect((await openWorkspace({ cwd: '/memory' }, opened, INDEX)).tree.has('b.txt')).toBe(true);
  });

  test('with the configuration, what was accepted, and the session itself', async () => {
    const opened = session();
    const workspace = await openWorkspace({ cwd: '/memory' }, opened);
    expect(workspace.session).toBe(opened);
    expect(workspace).toMatchObject({ root: '/memory', baseline: [] });
    expect(workspace.configuration.waivers).toMatchObject([{ code: 'index-gap' }]);
  });
});

describe('over the disk', () => {
  const files = {
    'drizzle-guard.json': '{ "base": "origin/main" }',
    'packages/shop/package.json': '{ "name": "@here/shop" }',
    'packages/shop/drizzle.config.ts': '',
  };

  test('the root is looked for above the current folder, and the files are read anew', () =>
    withWorkspace(files, async ({ dir, write }) => {
      const cwd = path.join(dir, 'packages/shop');
      const first = await openWorkspace({ cwd });
      expect([first.root, first.names]).toEqual([dir, ['shop']]);
      expect(first.configuration.base).toBe('origin/main');
      write({ 'drizzle-guard.json': '{ "base": "origin/next" }' });
      expect((await openWorkspace({ cwd })).configuration.base).toBe('origin/next');
    }));

  test('a workspace without a database is refused', () =>
    withWorkspace({ 'package.json': '{}' }, async ({ dir }) => {
      await expect(openWorkspace({ cwd: dir })).rejects.toMatchObject({ code: 'no-database' });
    }));

  test('a configuration that is not valid is refused', () =>
    withWorkspace({ ...files, 'drizzle-guard.json': '{ "bse": "x" }' }, async ({ dir }) => {
      await expect(openWorkspace({ cwd: dir })).rejects.toMatchObject({ code: 'invalid-configuration' });
    }));
});
