import { expect, test } from 'vitest';
import { beside, besideFiles } from '../../../test/against-base';
import { effectOf, found, ofCode, wayOutOf } from '../../../test/found';
import {
  codesOf,
  findingsOf,
  folderFiles,
  folderFindingsOf,
  foundIn,
  historyOf,
} from '../../../test/histories';

test('two migrations with one number are found, because they share a snapshot file', async () => {
  const findings = await findingsOf(['0000_a', '0001_b', { tag: '0001_c', parent: '0000_a' }]);
  expect(findings).toMatchInlineSnapshot(`
    [
      {
        "code": "duplicate-prefix",
        "file": "drizzle/meta/_journal.json",
        "help": "\`drizzle-guard rebase --regenerate\` makes the one that has not landed again with the next number",
        "line": 19,
        "message": "0001_b and 0001_c share the number 0001, and so one snapshot",
        "migration": "0001_c",
      },
    ]
  `);
});

test('numbers that only begin alike are different', async () => {
  expect(codesOf(await findingsOf(['0001_a', { tag: '00010_b', index: 1 }]))).not.toContain(
    'duplicate-prefix',
  );
});

const besideBase = async (...given: Parameters<typeof beside>) =>
  ofCode('duplicate-prefix', found('base', await beside(...given)));

test('three of one number are one finding at the last', async () => {
  const specs = [
    '0000_a',
    '0001_b',
    { tag: '0001_c', parent: '0000_a' },
    { tag: '0001_d', parent: '0000_a' },
  ];
  expect(ofCode('duplicate-prefix', await findingsOf(specs))).toMatchObject([
    {
      migration: '0001_d',
      line: 26,
      message: expect.stringContaining('0001_b, 0001_c and 0001_d share the number 0001'),
    },
  ]);
});

test('each number that is given twice is a finding', async () => {
  const all = await findingsOf(['0000_a', '0000_b', '0001_c', '0001_d', '0002_e']);
  expect(ofCode('duplicate-prefix', all).map(({ migration }) => migration)).toEqual(['0000_b', '0001_d']);
});

test('an index that is given twice is another matter', async () => {
  expect(codesOf(await findingsOf(['0000_a', { tag: '0001_b', index: 0 }]))).toEqual(['duplicate-index']);
});

test('a number is what the tag says, and not what it is worth', async () => {
  expect(codesOf(await findingsOf(['1_a', '0001_b']))).not.toContain('duplicate-prefix');
});

test('folders of one second have a snapshot each', async () => {
  expect(await folderFindingsOf(['20260101000000_a', '20260101000000_b'])).toEqual([]);
});

test('beside a base: each of mine that has a number of theirs is found, at its own line', async () => {
  const mine = ['0000_a', '0001_mine', '0002_mine', '0003_mine'];
  const theirs = ['0000_a', '0001_theirs', '0003_theirs'];
  expect(
    (await besideBase(mine, theirs, ['0000_a'])).map(({ migration, line, message }) => [
      migration,
      line,
      message,
    ]),
  ).toMatchInlineSnapshot(`
    [
      [
        "0001_mine",
        12,
        "0001_mine has the number of 0001_theirs, which is on origin/main: merged as they are, they share one snapshot",
      ],
      [
        "0003_mine",
        26,
        "0003_mine has the number of 0003_theirs, which is on origin/main: merged as they are, they share one snapshot",
      ],
    ]
  `);
});

test('beside a base: numbers of my own, and those that both have as one migration, are not found', async () => {
  const theirs = ['0000_a', '0001_theirs'];
  expect(await besideBase(['0000_a', { tag: '0002_mine', index: 2 }], theirs, ['0000_a'])).toEqual([]);
  expect(await besideBase(['0000_a', '0001_theirs', '0002_mine'], theirs)).toEqual([]);
});

test('beside a base: one that was removed here is not theirs, so that its number may be given again', async () => {
  expect(await besideBase(['0000_a', '0001_mine'], ['0000_a', '0001_gone'], ['0000_a', '0001_gone'])).toEqual(
    [],
  );
});

test('beside a base: folders have no number, also of the same second', async () => {
  const [A, MINE, THEIRS] = ['20260101000000_a', '20260101000100_mine', '20260101000100_theirs'];
  const context = await besideFiles(folderFiles([A!, MINE!]), folderFiles([A!, THEIRS!]), folderFiles([A!]));
  expect(codesOf(found('base', context))).not.toContain('duplicate-prefix');
});

test('what it does to people, and that two that have both landed keep their one snapshot', async () => {
  const history = await historyOf(['0000_a', '0001_b', { tag: '0001_c', parent: '0000_a' }]);
  const [twice] = foundIn(history);
  expect(effectOf(twice!, history)).toMatchInlineSnapshot(
    `"two migrations share one snapshot: drizzle-kit up (0.x to 1.0) loses the state of one of them"`,
  );
  expect(wayOutOf(twice!, history)).toMatchInlineSnapshot(`
    [
      "\`drizzle-guard rebase --regenerate\` makes the one that has not landed again with the next number",
      "if both have landed: their names stay, and with them the one snapshot. Nothing can be rebuilt beside it",
    ]
  `);
  expect(wayOutOf(twice!, history, '--database shop')).toEqual(wayOutOf(twice!, history));
});
