import { createHash } from 'node:crypto';
import { foldersHistory, journalHistory } from 'testkit';
import { expect, test } from 'vitest';
import { treeWithIds } from '../../test/any-history';
import { memoryTree } from '../sources/memory-tree';
import { readHistory, type HeadCache } from './read-history';

/** A Tree whose ids are those of the bytes, as git's are. */
function identified(files: Record<string, string>) {
  return treeWithIds(memoryTree(files), (file) =>
    file in files ? createHash('sha1').update(files[file]!).digest('hex') : null,
  );
}

const isSnapshot = (file: string) => file.endsWith('snapshot.json');
const JOURNAL_FILES = journalHistory(['0000_a', '0001_b', '0002_c']);
const SPOILT = { ...JOURNAL_FILES, 'drizzle/meta/0001_snapshot.json': 'nothing' };

test.each([
  ['a journal', JOURNAL_FILES],
  ['folders', foldersHistory(['20260101000000_a', '20260102000000_b'])],
  ['a snapshot that cannot be read', SPOILT],
  ['one that is empty', { ...JOURNAL_FILES, 'drizzle/meta/0001_snapshot.json': '' }],
])('known heads give the same history as none, and no snapshot is read again: %s', async (_, files) => {
  const heads: HeadCache = new Map();
  const [first, second] = [identified(files), identified(files)];
  const plain = await readHistory(memoryTree(files), 'drizzle');
  expect(await readHistory(first.tree, 'drizzle', heads)).toEqual(plain);
  expect(await readHistory(second.tree, 'drizzle', heads)).toEqual(plain);
  expect(first.read.filter(isSnapshot)).toEqual(Object.keys(files).filter(isSnapshot).sort());
  expect(second.read.filter(isSnapshot)).toEqual([]);
});

test('the journal is read each time', async () => {
  const heads: HeadCache = new Map();
  await readHistory(identified(JOURNAL_FILES).tree, 'drizzle', heads);
  const fewer = { ...JOURNAL_FILES, 'drizzle/meta/_journal.json': '{"entries":[]}' };
  expect((await readHistory(identified(fewer).tree, 'drizzle', heads)).migrations).toEqual([]);
});

test('other bytes at the same path are read', async () => {
  const heads: HeadCache = new Map();
  await readHistory(identified(JOURNAL_FILES).tree, 'drizzle', heads);
  const { tree, read } = identified(SPOILT);
  expect((await readHistory(tree, 'drizzle', heads)).snapshotProblems).toMatchObject([
    { file: 'drizzle/meta/0001_snapshot.json', message: 'is not JSON: invalid symbol' },
  ]);
  expect(read.filter(isSnapshot)).toEqual(['drizzle/meta/0001_snapshot.json']);
});

test('the same bytes at another path are another head: each says its own file and prefix', async () => {
  const heads: HeadCache = new Map();
  const text = JOURNAL_FILES['drizzle/meta/0000_snapshot.json']!;
  const twice = { ...JOURNAL_FILES, 'drizzle/meta/0001_snapshot.json': text };
  const { snapshots } = await readHistory(identified(twice).tree, 'drizzle', heads);
  expect(snapshots.map(({ file, prefix }) => [file, prefix])).toEqual([
    ['drizzle/meta/0000_snapshot.json', '0000'],
    ['drizzle/meta/0001_snapshot.json', '0001'],
    ['drizzle/meta/0002_snapshot.json', '0002'],
  ]);
  expect(snapshots[1]!.id).toBe(snapshots[0]!.id);
});

test('two folders share known heads without mixing them up', async () => {
  const heads: HeadCache = new Map();
  const files = { ...journalHistory(['0000_a'], 'shop'), ...journalHistory(['0000_a'], 'mail') };
  const { tree } = identified(files);
  const filesIn = async (dir: string) =>
    (await readHistory(tree, dir, heads)).snapshots.map(({ file }) => file);
  expect(await filesIn('shop')).toEqual(['shop/meta/0000_snapshot.json']);
  expect(await filesIn('mail')).toEqual(['mail/meta/0000_snapshot.json']);
  expect(heads.size).toBe(2);
});

test('a spoilt head is known too, with the place of its problem', async () => {
  const heads: HeadCache = new Map();
  await readHistory(identified(SPOILT).tree, 'drizzle', heads);
  expect([...heads.values()].filter((head) => !('id' in head))).toEqual([
    { file: 'drizzle/meta/0001_snapshot.json', line: 1, message: 'is not JSON: invalid symbol' },
  ]);
});

test('files without an id, such as those of a work tree, are read each time and are not kept', async () => {
  const heads: HeadCache = new Map();
  const { tree, read } = treeWithIds(memoryTree(JOURNAL_FILES), () => null);
  await readHistory(tree, 'drizzle', heads);
  await readHistory(tree, 'drizzle', heads);
  expect(heads.size).toBe(0);
  expect(read.filter(isSnapshot)).toHaveLength(6);
});

test('without a cache of its caller one reading leaves nothing for the next', async () => {
  const { tree, read } = identified(JOURNAL_FILES);
  await readHistory(tree, 'drizzle');
  await readHistory(tree, 'drizzle');
  expect(read.filter(isSnapshot)).toHaveLength(6);
});
