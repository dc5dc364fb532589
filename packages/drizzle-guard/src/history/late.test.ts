import fc from 'fast-check';
import { expect, test } from 'vitest';
import { historyOf } from '../../test/histories';
import type { Migration } from './history';
import { isLateBeside, isLateInLedger, newestOf, wholeSeconds } from './late';

test.each([
  ['journal', 1000, 2000, true],
  ['journal', 2000, 2000, true],
  ['journal', 2001, 2000, false],
  ['folders', 1000, 2000, true],
  // Folders of one second are in the order of their names.
  ['folders', 2000, 2000, false],
  // drizzle-orm 0.x records milliseconds, a folder's name has seconds.
  ['folders', 2000, 2999, false],
  ['folders', 1000, 2999, true],
] as const)('in the %s layout %i beside %i: %s', (layout, timestamp, mark, expected) => {
  expect(isLateInLedger(timestamp, mark, layout)).toBe(expected);
});

test('the newest migration is the one with the greatest timestamp, wherever it stands', async () => {
  const { migrations } = await historyOf([
    { tag: '0000_a', when: 5 },
    { tag: '0001_b', when: 9 },
    { tag: '0002_c', when: 9 },
    { tag: '0003_d', when: 7 },
  ]);
  expect(newestOf(migrations)?.tag).toBe('0001_b');
  expect(newestOf([])).toBeUndefined();
});

test('beside a landed one, an equal time is late in both layouts', async () => {
  const [older, newest] = (
    await historyOf([
      { tag: '0000_a', when: 5 },
      { tag: '0001_b', when: 9 },
    ])
  ).migrations;
  expect(isLateBeside(older!, newest!)).toBe(true);
  expect(isLateBeside({ ...older!, timestamp: 9 }, newest!)).toBe(true);
  expect(isLateBeside({ ...older!, timestamp: 10 }, newest!)).toBe(false);
});

test('a ledger’s time counts to the second before drizzle-orm 1.0 compares it', () => {
  expect([0, 999, 1000, 1999].map(wholeSeconds)).toEqual([0, 0, 1000, 1000]);
  expect(wholeSeconds(-1)).toBe(-1000);
});

test('the newest is newer than all before it, and not older than any', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5 })), (times) => {
      const migrations = times.map((timestamp, place) => ({ tag: `m${place}`, timestamp }) as Migration);
      const newest = newestOf(migrations);
      expect(newest).toBe(migrations[times.indexOf(Math.max(...times))]);
    }),
  );
});

test('what is late in folders is late in a journal, and beside a mark of whole seconds only an equal time differs', () => {
  const time = fc.integer({ min: 0, max: 9 }).map((second) => second * 1000);
  fc.assert(
    fc.property(time, time, fc.integer({ min: 0, max: 999 }), (timestamp, mark, more) => {
      if (isLateInLedger(timestamp, mark + more, 'folders'))
        expect(isLateInLedger(timestamp, mark + more, 'journal')).toBe(true);
      const differ =
        isLateInLedger(timestamp, mark, 'folders') !== isLateInLedger(timestamp, mark, 'journal');
      expect(differ).toBe(timestamp === mark);
    }),
  );
});
