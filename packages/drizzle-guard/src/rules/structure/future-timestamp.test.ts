import { expect, test } from 'vitest';
import { effectOf, found, ofCode, wayOutOf } from '../../../test/found';
import {
  findingsOf,
  folderFindingsOf,
  folderHistoryOf,
  foundIn,
  historyOf,
  NOW,
} from '../../../test/histories';

const MINUTE = 60_000;

test('a timestamp in the future is found', async () => {
  expect(await findingsOf(['0000_a', { tag: '0001_b', when: Date.UTC(2027, 0, 1) }])).toMatchInlineSnapshot(`
    [
      {
        "code": "future-timestamp",
        "file": "drizzle/meta/_journal.json",
        "help": "if it has not landed, \`drizzle-guard rebase\` gives it a time a second behind the others",
        "line": 12,
        "message": "0001_b is stamped 2027-01-01 00:00:00Z, which is in the future: drizzle-orm skips whatever is generated before then",
        "migration": "0001_b",
      },
    ]
  `);
});

test('clocks of a team may differ by some minutes', async () => {
  expect(await findingsOf([{ tag: '0000_a', when: NOW + 9 * MINUTE }])).toEqual([]);
  expect(await findingsOf([{ tag: '0000_a', when: NOW + 11 * MINUTE }])).toHaveLength(1);
});

const TODAY = '20260601000000_today';

test('ten minutes are still a clock; a millisecond more is not', async () => {
  expect(await findingsOf([{ tag: '0000_a', when: NOW + 10 * MINUTE }])).toEqual([]);
  expect(await findingsOf([{ tag: '0000_a', when: NOW + 10 * MINUTE + 1 }])).toHaveLength(1);
});

test('among folders the name says the time, and what comes of it is another thing', async () => {
  expect(await folderFindingsOf([TODAY, '20270101000000_b'])).toMatchInlineSnapshot(`
    [
      {
        "code": "future-timestamp",
        "file": "drizzle/20270101000000_b/migration.sql",
        "help": "if it has not landed, \`drizzle-guard rebase\` gives it a time a second behind the others",
        "message": "20270101000000_b is stamped 2027-01-01 00:00:00Z, which is in the future: what is generated before then sorts before it, unless drizzle-kit stamps that in the future too",
        "migration": "20270101000000_b",
      },
    ]
  `);
  expect(await folderFindingsOf([TODAY, '20260601000959_b'])).toEqual([]);
});

test('each of several is told, and the others are not', async () => {
  const all = await findingsOf([
    '0000_a',
    { tag: '0001_b', when: NOW + 20 * MINUTE },
    { tag: '0002_c', when: NOW + 30 * MINUTE },
  ]);
  expect(all.map(({ code, migration, line }) => [code, migration, line])).toEqual([
    ['future-timestamp', '0001_b', 12],
    ['future-timestamp', '0002_c', 19],
  ]);
});

test('it is a matter of when one asks: later there is nothing to find', async () => {
  const history = await historyOf([{ tag: '0000_a', when: NOW + 60 * MINUTE }]);
  expect(found('structure', { history, now: NOW })).toHaveLength(1);
  expect(found('structure', { history, now: NOW + 50 * MINUTE })).toEqual([]);
});

test('a time that no calendar has is in the future, and told as the number that it is', async () => {
  const [one] = ofCode('future-timestamp', await findingsOf([{ tag: '0000_a', when: 9e15 }]));
  expect(one!.message).toContain('0000_a is stamped 9000000000000000, which is in the future');
});

test('a timestamp in seconds lies long ago, and is not found', async () => {
  expect(await findingsOf([{ tag: '0000_a', when: NOW / 1000 }])).toEqual([]);
});

test.each([
  ['journal', () => historyOf([{ tag: '0000_a', when: NOW * 2 }]), '0000_a'],
  ['folders', () => folderHistoryOf(['20990101000000_a']), '20990101000000_a'],
])('in the %s layout nothing is left to do once it has landed', async (_layout, made, tag) => {
  const history = await made();
  const [one] = foundIn(history);
  expect(wayOutOf(one!, history, '--database shop')).toEqual([
    `nothing can be done once it has landed; until that moment \`drizzle-guard migrate\` says so of each newer migration. If ${tag} has not landed, \`drizzle-guard rebase\` gives it a time a second behind the others`,
  ]);
});

test('in a journal, what is generated before then is skipped', async () => {
  const history = await historyOf([{ tag: '0000_a', when: NOW * 2 }]);
  expect(effectOf(foundIn(history)[0]!, history)).toBe(
    'what is generated before then is older than it, and skipped',
  );
});
