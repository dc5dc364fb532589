import { expect, test } from 'vitest';
import { effectOf, ofCode, wayOutOf } from '../../../test/found';
import {
  findingsOf,
  folderFiles,
  folderFindingsOf,
  folderHistoryOf,
  foundIn,
  historyFiles,
} from '../../../test/histories';

const [A, B] = ['20260101000000_a', '20260101000100_b'] as const;
const fileOf = (tag: string) => `drizzle/${tag}/snapshot.json`;

/** A snapshot of the folders layout with another version, and another dialect where one is given. */
const withVersion = (tag: string, version: string, dialect = 'postgres') => ({
  [fileOf(tag)]: JSON.stringify({
    ...JSON.parse(folderFiles([A, B])[fileOf(tag)]!),
    version,
    dialect,
    type: dialect === 'postgres' ? (tag === A ? 'base' : 'diff') : undefined,
  }),
});
const told = async (files: Record<string, string>) =>
  ofCode('outdated-snapshot', await folderFindingsOf([A, B], files));

test('all snapshots of an older format are one finding, with the command that converts them', async () => {
  expect(await told({ ...withVersion(A, '8'), ...withVersion(B, '8') })).toMatchInlineSnapshot(`
    [
      {
        "code": "outdated-snapshot",
        "file": "drizzle/20260101000000_a/snapshot.json",
        "help": "run \`drizzle-kit up\`, which converts them, and commit what it changes",
        "message": "drizzle/20260101000000_a/snapshot.json has format 8 of postgresql snapshots, and 1 other too; drizzle-kit compares format 9 only, and generates nothing",
        "migration": "20260101000000_a",
      },
    ]
  `);
  expect(await told(withVersion(B, '8'))).toMatchObject([
    { file: fileOf(B), message: expect.not.stringContaining('too') },
  ]);
});

test.each([
  ['postgres', '9', '8'],
  ['mysql', '6', '5'],
  ['sqlite', '7', '6'],
  ['singlestore', '2', '1'],
])('of %s format %s is the newest, and %s is not', async (dialect, newest, older) => {
  const of = (version: string) =>
    told({ ...withVersion(A, version, dialect), ...withVersion(B, version, dialect) });
  expect(await of(newest)).toEqual([]);
  expect(await of(older)).toHaveLength(1);
});

test('of a newer format, or an unknown dialect, nothing is known', async () => {
  expect(await told(withVersion(B, '10'))).toEqual([]);
  expect(await told(withVersion(B, '1', 'duckdb'))).toEqual([]);
});

test('in a journal it is the format of drizzle-kit 0.31', async () => {
  const file = 'drizzle/meta/0000_snapshot.json';
  const old = historyFiles(['0000_a'])[file]!.replace(/"version": ?"7"/, '"version":"5"');
  expect(await findingsOf(['0000_a'], { [file]: old })).toMatchObject([
    { code: 'outdated-snapshot', file, message: expect.stringContaining('format 5 of postgresql snapshots') },
  ]);
});

test('nothing can be generated, and the help is the way out', async () => {
  const history = await folderHistoryOf([A, B], withVersion(A, '8'));
  const [old] = ofCode('outdated-snapshot', foundIn(history));
  expect(effectOf(old!, history)).toBe('drizzle-kit check fails, and generate writes nothing');
  expect(wayOutOf(old!, history)).toEqual([old!.help]);
});
