import { expect, test } from 'vitest';
import { effectOf, ofCode, wayOutOf } from '../../../test/found';
import { findingsOf, folderFindingsOf, folderHistoryOf, foundIn, historyOf } from '../../../test/histories';

test('an entry without its SQL file is found at its line in the journal', async () => {
  expect(await findingsOf(['0000_a', { tag: '0001_b', sql: null }])).toMatchInlineSnapshot(`
    [
      {
        "code": "missing-sql",
        "file": "drizzle/meta/_journal.json",
        "help": "bring the file back: \`git restore --source=HEAD --staged --worktree -- drizzle/0001_b.sql\`; where it is gone from HEAD too, \`git log -m --diff-filter=D --oneline -- drizzle/0001_b.sql\` names the commit that deleted it",
        "line": 12,
        "message": "0001_b is in the journal, but drizzle/0001_b.sql is not there",
        "migration": "0001_b",
      },
    ]
  `);
});

test('a SQL file of that name in a folder below does not count', async () => {
  const findings = await findingsOf([{ tag: '0000_a', sql: null }], {
    'drizzle/old/0000_a.sql': 'SELECT 1;',
  });
  expect(findings).toMatchObject([{ code: 'missing-sql', migration: '0000_a' }]);
});

const [A, B] = ['20260101000000_a', '20260101000100_b'] as const;

test('SQL that is empty, or only a comment, is there', async () => {
  expect(
    await findingsOf([
      { tag: '0000_a', sql: '' },
      { tag: '0001_b', sql: '-- nothing' },
    ]),
  ).toEqual([]);
});

test('each is told, in the order in which they are applied', async () => {
  const specs = [{ tag: '0000_a', sql: null }, '0001_b', { tag: '0002_c', sql: null }];
  expect((await findingsOf(specs)).map(({ code, migration, line }) => [code, migration, line])).toEqual([
    ['missing-sql', '0000_a', 5],
    ['missing-sql', '0002_c', 19],
  ]);
});

test('a file that is called nearly like it is another one', async () => {
  const found = await findingsOf([{ tag: '0000_a', sql: null }], { 'drizzle/0000_A.sql': 'SELECT 1;' });
  expect(found.map(({ code, migration }) => [code, migration])).toEqual([
    ['missing-sql', '0000_a'],
    ['orphan-sql', '0000_A'],
  ]);
});

test('a tag that a shell would split is quoted in both commands', async () => {
  const [missing] = await findingsOf([{ tag: '0000_it is', sql: null }]);
  expect(missing!.help.match(/-- 'drizzle\/0000_it is\.sql'`/g)).toHaveLength(2);
});

test('of folders it is found at the snapshot, and said that it is passed over', async () => {
  expect(await folderFindingsOf([A, { tag: B, sql: null }])).toMatchInlineSnapshot(`
    [
      {
        "code": "missing-sql",
        "file": "drizzle/20260101000100_b/snapshot.json",
        "help": "bring the file back: \`git restore --source=HEAD --staged --worktree -- drizzle/20260101000100_b/migration.sql\`; where it is gone from HEAD too, \`git log -m --diff-filter=D --oneline -- drizzle/20260101000100_b/migration.sql\` names the commit that deleted it",
        "message": "20260101000100_b has a snapshot, but drizzle/20260101000100_b/migration.sql is not there: drizzle-orm passes over it in silence",
        "migration": "20260101000100_b",
      },
    ]
  `);
  expect(await folderFindingsOf([A, B])).toEqual([]);
});

test('a folder that has neither SQL nor a snapshot is no migration that could lack something', async () => {
  expect(await folderFindingsOf([A], { [`drizzle/${B}/down.sql`]: 'SELECT 1;' })).toEqual([]);
});

test.each([
  ['journal', () => historyOf([{ tag: '0000_a', sql: null }]), '0000_a'],
  ['folders', () => folderHistoryOf([{ tag: A, sql: null }]), A],
])('in the %s layout it can be brought back, or taken out', async (_layout, made, tag) => {
  const history = await made();
  const [missing] = ofCode('missing-sql', foundIn(history));
  const [first, second, ...more] = wayOutOf(missing!, history, '--database shop');
  expect(first).toBe(missing!.help);
  expect(second).toContain(`if ${tag} was never applied anywhere, take `);
  expect(more).toEqual([]);
});

test('what it does to people', async () => {
  const history = await historyOf([{ tag: '0000_a', sql: null }]);
  expect(effectOf(foundIn(history)[0]!, history)).toBe('drizzle-kit migrate ends without a message');
});
