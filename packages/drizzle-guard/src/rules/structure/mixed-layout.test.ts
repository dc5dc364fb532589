import { expect, test } from 'vitest';
import { effectOf, ofCode, wayOutOf } from '../../../test/found';
import {
  findingsOf,
  folderFiles,
  folderFindingsOf,
  folderHistoryOf,
  foundIn,
  historyFiles,
  historyOf,
  JOURNAL,
} from '../../../test/histories';

const [A, B] = ['20260101000000_a', '20260101000100_b'] as const;

test('folders beside a journal are found', async () => {
  expect(await findingsOf(['0000_a'], folderFiles([A, B]))).toMatchInlineSnapshot(`
    [
      {
        "code": "mixed-layout",
        "file": "drizzle/20260101000000_a/migration.sql",
        "help": "see with \`git status drizzle\` and \`git log --oneline -- drizzle\` which of the two is meant, take the other out, and run \`drizzle-kit up\` if that was not finished",
        "message": "drizzle has a journal (drizzle-kit 0.x) and migrations in folders (1.0) beside it: drizzle/20260101000000_a/migration.sql, drizzle/20260101000000_a/snapshot.json, drizzle/20260101000100_b/migration.sql and 1 more",
      },
    ]
  `);
});

test('what is left of a journal beside folders is found', async () => {
  const left = { 'drizzle/meta/0000_snapshot.json': '{}' };
  expect(await folderFindingsOf([A], left)).toMatchObject([
    {
      code: 'mixed-layout',
      file: 'drizzle/meta/0000_snapshot.json',
      message:
        'drizzle has migrations in folders (drizzle-kit 1.0) and beside them what is left of a journal (0.x): drizzle/meta/0000_snapshot.json',
    },
  ]);
});

test('each layout for itself is not mixed', async () => {
  expect(await findingsOf(['0000_a', '0001_b'])).toEqual([]);
  expect(await folderFindingsOf([A, B])).toEqual([]);
});

test('however much of the other layout there is, it is one finding, at its first file', async () => {
  const mixed = await findingsOf(['0000_a'], folderFiles([B, A]));
  expect(mixed).toHaveLength(1);
  expect(mixed[0]).toMatchObject({ file: `drizzle/${A}/migration.sql` });
});

test.each([
  [1, `drizzle/${A}/migration.sql`],
  [2, `drizzle/${A}/migration.sql and drizzle/${A}/snapshot.json`],
  [3, `drizzle/${A}/migration.sql, drizzle/${A}/snapshot.json and drizzle/${B}/migration.sql`],
])('up to three files are named, and nothing more is said: %i', async (number, names) => {
  const some = Object.entries(folderFiles([A, B])).sort(([one], [other]) => one.localeCompare(other));
  const [mixed] = await findingsOf(['0000_a'], Object.fromEntries(some.slice(0, number)));
  expect(mixed!.message.endsWith(`beside it: ${names}`)).toBe(true);
});

test('of five files two are counted', async () => {
  const five = { ...folderFiles([A, B]), 'drizzle/20260101000200_c/migration.sql': 'SELECT 1;' };
  const [mixed] = await findingsOf(['0000_a'], five);
  expect(mixed!.message).toMatch(/ and 2 more$/);
});

test('folders of any name count beside a journal, for drizzle-orm runs any', async () => {
  const [mixed] = await findingsOf(['0000_a'], { 'drizzle/backfill/migration.sql': 'SELECT 1;' });
  expect(mixed).toMatchObject({ code: 'mixed-layout', file: 'drizzle/backfill/migration.sql' });
});

test('other files in folders of their own are of neither layout', async () => {
  const others = { 'drizzle/seeds/people.sql': 'SELECT 1;', 'drizzle/docs/snapshot.md': '#' };
  expect(await findingsOf(['0000_a'], others)).toEqual([]);
  expect(await folderFindingsOf([A], others)).toEqual([]);
});

test('a journal that cannot be read is a journal', async () => {
  const codes = (await findingsOf(['0000_a'], { ...folderFiles([A]), [JOURNAL]: '{' })).map(
    ({ code }) => code,
  );
  expect(codes).toEqual(['mixed-layout', 'broken-journal']);
});

test('SQL of 0.x beside folders, without meta, is no journal that is left: it is in no folder', async () => {
  const codes = (await folderFindingsOf([A], { 'drizzle/0000_a.sql': 'SELECT 1;' })).map(({ code }) => code);
  expect(codes).toEqual(['orphan-sql']);
});

test('all that is left of meta is told', async () => {
  const left = Object.entries(historyFiles(['0000_a', '0001_b'])).filter(([file]) => /snapshot/.test(file));
  const [mixed] = ofCode('mixed-layout', await folderFindingsOf([A], Object.fromEntries(left)));
  expect(mixed!.message).toContain('drizzle/meta/0000_snapshot.json and drizzle/meta/0001_snapshot.json');
});

test.each([
  ['journal', () => historyOf(['0000_a'], folderFiles([A]))],
  ['folders', () => folderHistoryOf([A], { 'drizzle/meta/0000_snapshot.json': '{}' })],
])('in the %s layout each version sees one half, and the help is the way out', async (_layout, made) => {
  const history = await made();
  const [mixed] = foundIn(history);
  expect(effectOf(mixed!, history)).toBe('each version of drizzle-kit sees one half of the migrations');
  expect(wayOutOf(mixed!, history, '--database shop')).toEqual([mixed!.help]);
});
