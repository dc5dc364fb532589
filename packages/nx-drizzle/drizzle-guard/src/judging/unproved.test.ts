import { expect, test } from 'vitest';
import { folderFiles, historyFiles } from '../../test/histories';
import { identifiedTree } from '../../test/session';
import { ORIGIN_ID } from '../history/history';
import { readHistory } from '../history/read-history';
import { snapshotsBefore, unprovedIn, type Standing } from './unproved';

type Files = Record<string, string>;

async function standing(files: Files): Promise<Standing> {
  const tree = identifiedTree(files);
  return { history: await readHistory(tree, 'drizzle'), idOf: tree.idOf };
}

async function unproved(now: Files, ...others: Files[]): Promise<string[]> {
  const found = unprovedIn(await standing(now), await Promise.all(others.map(standing)));
  return found.map(({ tag }) => tag);
}

const TWO = historyFiles(['0000_a', '0001_b']);
const THREE = historyFiles(['0000_a', '0001_b', '0002_c']);

test('without another state it is the newest', async () => {
  expect(await unproved(THREE)).toEqual(['0002_c']);
  expect(await unproved({})).toEqual([]);
});

test('what is new, and nothing where nothing is', async () => {
  expect(await unproved(THREE, TWO)).toEqual(['0002_c']);
  expect(await unproved(THREE, {})).toEqual(['0000_a', '0001_b', '0002_c']);
  expect(await unproved(THREE, THREE)).toEqual([]);
  expect(await unproved(TWO, THREE)).toEqual([]);
});

test('what any of the others has is theirs: a merge of both brings nothing', async () => {
  const mine = historyFiles(['0000_a', '0001_mine']);
  const both = historyFiles(['0000_a', '0001_theirs', { tag: '0002_mine', parent: '0001_theirs' }]);
  const theirs = historyFiles(['0000_a', '0001_theirs']);
  expect(await unproved(both, mine, theirs)).toEqual(['0002_mine']);
  expect(await unproved(both, both, theirs)).toEqual([]);
});

test.each([
  ['SQL', 'drizzle/0001_b.sql', ['0001_b']],
  ['snapshot, and what continues it', 'drizzle/meta/0001_snapshot.json', ['0001_b', '0002_c']],
])('one whose %s was altered', async (_title, file, tags) => {
  expect(await unproved({ ...THREE, [file]: `${THREE[file]!} ` }, THREE)).toEqual(tags);
});

test('a snapshot in another format was upgraded, and is not what the SQL was altered for', async () => {
  const upgraded = Object.fromEntries(
    Object.entries(THREE).map(([file, text]) => [
      file,
      file.endsWith('_snapshot.json') ? text.replace(/"version": ?"\d+"/, '"version":"9"') : text,
    ]),
  );
  expect(upgraded).not.toEqual(THREE);
  expect(await unproved(upgraded, THREE)).toEqual([]);
});

test('the folders layout tells them by their files too', async () => {
  const [one, two] = ['20260101000000_a', '20260101000100_b'];
  expect(await unproved(folderFiles([one, two]), folderFiles([one]))).toEqual([two]);
});

test('a snapshot continues those that it names; the first one none', async () => {
  const { history } = await standing(THREE);
  const before = history.migrations.map((migration) =>
    snapshotsBefore(history, migration)?.map(({ prefix }) => prefix),
  );
  expect(before).toEqual([[], ['0000'], ['0001']]);
  const pulled = { ...history.migrations[0]! };
  const snapshot = { ...pulled.snapshot!, id: ORIGIN_ID, parents: [''] };
  expect(snapshotsBefore(history, { ...pulled, snapshot })).toEqual([]);
});

test('where one is not there, or there twice, it is not known', async () => {
  const dangling = await standing(historyFiles(['0000_a', { tag: '0001_b', parent: 'gone' }]));
  expect(snapshotsBefore(dangling.history, dangling.history.migrations[1]!)).toBeNull();
  const twice = await standing(
    historyFiles(['0000_a', { tag: '0001_b', id: '0000_a' }, { tag: '0002_c', parent: '0000_a' }]),
  );
  expect(snapshotsBefore(twice.history, twice.history.migrations[2]!)).toBeNull();
});
