import { expect, test } from 'vitest';
import { historyOf } from '../../test/histories';
import { isLateBeside, isLateInLedger, newestOf } from './late';

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
