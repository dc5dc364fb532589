import { expect, test } from 'vitest';
import { readHistory } from '../../history/read-history';
import { memoryTree } from '../../sources/memory-tree';
import { effectOf, ofCode, wayOutOf } from '../../../test/found';
import {
  findingsOf,
  folderFindingsOf,
  folderHistoryOf,
  foundIn,
  historyFiles,
  historyOf,
} from '../../../test/histories';

test('a migration without its snapshot is found at its line in the journal', async () => {
  expect(await findingsOf(['0000_a', { tag: '0001_b', snapshot: null }])).toMatchInlineSnapshot(`
    [
      {
        "code": "missing-snapshot",
        "file": "drizzle/meta/_journal.json",
        "help": "bring it back: \`git restore --source=HEAD --staged --worktree -- drizzle/meta/0001_snapshot.json\`; where HEAD lacks it too, \`drizzle-guard doctor --repair\` makes it where the SQL bears it out",
        "line": 12,
        "message": "0001_b has no snapshot: meta/0001_snapshot.json is not there",
        "migration": "0001_b",
      },
    ]
  `);
});

const [A, B, C] = ['20260101000000_a', '20260101000100_b', '20260101000200_c'] as const;
const missingIn = async (...given: Parameters<typeof findingsOf>) =>
  ofCode('missing-snapshot', await findingsOf(...given));

test('each that is missing is told', async () => {
  const specs = [{ tag: '0000_a', snapshot: null }, '0001_b', { tag: '0002_c', snapshot: null }];
  expect((await missingIn(specs)).map(({ migration }) => migration)).toEqual(['0000_a', '0002_c']);
});

test('one that is there and cannot be read is malformed, and not missing', async () => {
  const all = await findingsOf(['0000_a'], { 'drizzle/meta/0000_snapshot.json': '' });
  expect(all.map(({ code }) => code)).toEqual(['malformed-snapshot']);
});

test('another one that cannot be read does not hide it', async () => {
  const specs = ['0000_a', { tag: '0001_b', snapshot: null }];
  expect(await missingIn(specs, { 'drizzle/meta/0000_snapshot.json': '' })).toHaveLength(1);
});

test('it is looked for under the number alone: two of one number have one', async () => {
  expect(await missingIn(['0000_a', '0001_b', '0001_c'])).toEqual([]);
  expect(
    await missingIn(['0000_a', { tag: '0001_b', snapshot: null }], {
      'drizzle/meta/1_snapshot.json': historyFiles(['1_x'])['drizzle/meta/1_snapshot.json']!,
    }),
  ).toHaveLength(1);
});

test('of folders it is found at the SQL, and named from the migrations folder', async () => {
  const all = await folderFindingsOf([A, B, { tag: C, snapshot: null }]);
  expect(all).toMatchInlineSnapshot(`
    [
      {
        "code": "missing-snapshot",
        "file": "drizzle/20260101000200_c/migration.sql",
        "help": "bring it back: \`git restore --source=HEAD --staged --worktree -- drizzle/20260101000200_c/snapshot.json\`; where HEAD lacks it too, \`drizzle-guard doctor --repair\` gives it one where its SQL changes nothing that a snapshot says",
        "message": "20260101000200_c has no snapshot: 20260101000200_c/snapshot.json is not there",
        "migration": "20260101000200_c",
      },
    ]
  `);
});

test('of folders a snapshot alone, without SQL, is not missing', async () => {
  const codes = (await folderFindingsOf([A, { tag: B, sql: null }])).map(({ code }) => code);
  expect(codes).toEqual(['missing-sql']);
});

test('where the migrations lie in the root, the file is named from there', async () => {
  const files = Object.entries(historyFiles([{ tag: '0000_a', snapshot: null }]));
  const inRoot = files.map(([file, text]) => [file.replace('drizzle/', ''), text]);
  const [missing] = foundIn(await readHistory(memoryTree(Object.fromEntries(inRoot)), ''));
  expect(missing!.message).toBe('0000_a has no snapshot: meta/0000_snapshot.json is not there');
});

test('of the newest its statements are written again; of an older one the upgrade stops', async () => {
  const history = await historyOf([
    '0000_a',
    { tag: '0001_b', snapshot: null },
    { tag: '0002_c', parent: '0000_a' },
    { tag: '0003_d', snapshot: null },
  ]);
  const effects = ofCode('missing-snapshot', foundIn(history)).map((one) => [
    one.migration,
    effectOf(one, history),
  ]);
  expect(effects).toEqual([
    ['0001_b', 'drizzle-kit up (0.x to 1.0) stops'],
    ['0003_d', 'the next generate writes its statements a second time'],
  ]);
});

test('of folders nothing is written twice, also of the newest', async () => {
  const history = await folderHistoryOf([A, { tag: B, snapshot: null }]);
  const [missing] = ofCode('missing-snapshot', foundIn(history));
  expect(effectOf(missing!, history)).toBe('drizzle-kit refuses to work, or takes its changes for unmade');
});

test('the help is the way out', async () => {
  const history = await historyOf([{ tag: '0000_a', snapshot: null }]);
  const [missing] = foundIn(history);
  expect(wayOutOf(missing!, history, '--database shop')).toEqual([missing!.help]);
});
