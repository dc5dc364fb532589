import { expect, test } from 'vitest';
import { folderFindingsOf, folderHistoryOf, historyOf } from '../../../test/histories';
import { diverge } from '../../history/divergence';
import type { History } from '../../history/history';
import { found } from '../../../test/found';

const [A, B, C, D] = [
  '20260101000000_a',
  '20260101000100_b',
  '20260101000200_c',
  '20260101000300_d',
] as const;

/** What a merge of a history with its base, from which it went apart before its first difference, would open. */
function forkBeside(history: History, landed: History) {
  const recorded = (of: History) => ({ history: of, sql: new Map<string, string>() });
  const divergence = diverge(recorded(history), recorded(landed), null);
  return found('base', { ...divergence, history, base: { name: 'main', history: landed } });
}

test('two open ends are found, by their names', async () => {
  expect(await folderFindingsOf([A, B, { tag: C, parents: [A] }])).toMatchInlineSnapshot(`
    [
      {
        "code": "unmerged-fork",
        "file": "drizzle/20260101000200_c/snapshot.json",
        "help": "make sure that they do not touch the same things; the next \`drizzle-guard generate\` continues all of them",
        "message": "20260101000100_b and 20260101000200_c both end a branch: no migration continues both of them",
        "migration": "20260101000200_c",
      },
    ]
  `);
});

test('three are one finding', async () => {
  const specs = [A, B, { tag: C, parents: [A] }, { tag: D, parents: [A] }];
  expect(await folderFindingsOf(specs)).toMatchObject([
    { code: 'unmerged-fork', message: expect.stringContaining(`${B}, ${C} and ${D} all end a branch`) },
  ]);
});

test('a migration that continues both closes the fork', async () => {
  expect(await folderFindingsOf([A, B, { tag: C, parents: [A] }, { tag: D, parents: [C, B] }])).toEqual([]);
});

test('what a merge with the base would open is said before it', async () => {
  const [mine, base] = [await folderHistoryOf([A, C]), await folderHistoryOf([A, B])];
  expect(forkBeside(mine, base)).toMatchObject([{ code: 'unmerged-fork', migration: C }]);
  expect(forkBeside(mine, await folderHistoryOf([A]))).toEqual([]);
});

test('an upgrade of the layout alone opens nothing', async () => {
  const base = await historyOf([{ tag: '0000_a', when: Date.UTC(2026, 0, 1) }]);
  expect(forkBeside(await folderHistoryOf([A, B]), base)).toEqual([]);
});
