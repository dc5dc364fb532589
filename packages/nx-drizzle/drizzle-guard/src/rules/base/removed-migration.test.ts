import { expect, test } from 'vitest';
import { beside, besideFiles } from '../../../test/against-base';
import { effectOf, found, ofCode, wayOutOf } from '../../../test/found';
import { folderFiles } from '../../../test/histories';

const LANDED = ['0000_a', { tag: '0001_b', when: Date.UTC(2026, 0, 2) }];

test('a landed migration that is gone, and how to bring it back', async () => {
  expect(found('base', await beside(['0000_a'], LANDED))).toMatchInlineSnapshot(`
    [
      {
        "code": "removed-migration",
        "file": "drizzle/meta/_journal.json",
        "help": "put it back: \`git restore --source=origin/main --staged --worktree -- drizzle\`, then \`drizzle-guard generate\` writes what the schema wants otherwise as a new migration; that is the way to undo it, too",
        "message": "0001_b is on origin/main and was removed here: databases that ran it keep what it did, new ones never get it",
        "migration": "0001_b",
      },
    ]
  `);
});

test('one that was renamed is said to be', async () => {
  const renamed = ['0000_a', { tag: '0001_tags', when: Date.UTC(2026, 0, 2) }];
  expect(found('base', await beside(renamed, LANDED))).toMatchInlineSnapshot(`
    [
      {
        "code": "removed-migration",
        "file": "drizzle/meta/_journal.json",
        "help": "give 0001_tags its landed name back: \`mv drizzle/0001_tags.sql drizzle/0001_b.sql\`, and set its "tag" in drizzle/meta/_journal.json back to 0001_b",
        "line": 12,
        "message": "0001_b, which is on origin/main, is called 0001_tags here: it was renamed, with the same SQL and the same timestamp",
        "migration": "0001_b",
      },
    ]
  `);
});

const [A, B, X] = ['20260101000000_a', '20260102000000_b', '20260102000000_x'] as const;
const removedBeside = async (...given: Parameters<typeof beside>) =>
  ofCode('removed-migration', found('base', await beside(...given)));
const removedFolders = async (mine: string[], changes: Record<string, string> = {}) => {
  const landed = folderFiles([A, B]);
  return ofCode(
    'removed-migration',
    found('base', await besideFiles(folderFiles(mine, changes), landed, landed)),
  );
};

test('a branch that is behind has removed nothing, and one that is ahead neither', async () => {
  expect(await removedBeside(['0000_a'], LANDED, ['0000_a'])).toEqual([]);
  expect(await removedBeside([...LANDED, '0002_c'], LANDED)).toEqual([]);
  expect(await removedBeside(['0000_x'], LANDED, null)).toEqual([]);
});

test('what both have taken out is gone, and not removed', async () => {
  expect(await removedBeside(['0000_a'], ['0000_a'], LANDED)).toEqual([]);
});

test('each that is gone is told, in the order of the base', async () => {
  const all = await removedBeside([], ['0000_a', '0001_b', '0002_c']);
  expect(all.map(({ migration }) => migration)).toEqual(['0000_a', '0001_b', '0002_c']);
});

test('one that has another name and other SQL is removed, and the other is a new one', async () => {
  const [removed] = await removedBeside(
    ['0000_a', { tag: '0001_tags', sql: 'other', when: Date.UTC(2026, 0, 2) }],
    LANDED,
  );
  expect(removed!.message).toBe(
    '0001_b is on origin/main and was removed here: databases that ran it keep what it did, new ones never get it',
  );
});

test('one that has another name and another time is removed: databases know it by its time', async () => {
  const [removed] = await removedBeside(['0000_a', { tag: '0001_tags', when: Date.UTC(2026, 0, 3) }], LANDED);
  expect(removed!.message).toContain('was removed here');
});

test('what was made on top is made anew, because the folder is put back as a whole', async () => {
  const [removed] = await removedBeside(['0000_a', '0002_mine', '0003_mine'], LANDED);
  expect(removed!.help).toBe(
    'put it back: `git restore --source=origin/main --staged --worktree -- drizzle`, delete what is left of 0002_mine and 0003_mine (keep hand-written SQL), then `drizzle-guard generate` makes anew what the schema wants beyond that; that is the way to undo it, too',
  );
});

test('a name that a shell would split is quoted', async () => {
  const landed = folderFiles([A, `${B} it is`]);
  const context = await besideFiles(folderFiles([A]), landed, landed);
  const [removed] = ofCode('removed-migration', found('base', context));
  expect(removed!.help).toContain(` -- 'drizzle/${B} it is'\``);
});

test('a merge that loses it is taken back', async () => {
  const context = await beside(['0000_a'], LANDED);
  const merged = { ...context, base: { ...context.base, isMerged: true } };
  expect(ofCode('removed-migration', found('base', merged))).toMatchObject([
    {
      help: expect.stringContaining(
        'take the merge back (`git merge --abort`) and merge so that 0001_b stays',
      ),
    },
  ]);
});

test('of folders it is the folder that is put back, and no file is named that is gone', async () => {
  expect(await removedFolders([A])).toMatchInlineSnapshot(`
    [
      {
        "code": "removed-migration",
        "help": "put its folder back (\`git restore --source=origin/main --staged --worktree -- drizzle/20260102000000_b\`); to undo it, write a new migration: \`drizzle-guard generate\` does, once the schema lacks it",
        "message": "20260102000000_b is on origin/main and was removed here: databases that ran it keep what it did, new ones never get it",
        "migration": "20260102000000_b",
      },
    ]
  `);
  expect(await removedFolders([A, B])).toEqual([]);
});

test('of folders a renamed one gets its landed name back', async () => {
  const sql = folderFiles([A, B])[`drizzle/${B}/migration.sql`]!;
  expect(await removedFolders([A, X], { [`drizzle/${X}/migration.sql`]: sql })).toMatchObject([
    {
      migration: B,
      file: `drizzle/${X}/migration.sql`,
      message: `${B}, which is on origin/main, is called ${X} here: it was renamed, with the same SQL and the same timestamp`,
      help: expect.stringMatching(
        new RegExp(`^give the folder ${X} its landed name back: \`mv drizzle/${X} drizzle/`),
      ),
    },
  ]);
});

test('new databases never get it, and the help is the way out', async () => {
  const context = await beside(['0000_a'], LANDED);
  const [removed] = found('base', context);
  expect(effectOf(removed!, context.history)).toBe(
    'databases that ran it keep what it did, and new ones never get it',
  );
  expect(wayOutOf(removed!, context.history, '--database shop')).toEqual([removed!.help]);
});
