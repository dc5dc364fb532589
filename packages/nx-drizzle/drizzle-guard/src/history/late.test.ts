import fc from 'fast-check';
import { expect, test } from 'vitest';
import { folderHistoryOf, historyOf } from '../../test/histories';
import { isLate, lateBeside, newestOf, wholeSeconds, type Placed } from './late';

const at = (timestamp: number, name: string | null = null): Placed => ({ timestamp, name });

test.each([
  ['journal', at(1000), at(2000), true],
  ['journal', at(2000), at(2000), true],
  ['journal', at(2001), at(2000), false],
  // drizzle-orm 0.x looks at no name.
  ['journal', at(2001, 'a'), at(2000, 'b'), false],
  ['journal', at(2000, 'b'), at(2000, 'a'), true],
  // 1.0 looks at no time.
  ['folders', at(2000, 'a'), at(1000, 'b'), true],
  ['folders', at(1000, 'b'), at(2000, 'a'), false],
  ['folders', at(1000, 'a'), at(1000, 'b'), true],
  ['folders', at(1000, 'b'), at(1000, 'a'), false],
  // A row of 0.x that no folder explains: milliseconds, where a folder's name has seconds.
  ['folders', at(1000, 'a'), at(2000), true],
  ['folders', at(2000, 'a'), at(2000), false],
  ['folders', at(2000, 'a'), at(2999), false],
  ['folders', at(1000, 'a'), at(2999), true],
] as const)('in the %s layout %o beside %o: %s', (layout, one, applied, expected) => {
  expect(isLate(one, [applied], layout)).toBe(expected);
});

test('the newest of a journal is the one with the greatest timestamp, wherever it stands; of equal ones the first', async () => {
  const history = await historyOf([
    { tag: '0000_a', when: 5 },
    { tag: '0001_b', when: 9 },
    { tag: '0002_c', when: 9 },
    { tag: '0003_d', when: 7 },
  ]);
  expect(newestOf(history, 'journal')?.tag).toBe('0001_b');
  expect(newestOf(await historyOf([]), 'journal')).toBeUndefined();
});

test('of folders it is the one whose name sorts last, also where that is no time of a clock', async () => {
  const [A, B, C] = ['20260808009000_a', '20260808012000_b', '20260808013000_c'] as const;
  const landed = await folderHistoryOf([A, B]);
  const mine = await folderHistoryOf([A, B, C]);
  // As times 00:90 and 01:30 are the same.
  expect(mine.migrations[0]!.timestamp).toBe(mine.migrations[2]!.timestamp);
  expect(newestOf(landed, 'folders')?.tag).toBe(B);
  expect(lateBeside(mine.migrations.slice(2), mine, landed)).toEqual([]);
  const early = await folderHistoryOf([A, B, '20260808011000_c']);
  expect(lateBeside(early.migrations.slice(1, 2), early, landed).map(({ tag }) => tag)).toEqual([
    '20260808011000_c',
  ]);
});

test('of one second the names decide', async () => {
  const landed = await folderHistoryOf(['20260101000000_m']);
  const lateOf = async (tag: string) => {
    const mine = await folderHistoryOf(['20260101000000_m', tag]);
    return lateBeside(
      mine.migrations.filter((one) => one.tag === tag),
      mine,
      landed,
    ).length;
  };
  expect([await lateOf('20260101000000_a'), await lateOf('20260101000000_z')]).toEqual([1, 0]);
});

test('beside a base of the other layout it is the layout here that decides', async () => {
  const journal = await historyOf([
    { tag: '0000_a', when: Date.UTC(2026, 0, 1) },
    { tag: '0001_b', when: Date.UTC(2026, 0, 2, 0, 0, 0, 500) },
  ]);
  const folders = await folderHistoryOf(['20260102000000_a', '20260102000000_c', '20260103000000_d']);
  expect(newestOf(journal, 'folders')?.tag).toBe('0001_b');
  expect(lateBeside(folders.migrations, folders, journal).map(({ tag }) => tag)).toEqual([
    '20260102000000_a',
  ]);
  expect(lateBeside(journal.migrations, journal, folders).map(({ tag }) => tag)).toEqual([
    '0000_a',
    '0001_b',
  ]);
});

test('a ledger’s time counts to the second before drizzle-orm 1.0 compares it', () => {
  expect([0, 999, 1000, 1999].map(wholeSeconds)).toEqual([0, 0, 1000, 1000]);
  expect(wholeSeconds(-1)).toBe(-1000);
});

const anyTime = fc.integer({ min: 0, max: 5 }).map((second) => second * 1000);
const anyName = fc.stringMatching(/^[a-c]{1,3}$/);
const anyPlaced = fc.record({ timestamp: anyTime, name: anyName });

test('what is late beside some is late beside more, and nothing is where nothing is applied', () => {
  fc.assert(
    fc.property(
      anyPlaced,
      fc.array(anyPlaced),
      anyPlaced,
      fc.constantFrom('journal', 'folders'),
      (one, applied, more, layout) => {
        expect(isLate(one, [], layout)).toBe(false);
        if (isLate(one, applied, layout)) expect(isLate(one, [...applied, more], layout)).toBe(true);
      },
    ),
  );
});

test('in a journal it is what drizzle-orm 0.x skips, in folders what 1.0 runs behind one that sorts after it', () => {
  fc.assert(
    fc.property(anyPlaced, fc.array(anyPlaced, { minLength: 1 }), (one, applied) => {
      const last = Math.max(...applied.map(({ timestamp }) => timestamp));
      expect(isLate(one, applied, 'journal')).toBe(!(last < one.timestamp));
      const others = applied.filter(({ name }) => name !== one.name);
      const order = [one, ...others].map(({ name }) => name).sort((a, b) => a.localeCompare(b));
      expect(isLate(one, others, 'folders')).toBe(order.lastIndexOf(one.name) !== order.length - 1);
    }),
  );
});

test('beside a history, late is what is late beside its newest, in both layouts', async () => {
  const anyWhen = fc.integer({ min: 1, max: 4 });
  await fc.assert(
    fc.asyncProperty(fc.array(anyWhen, { minLength: 1, maxLength: 4 }), anyWhen, async (times, mine) => {
      const tagged = (when: number, place: number) => ({ tag: `000${place}_m`, when });
      const landed = await historyOf(times.map(tagged));
      const here = await historyOf([tagged(mine, 9)]);
      const newest = newestOf(landed, 'journal');
      expect(lateBeside(here.migrations, here, landed).length).toBe(
        newest && mine <= newest.timestamp ? 1 : 0,
      );
      const folder = (when: number, place: number | string) => `2026010${when}000000_m${place}`;
      const landedFolders = await folderHistoryOf(times.map(folder));
      const hereFolders = await folderHistoryOf([folder(mine, '')]);
      const last = newestOf(landedFolders, 'folders');
      expect(lateBeside(hereFolders.migrations, hereFolders, landedFolders).length).toBe(
        last && folder(mine, '').localeCompare(last.tag) < 0 ? 1 : 0,
      );
    }),
  );
});
