import fc from 'fast-check';
import { foldersHistory, journalHistory } from 'testkit';
import { describe, expect, test } from 'vitest';
import { anyTied } from '../../test/any-history';
import { folderFiles, historyFiles } from '../../test/histories';
import { memoryTree } from '../sources/memory-tree';
import { isUnreadable } from './history';
import { readHistory } from './read-history';

const JOURNAL_FILES = journalHistory(['0000_a', '0001_b']);
const FOLDER_FILES = foldersHistory(['20260101000000_a', '20260102000000_b']);

const read = (files: Record<string, string>, dir = 'drizzle') => readHistory(memoryTree(files), dir);

describe('the layout', () => {
  test('is the journal’s where there is a journal, the folders’ where there are only folders', async () => {
    expect((await read(JOURNAL_FILES)).layout).toBe('journal');
    expect((await read(FOLDER_FILES)).layout).toBe('folders');
  });

  test('of both together is the journal’s, and the folders are foreign', async () => {
    const history = await read({ ...JOURNAL_FILES, ...FOLDER_FILES });
    expect(history.layout).toBe('journal');
    expect(history.migrations.map(({ tag }) => tag)).toEqual(['0000_a', '0001_b']);
    expect(history.snapshots).toHaveLength(2);
    expect(history.foreignFiles).toEqual(Object.keys(FOLDER_FILES).sort());
    expect(history.files).toEqual(Object.keys({ ...JOURNAL_FILES, ...FOLDER_FILES }).sort());
  });

  test('stays the journal’s where the journal cannot be read', async () => {
    const history = await read({ ...FOLDER_FILES, 'drizzle/meta/_journal.json': 'nothing' });
    expect(history).toMatchObject({ layout: 'journal', migrations: [], journalUnreadable: true });
  });

  test('is the folders’ where the journal is gone, and what is left of it is foreign', async () => {
    const { 'drizzle/meta/_journal.json': _, ...left } = JOURNAL_FILES;
    const history = await read({ ...left, ...FOLDER_FILES });
    expect(history).toMatchObject({
      layout: 'folders',
      foreignFiles: ['drizzle/meta/0000_snapshot.json', 'drizzle/meta/0001_snapshot.json'],
      sqlFiles: ['drizzle/0000_a.sql', 'drizzle/0001_b.sql'],
    });
    expect(history.snapshots.map(({ prefix }) => prefix)).toEqual(['20260101000000_a', '20260102000000_b']);
  });

  test('is the folders’ by one file of one folder', async () => {
    expect((await read({ 'drizzle/x/migration.sql': '' })).layout).toBe('folders');
    expect((await read({ 'drizzle/x/snapshot.json': '' })).layout).toBe('folders');
    expect((await read({ 'drizzle/x/other.sql': '' })).layout).toBe('journal');
  });
});

describe('the folder', () => {
  test('that is not there or is empty is an empty history, not one that cannot be read', async () => {
    const history = await read(JOURNAL_FILES, 'elsewhere');
    expect(history).toMatchObject({ dialect: null, migrations: [], snapshots: [], files: [] });
    expect(isUnreadable(history)).toBe(false);
  });

  test('is none that only begins with the same letters, and none below', async () => {
    const files = { ...journalHistory(['0000_a'], 'db'), ...journalHistory(['0000_x', '0001_y'], 'db2') };
    expect((await read(files, 'db')).migrations.map(({ tag }) => tag)).toEqual(['0000_a']);
    const below = await read(journalHistory(['0000_a'], 'db/drizzle'), 'db');
    expect(below).toMatchObject({ migrations: [], snapshots: [], sqlFiles: [] });
  });

  test('may lie at any depth: the history is the same but for the paths', async () => {
    const deep = await read(
      journalHistory(['0000_a', '0001_b'], 'packages/db/drizzle'),
      'packages/db/drizzle',
    );
    const text = JSON.stringify(deep).replaceAll('packages/db/drizzle', 'drizzle');
    expect(JSON.parse(text)).toEqual(await read(JOURNAL_FILES));
  });

  test('may be called like a part of the layout', async () => {
    const history = await read(foldersHistory(['20260101000000_a'], 'meta'), 'meta');
    expect(history).toMatchObject({ layout: 'folders', foreignFiles: [], snapshotProblems: [] });
    expect(history.migrations[0]!.snapshot?.file).toBe('meta/20260101000000_a/snapshot.json');
  });
});

test('what lies in meta/ never makes a folder a migration', async () => {
  const history = await read({ ...FOLDER_FILES, 'drizzle/meta/migration.sql': 'x' });
  expect(history.migrations.map(({ tag }) => tag)).toEqual(['20260101000000_a', '20260102000000_b']);
  expect(history.foreignFiles).toEqual(['drizzle/meta/migration.sql']);
});

describe('the order in which files are listed', () => {
  const shuffled = (files: Record<string, string>, order: string[]) => {
    const tree = memoryTree(files);
    return readHistory({ ...tree, list: async () => order }, 'drizzle');
  };

  test('does not matter to the migrations of a journal: they are in its order, each with its snapshot', async () => {
    const listing = anyTied.chain((specs) => {
      const files = historyFiles(specs);
      return fc.tuple(
        fc.constant(files),
        fc.shuffledSubarray(Object.keys(files), { minLength: size(files) }),
      );
    });
    await fc.assert(
      fc.asyncProperty(listing, async ([files, order]) => {
        expect((await shuffled(files, order)).migrations).toEqual((await read(files)).migrations);
      }),
    );
  });

  test('does not matter to folders: they are in the order of their names', async () => {
    const names = fc.uniqueArray(fc.integer({ min: 10, max: 20 }).map((day) => `202601${day}000000_a`));
    const listing = names.chain((tags) => {
      const files = folderFiles(tags);
      return fc.tuple(
        fc.constant(files),
        fc.shuffledSubarray(Object.keys(files), { minLength: size(files) }),
      );
    });
    await fc.assert(
      fc.asyncProperty(listing, async ([files, order]) => {
        const { migrations } = await shuffled(files, order);
        expect(migrations).toEqual((await read(files)).migrations);
        expect(migrations.map(({ tag }) => tag)).toEqual(migrations.map(({ tag }) => tag).sort());
      }),
    );
  });

  const size = (files: object) => Object.keys(files).length;
});

test('snapshots are read one after another, so that one of them is in memory at a time', async () => {
  const tree = memoryTree(JOURNAL_FILES);
  let [open, most] = [0, 0];
  const slow: typeof tree.read = async (file) => {
    most = Math.max(most, ++open);
    await Promise.resolve();
    open--;
    return tree.read(file);
  };
  expect((await readHistory({ ...tree, read: slow }, 'drizzle')).snapshots).toHaveLength(2);
  expect(most).toBe(1);
});

test('SQL is not read: what is in it is no part of the model', async () => {
  for (const files of [JOURNAL_FILES, FOLDER_FILES]) {
    const tree = memoryTree(files);
    const asked: string[] = [];
    await readHistory({ ...tree, read: (file) => (asked.push(file), tree.read(file)) }, 'drizzle');
    expect(asked.filter((file) => file.endsWith('.sql'))).toEqual([]);
    expect(asked).toHaveLength(new Set(asked).size);
  }
});
