import { expect, test } from 'vitest';
import { beside, besideFiles } from '../../../test/against-base';
import { effectOf, found, ofCode, wayOutOf } from '../../../test/found';
import {
  findingsOf,
  folderFiles,
  folderFindingsOf,
  folderHistoryOf,
  foundIn,
  historyOf,
} from '../../../test/histories';
import { diverge } from '../../history/divergence';
import type { History } from '../../history/history';

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
  const base = { name: 'main', history: landed, source: 'main' };
  return found('base', { ...divergence, history, base, editedSnapshots: [], conflicts: [] });
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

const besideFolders = async (mine: string[], theirs: string[], ancestor: string[]) => {
  const context = await besideFiles(folderFiles(mine), folderFiles(theirs), folderFiles(ancestor));
  return ofCode('unmerged-fork', found('base', context));
};

test('a line has one end, and an empty folder none', async () => {
  expect(await folderFindingsOf([A, B, C])).toEqual([]);
});

test('two beginnings end a branch each', async () => {
  const specs = [A, { tag: B, parents: [] }];
  expect(ofCode('unmerged-fork', await folderFindingsOf(specs))).toMatchObject([{ migration: B }]);
});

test('a migration that continues one of them leaves the other open', async () => {
  const specs = [A, B, { tag: C, parents: [A] }, { tag: D, parents: [C] }];
  expect(await folderFindingsOf(specs)).toMatchObject([
    { migration: D, message: expect.stringMatching(`^${B} and ${D} both end`) },
  ]);
});

test('journals fork in another way', async () => {
  const forks = await findingsOf(['0000_a', '0001_b', { tag: '0002_c', parent: '0000_a' }]);
  expect(forks.map(({ code }) => code)).toEqual(['forked-history']);
  const context = await beside(['0000_a', '0001_mine'], ['0000_a', '0001_theirs'], ['0000_a']);
  expect(ofCode('unmerged-fork', found('base', context))).toEqual([]);
});

test('beside a base: the first of mine is named, and all of both sides are told', async () => {
  expect(await besideFolders([A, B, D], [A, C], [A])).toMatchInlineSnapshot(`
    [
      {
        "code": "unmerged-fork",
        "file": "drizzle/20260101000100_b/migration.sql",
        "help": "bring what has landed in (\`git merge origin/main\`) and make sure that they do not touch the same things",
        "message": "origin/main has 20260101000200_c, which this branch lacks, and this branch has 20260101000100_b and 20260101000300_d: merged as they are, both end a branch",
        "migration": "20260101000100_b",
      },
    ]
  `);
});

test('beside a base: a branch that is ahead alone, or behind alone, opens nothing', async () => {
  expect(await besideFolders([A, B], [A], [A])).toEqual([]);
  expect(await besideFolders([A], [A, B], [A])).toEqual([]);
  expect(await besideFolders([A, B], [A, B], [A, B])).toEqual([]);
});

test('branches stay open, and the way out names the database that was asked about', async () => {
  const history = await folderHistoryOf([A, B, { tag: C, parents: [A] }]);
  const [open] = foundIn(history);
  expect(effectOf(open!, history)).toBe('branches stay open until a migration continues them');
  expect(wayOutOf(open!, history, '--database shop')).toMatchInlineSnapshot(`
    [
      "\`drizzle-guard generate --database shop\` continues all of them with the next change of the schema",
      "\`drizzle-guard generate --custom --database shop\` continues all of them now: its file is for SQL, if any is needed",
    ]
  `);
  expect(wayOutOf(open!, history)[0]).toBe(
    '`drizzle-guard generate` continues all of them with the next change of the schema',
  );
});
