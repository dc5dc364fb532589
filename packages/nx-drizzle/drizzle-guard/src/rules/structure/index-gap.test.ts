import { expect, test } from 'vitest';
import { effectOf, ofCode, wayOutOf } from '../../../test/found';
import { findingsOf, folderFindingsOf, foundIn, historyOf } from '../../../test/histories';

test('a number that is left out is found at the entry after it', async () => {
  const findings = await findingsOf(['0000_a', { tag: '0002_c', index: 2 }]);
  expect(findings).toMatchInlineSnapshot(`
    [
      {
        "code": "index-gap",
        "file": "drizzle/meta/_journal.json",
        "help": "see in git which migration was taken out (\`git log -p -- drizzle/meta/_journal.json\`)",
        "line": 12,
        "message": "0002_c has index 2 where 1 comes next",
        "migration": "0002_c",
      },
    ]
  `);
});

test('numbers out of order are found', async () => {
  const findings = await findingsOf([
    '0000_a',
    { tag: '0002_c', index: 2, parent: '0000_a' },
    { tag: '0001_b', index: 1, id: 'b', parent: 'none' },
  ]);
  expect(findings.filter(({ code }) => code === 'index-gap').map(({ message }) => message)).toEqual([
    '0002_c has index 2 where 1 comes next',
    '0001_b has index 1 after 2',
  ]);
});

test('a history that does not begin at 0 has a gap', async () => {
  const findings = await findingsOf([{ tag: '0001_a', index: 1 }]);
  expect(findings).toMatchObject([{ code: 'index-gap', message: '0001_a has index 1 where 0 comes next' }]);
});

test('an index below zero is found, also in the first migration', async () => {
  const findings = await findingsOf([
    { tag: '0000_a', index: -1 },
    { tag: '0001_b', index: 0 },
  ]);
  expect(findings).toMatchObject([{ message: '0000_a has index -1 where 0 comes next' }]);
});

const gapsOf = async (...indexes: number[]) => {
  const specs = indexes.map((index, at) => ({ tag: `000${at}_m`, index }));
  return ofCode('index-gap', await findingsOf(specs)).map(({ message }) => message);
};

test('0, 1, 2 and so on has no gap, and nor has an empty history', async () => {
  expect(await gapsOf(0, 1, 2, 3)).toEqual([]);
  expect(await gapsOf()).toEqual([]);
});

test('an index that is given twice in a row is no gap', async () => {
  expect(await gapsOf(0, 1, 1, 2)).toEqual([]);
});

test('after a gap the count goes on from there', async () => {
  expect(await gapsOf(0, 5, 6, 9)).toEqual([
    '0001_m has index 5 where 1 comes next',
    '0003_m has index 9 where 7 comes next',
  ]);
});

test('what comes after one that is behind is counted from the greatest so far', async () => {
  expect(await gapsOf(0, 1, 2, 0, 3)).toEqual(['0003_m has index 0 after 2']);
  expect(await gapsOf(0, 3, 1, 2)).toEqual([
    '0001_m has index 3 where 1 comes next',
    '0002_m has index 1 after 3',
    '0003_m has index 2 after 3',
  ]);
});

test('below zero counts as behind where something came before', async () => {
  expect(await gapsOf(0, -1)).toEqual(['0001_m has index -1 after 0']);
  expect(await gapsOf(-2, -1)).toEqual([
    expect.stringMatching(/^0000_m has index -2 /),
    '0001_m has index -1 where 0 comes next',
  ]);
});

test('numbers of tags may have gaps: the index is what is counted', async () => {
  expect(ofCode('index-gap', await findingsOf(['0000_a', '0007_b', '0042_c']))).toEqual([]);
});

test('folders have no index', async () => {
  expect(await folderFindingsOf(['20260101000000_a', '20260301000000_b'])).toEqual([]);
});

test('a gap does nothing by itself, and nothing has to be done', async () => {
  const history = await historyOf(['0000_a', { tag: '0002_c', index: 2 }]);
  const [gap] = foundIn(history);
  expect(effectOf(gap!, history)).toBe('nothing by itself: a trace of a migration that was taken out');
  expect(wayOutOf(gap!, history)).toMatchInlineSnapshot(`
    [
      "nothing has to be done. The number before 0002_c was taken out, and numbers are part of names that databases and colleagues know. Closing the gap in the journal alone would make drizzle-kit give 0002_c's successors a number twice",
    ]
  `);
  expect(wayOutOf(gap!, history, '--database shop')).toEqual(wayOutOf(gap!, history));
});
