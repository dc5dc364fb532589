import { describe, expect, test } from 'vitest';
import { withWorkspace } from 'testkit';
import { folderFiles, historyFiles, JOURNAL } from '../../test/histories';
import { databaseCalled } from '../../test/judgements';
import { INDEX, memorySession, WORKTREE } from '../../test/session';
import { bareFolder, historyOf, requireInside, requireMigrations, treeOf } from './bare-folder';

describe('a bare folder as a database', () => {
  test.each([
    ['below the current folder', '/repo/packages/shop', 'drizzle', 'packages/shop/drizzle', true],
    ['above it', '/repo/packages/shop', '../../drizzle', 'drizzle', true],
    ['absolute', '/repo', '/repo/db/drizzle', 'db/drizzle', true],
    ['the root itself', '/repo', '.', '', true],
    ['outside', '/repo', '../other/drizzle', '', false],
    ['outside, with a name that begins alike', '/repo', '/repository/drizzle', '', false],
  ])('%s', (_, cwd, given, out, isInside) => {
    const { bare, name, dir } = bareFolder('/repo', cwd, given);
    expect([bare!.out, bare!.isInside]).toEqual([out, isInside]);
    expect([name, dir]).toEqual([given, given]);
  });

  test('has neither a config nor a schema, and knows where it was asked for', () => {
    expect(bareFolder('/repo', '/repo/db', 'drizzle')).toEqual({
      name: 'drizzle',
      dir: 'drizzle',
      packageName: null,
      configFile: null,
      environmentConfigs: {},
      stated: null,
      bare: { folder: '/repo/db/drizzle', out: 'db/drizzle', isInside: true, from: '/repo/db' },
    });
  });
});

describe('a base or a head', () => {
  test('cannot be asked of a folder outside', () => {
    const outside = bareFolder('/repo', '/repo', '../drizzle');
    expect(() => requireInside('/repo', outside)).toThrow(
      '../drizzle lies outside the repository /repo, so no base and no commit of it has that folder',
    );
  });

  test('can be of one inside, and of every other database', () => {
    expect(() => requireInside('/repo', bareFolder('/repo', '/repo', 'drizzle'))).not.toThrow();
    expect(() => requireInside('/repo', databaseCalled('shop'))).not.toThrow();
  });
});

describe('where its migrations are read', () => {
  const files = historyFiles(['0000_a', '0001_b']);

  test('inside: in the state that is asked for', async () => {
    const session = memorySession({ index: files, worktree: {} });
    const inside = bareFolder('/memory', '/memory', 'drizzle');
    expect((await historyOf(session, INDEX, inside, 'drizzle')).migrations).toHaveLength(2);
    expect((await historyOf(session, WORKTREE, inside, 'drizzle')).migrations).toEqual([]);
    expect((await treeOf(session, INDEX, inside)).has(JOURNAL)).toBe(true);
  });

  test('outside: on the disk, whatever the state', () =>
    withWorkspace(files, async ({ dir }) => {
      const session = memorySession({ index: {} });
      const outside = bareFolder('/memory', '/memory', `${dir}/drizzle`);
      const { out } = outside.bare!;
      const history = await historyOf(session, INDEX, outside, out);
      expect(history.migrations.map(({ tag }) => tag)).toEqual(['0000_a', '0001_b']);
      expect((await treeOf(session, INDEX, outside)).has(history.migrations[0]!.sqlFile)).toBe(true);
      expect(session.asked).toEqual([]);
    }));

  test('of every other database: in the state', async () => {
    const session = memorySession({ index: files });
    const history = await historyOf(session, INDEX, databaseCalled('shop'), 'drizzle');
    expect(history.migrations).toHaveLength(2);
    expect(await treeOf(session, INDEX, databaseCalled('shop'))).toMatchObject({ root: '/memory' });
  });
});

describe('a folder without migrations', () => {
  const requireOf = async (given: Record<string, string>) => {
    const bare = bareFolder('/memory', '/memory', 'drizzle');
    requireMigrations(await historyOf(memorySession({ index: given }), INDEX, bare, 'drizzle'), bare);
  };

  test.each([
    ['is not there', {}],
    ['holds other files', { 'drizzle/README.md': '' }],
    ['holds an empty journal', historyFiles([])],
  ])('%s: it is refused', async (_, given) => {
    await expect(requireOf(given)).rejects.toMatchObject({ code: 'no-migrations' });
  });

  test.each([
    ['has migrations', historyFiles(['0000_a'])],
    ['has folders', folderFiles(['20260101000000_a'])],
    ['has an SQL file alone', { 'drizzle/0000_a.sql': '' }],
    [
      'has a snapshot alone',
      { ...historyFiles(['0000_a'], { [JOURNAL]: null, 'drizzle/0000_a.sql': null }) },
    ],
    ['has SQL beside an empty journal', { ...historyFiles([]), 'drizzle/0000_a.sql': '' }],
    [
      'has a snapshot beside an empty journal',
      { ...historyFiles(['0000_a'], { 'drizzle/0000_a.sql': null }), ...historyFiles([]) },
    ],
    ['has a journal that cannot be read, which is a finding', { [JOURNAL]: '<<<<<<< ours' }],
  ])('%s: it is looked at', async (_, given) => {
    await expect(requireOf(given)).resolves.toBeUndefined();
  });
});
