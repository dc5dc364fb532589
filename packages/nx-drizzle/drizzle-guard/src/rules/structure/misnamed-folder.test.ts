import { expect, test } from 'vitest';
import { effectOf, ofCode, wayOutOf } from '../../../test/found';
import { findingsOf, folderFindingsOf, folderHistoryOf, foundIn } from '../../../test/histories';

test('a folder whose name holds no time is found, and is no migration', async () => {
  const files = { 'drizzle/backfill/migration.sql': 'SELECT 1;' };
  expect(await folderFindingsOf(['20260101000000_a'], files)).toMatchInlineSnapshot(`
    [
      {
        "code": "misnamed-folder",
        "file": "drizzle/backfill",
        "help": "make the migration with \`drizzle-guard generate --custom\` and move the SQL there, or move the folder elsewhere",
        "message": "drizzle/backfill looks like a migration, but its name does not begin with a time (YYYYMMDDHHMMSS): drizzle-orm runs it and cannot record it",
        "migration": "backfill",
      },
    ]
  `);
});

const SOUND = '20260101000000_a';
const sqlIn = (...folders: string[]) =>
  Object.fromEntries(folders.map((folder) => [`drizzle/${folder}/migration.sql`, 'SELECT 1;']));
const misnamedAmong = async (...folders: string[]) =>
  ofCode('misnamed-folder', await folderFindingsOf([SOUND], sqlIn(...folders))).map(({ file }) => file);

test.each(['2026010100000_b', '20260101_b', 'b_20260101000000', '2026-01-01_b', '0001_b'])(
  '%s does not begin with a time',
  async (folder) => expect(await misnamedAmong(folder)).toEqual([`drizzle/${folder}`]),
);

test.each(['20260101000000', '20260101000000b', '202601010000001_b'])(
  '%s begins with a time, and that is all that is asked of a name',
  async (folder) => expect(await misnamedAmong(folder)).toEqual([]),
);

test('each is told, in the order of the names', async () => {
  expect(await misnamedAmong('seed', 'backfill', 'fix')).toEqual([
    'drizzle/backfill',
    'drizzle/fix',
    'drizzle/seed',
  ]);
});

test('a folder that holds neither SQL nor a snapshot is nobody’s business', async () => {
  expect(await folderFindingsOf([SOUND], { 'drizzle/notes/README.md': '# Notes' })).toEqual([]);
  expect(await folderFindingsOf([SOUND], { 'drizzle/old/20250101/migration.sql': 'SELECT 1;' })).toEqual([]);
});

test('beside a journal such a folder is one of the other layout, and not misnamed', async () => {
  const codes = (await findingsOf(['0000_a'], sqlIn('backfill'))).map(({ code }) => code);
  expect(codes).toEqual(['mixed-layout']);
});

test('migrate is rolled back then, and the help is the way out', async () => {
  const history = await folderHistoryOf([SOUND], sqlIn('backfill'));
  const [misnamed] = foundIn(history);
  expect(effectOf(misnamed!, history)).toBe(
    'drizzle-orm runs it and cannot record it: the whole migrate is rolled back',
  );
  expect(wayOutOf(misnamed!, history, '--database shop')).toEqual([misnamed!.help]);
});
