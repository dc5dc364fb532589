import { expect, test } from 'vitest';
import { besideFiles } from '../../../test/against-base';
import { found } from '../../../test/found';
import { folderFiles, historyFiles } from '../../../test/histories';

const at = (minute: number) => Date.UTC(2026, 0, 1, 0, minute);
const [A, B] = ['20260101000000_a', '20260101000100_b'] as const;
const folders = folderFiles([A, B]);
const old = historyFiles([
  { tag: '0000_a', when: at(0) },
  { tag: '0001_b', when: at(1) },
]);
const longer = historyFiles([
  { tag: '0000_a', when: at(0) },
  { tag: '0001_b', when: at(1) },
  { tag: '0002_c', when: at(2) },
]);

test('an upgrade that was taken back, and how to have it again', async () => {
  expect(found('base', await besideFiles(old, folders, folders))).toMatchInlineSnapshot(`
    [
      {
        "code": "reverted-upgrade",
        "file": "drizzle/meta/_journal.json",
        "help": "put the folders back: \`git restore --source=origin/main --staged --worktree -- drizzle\`, then \`drizzle-guard generate\` writes what the schema wants otherwise as a new migration; drizzle-kit and drizzle-orm in package.json have to be those of origin/main",
        "message": "drizzle is in folders on origin/main (drizzle-kit 1.0), and in a journal here (0.x): the upgrade was taken back",
      },
    ]
  `);
});

test('what was made in the journal since is made again', async () => {
  const [reverted, ...more] = found('base', await besideFiles(longer, folders, folders));
  expect(reverted).toMatchObject({
    code: 'reverted-upgrade',
    help: expect.stringContaining('delete what is left of 0002_c (keep hand-written SQL)'),
  });
  expect(more).toEqual([]);
});

test('a branch that does not know of the upgrade has not taken it back; what it has made cannot land as it is', async () => {
  expect(found('base', await besideFiles(old, folders, old))).toEqual([]);
  expect(found('base', await besideFiles(longer, folders, old))).toMatchObject([
    { code: 'forked-history', migration: '0002_c', message: expect.stringContaining('upgraded to folders') },
  ]);
});

test('nor is an upgrade here, or a folder that is empty, or a history that has nothing in common', async () => {
  expect(found('base', await besideFiles(folders, old, old))).toEqual([]);
  expect(found('base', await besideFiles({}, folders, folders)).map(({ code }) => code)).toEqual([
    'removed-migration',
    'removed-migration',
  ]);
  expect(found('base', await besideFiles(old, folders, null))).toEqual([]);
});
