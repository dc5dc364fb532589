import { snapshotId } from 'testkit';
import { expect, test } from 'vitest';
import { beside, besideFiles } from '../../../test/against-base';
import { effectOf, found, ofCode, wayOutOf } from '../../../test/found';
import { findingsOf, folderFiles, folderFindingsOf, foundIn, historyOf } from '../../../test/histories';

test('two migrations that continue one are found, by their names', async () => {
  const findings = await findingsOf(['0000_a', '0001_b', { tag: '0002_c', parent: '0000_a' }]);
  expect(findings).toMatchInlineSnapshot(`
    [
      {
        "code": "forked-history",
        "file": "drizzle/meta/0002_snapshot.json",
        "help": "\`drizzle-guard rebase\` moves the one that has not landed behind the other",
        "message": "0001_b and 0002_c both continue 0000_a",
        "migration": "0002_c",
      },
    ]
  `);
});

test('two beginnings are a fork too', async () => {
  const origin = '00000000-0000-0000-0000-000000000000';
  const beginning = JSON.stringify({ id: 'x', prevId: origin, version: '7', dialect: 'postgresql' });
  const findings = await findingsOf(['0000_a', '0001_b'], { 'drizzle/meta/0001_snapshot.json': beginning });
  expect(findings).toMatchObject([
    {
      code: 'forked-history',
      message: '0000_a and 0001_b both continue nothing (each begins a history)',
    },
  ]);
});

test('three branches of one migration are one finding', async () => {
  const findings = await findingsOf([
    '0000_a',
    '0001_b',
    { tag: '0002_c', parent: '0000_a' },
    { tag: '0003_d', parent: '0000_a' },
  ]);
  expect(findings).toMatchObject([
    { code: 'forked-history', message: '0001_b, 0002_c and 0003_d all continue 0000_a' },
  ]);
});

const [A, MINE, THEIRS] = ['20260101000000_a', '20260101000100_mine', '20260101000200_theirs'] as const;
const besideBase = async (...given: Parameters<typeof beside>) =>
  ofCode('forked-history', found('base', await beside(...given)));

test('a line does not fork', async () => {
  expect(await findingsOf(['0000_a', '0001_b', '0002_c'])).toEqual([]);
});

test('each fork is a finding', async () => {
  const forks = await findingsOf([
    '0000_a',
    '0001_b',
    { tag: '0002_c', parent: '0000_a' },
    { tag: '0003_d', parent: '0001_b' },
    { tag: '0004_e', parent: '0001_b' },
  ]);
  expect(ofCode('forked-history', forks).map(({ migration, message }) => [migration, message])).toEqual([
    ['0002_c', '0001_b and 0002_c both continue 0000_a'],
    ['0004_e', '0003_d and 0004_e both continue 0001_b'],
  ]);
});

test('two that continue what is gone are a fork, told by the id of that snapshot', async () => {
  const both = await findingsOf([
    '0000_a',
    { tag: '0001_b', parent: 'gone' },
    { tag: '0002_c', parent: 'gone' },
  ]);
  expect(ofCode('forked-history', both)).toMatchObject([
    { message: `0001_b and 0002_c both continue snapshot ${snapshotId('gone')}` },
  ]);
});

test('a snapshot without a migration is called by its file', async () => {
  const stray = JSON.stringify({
    ...{ id: 'stray', prevId: snapshotId('0000_a'), version: '7', dialect: 'postgresql' },
  });
  const file = 'drizzle/meta/0002_snapshot.json';
  expect(ofCode('forked-history', await findingsOf(['0000_a', '0001_b'], { [file]: stray }))).toMatchObject([
    { file, message: `0001_b and ${file} both continue 0000_a` },
  ]);
});

test('folders may fork: what is open of them is another rule’s business', async () => {
  expect((await folderFindingsOf([A, MINE, { tag: THEIRS, parents: [A] }])).map(({ code }) => code)).toEqual([
    'unmerged-fork',
  ]);
});

test('beside a base: the first of mine is named, and all of both sides are told', async () => {
  const fork = await besideBase(
    ['0000_a', '0001_mine', '0002_mine'],
    ['0000_a', '0001_theirs', '0002_theirs', '0003_theirs'],
    ['0000_a'],
  );
  expect(fork).toMatchInlineSnapshot(`
    [
      {
        "code": "forked-history",
        "file": "drizzle/meta/_journal.json",
        "help": "\`drizzle-guard rebase --onto origin/main\` brings in what has landed and moves 0001_mine and 0002_mine behind it",
        "line": 12,
        "message": "origin/main has 0001_theirs, 0002_theirs and 0003_theirs, which this branch lacks, and this branch has 0001_mine and 0002_mine: merged as they are, they fork",
        "migration": "0001_mine",
      },
    ]
  `);
});

test('beside a base: a branch that is ahead alone, or behind alone, does not fork', async () => {
  expect(await besideBase(['0000_a', '0001_mine'], ['0000_a'])).toEqual([]);
  expect(await besideBase(['0000_a'], ['0000_a', '0001_theirs'], ['0000_a'])).toEqual([]);
  expect(await besideBase(['0000_a', '0001_b'], ['0000_a', '0001_b'])).toEqual([]);
});

test('beside a base: one that was taken out here is no side of a fork', async () => {
  const landed = ['0000_a', '0001_gone'];
  expect(await besideBase(['0000_a', '0001_mine'], landed, landed)).toEqual([]);
});

test('beside a base: folders that part are no fork of the journal’s kind', async () => {
  const context = await besideFiles(folderFiles([A, MINE]), folderFiles([A, THEIRS]), folderFiles([A]));
  expect(found('base', context).map(({ code }) => code)).toEqual(['unmerged-fork', 'late-migration']);
});

test('generate stops then, and the help is the way out', async () => {
  const history = await historyOf(['0000_a', '0001_b', { tag: '0002_c', parent: '0000_a' }]);
  const [fork] = foundIn(history);
  expect(effectOf(fork!, history)).toBe('drizzle-kit check fails, and generate writes nothing and exits 0');
  expect(wayOutOf(fork!, history, '--database shop')).toEqual([fork!.help]);
});
