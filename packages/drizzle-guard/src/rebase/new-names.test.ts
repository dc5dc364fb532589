import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { folderHistoryOf, historyOf, NOW, type Changes } from '../../test/histories';
import type { History } from '../history/history';
import { lateBeside } from '../history/late';
import { prefixOf, titleOf } from '../text/tag';
import { newNames } from './new-names';

const SECOND = 1000;
const START = Date.UTC(2026, 0, 1);
const moving = (...own: readonly (readonly [tag: string, timestamp: number])[]) =>
  own.map(([tag, timestamp]) => ({ tag, timestamp }));
const tagsOf = (history: History, ...tags: readonly string[]) =>
  newNames(history, moving(...tags.map((tag, at) => [tag, START + at] as const)), NOW).map(({ tag }) => tag);
/** A snapshot that belongs to no migration. */
const orphan = (prefix: string): Changes => ({
  [`drizzle/meta/${prefix}_snapshot.json`]: JSON.stringify({
    id: prefix,
    prevId: 'x',
    version: '7',
    dialect: 'postgresql',
    tables: {},
  }),
});

test('times are behind what has landed and theirs lacks; numbers go on behind those of theirs', async () => {
  const theirs = await historyOf(['0000_start', '0001_theirs']);
  const landed = theirs.migrations.at(-1)!.timestamp + 100 * SECOND;
  expect(newNames(theirs, moving(['0001_mine', START + 5]), NOW, landed)).toEqual([
    { tag: '0002_mine', timestamp: landed + SECOND },
  ]);
});

describe('the numbers of what moves behind a journal', () => {
  test('go on behind those of theirs, with their own titles', async () => {
    const theirs = await historyOf(['0000_start', '0001_theirs']);
    expect(tagsOf(theirs, '0001_mine', '0002_more_of_it')).toEqual(['0002_mine', '0003_more_of_it']);
  });

  test('go on behind holes, and behind the greatest, wherever it stands', async () => {
    expect(tagsOf(await historyOf(['0000_start', '0007_theirs']), '0001_mine')).toEqual(['0008_mine']);
    expect(tagsOf(await historyOf(['0000_a', '0009_b', '0002_c']), '0001_mine')).toEqual(['0010_mine']);
  });

  test('overwrite no snapshot that belongs to none of theirs', async () => {
    const theirs = await historyOf(['0000_start', '0001_theirs'], { ...orphan('0002'), ...orphan('0005') });
    expect(tagsOf(theirs, '0001_mine', '0002_more')).toEqual(['0006_mine', '0007_more']);
  });

  test('overwrite no SQL that belongs to none of theirs', async () => {
    const left = { 'drizzle/0002_mine.sql': 'SELECT 1;', 'drizzle/0003_mine.down.sql': 'SELECT 1;' };
    const theirs = await historyOf(['0000_start', '0001_theirs'], left);
    expect(tagsOf(theirs, '0001_mine')).toEqual(['0004_mine']);
    // One of another title is in nobody's way.
    expect(tagsOf(theirs, '0001_other')).toEqual(['0002_other']);
  });

  test('are as wide as theirs, and wider where they have to be', async () => {
    expect(tagsOf(await historyOf(['000_start', '001_theirs']), '001_mine')).toEqual(['002_mine']);
    expect(tagsOf(await historyOf(['0_start', '9_theirs']), '1_mine')).toEqual(['10_mine']);
  });

  test('are times where those of theirs are (--prefix timestamp, supabase)', async () => {
    const theirs = await historyOf([
      { tag: '20260101000000_start', when: START },
      { tag: '20260102000000_theirs', when: START + 86_400 * SECOND },
    ]);
    const own = Date.UTC(2026, 0, 3);
    expect(
      newNames(theirs, moving(['20260101120000_mine', START + 5], ['20260103000000_more', own]), NOW),
    ).toEqual([
      { tag: '20260102000001_mine', timestamp: Date.UTC(2026, 0, 2, 0, 0, 1) },
      { tag: '20260103000001_more', timestamp: own + SECOND },
    ]);
  });

  test('are later than all of theirs also where a time of theirs is later than its timestamp', async () => {
    const theirs = await historyOf([{ tag: '20260109000000_theirs', when: START }]);
    expect(tagsOf(theirs, '20260101000000_mine', '20260101000001_more')).toEqual([
      '20260109000001_mine',
      '20260109000002_more',
    ]);
  });

  test('are seconds where those of theirs are (--prefix unix)', async () => {
    const theirs = await historyOf([{ tag: '1767225600_theirs', when: START }]);
    expect(newNames(theirs, moving(['1767225599_mine', START - 5]), NOW)).toEqual([
      { tag: '1767225601_mine', timestamp: START + SECOND },
    ]);
  });

  test('begin with none where theirs has none', async () => {
    expect(tagsOf(await historyOf([]), '0003_mine', '0004_more')).toEqual(['0000_mine', '0001_more']);
  });

  test('are given to what had none', async () => {
    expect(tagsOf(await historyOf(['0000_start']), 'mine', '7', '0002')).toEqual([
      '0001_mine',
      '0002_7',
      '0003_0002',
    ]);
  });
});

describe('the timestamps', () => {
  const timesOf = (history: History, ...own: readonly number[]) =>
    newNames(history, moving(...own.map((time, at) => [`000${at}_mine`, time] as const)), NOW).map(
      ({ timestamp }) => timestamp,
    );

  test('are a second after the predecessor, where that is later', async () => {
    const theirs = await historyOf([{ tag: '0000_theirs', when: START + 7 }]);
    expect(timesOf(theirs, START, START + 1)).toEqual([START + 7 + SECOND, START + 7 + 2 * SECOND]);
  });

  test('are a second after their own, where that is later: each is another than it was', async () => {
    const theirs = await historyOf([{ tag: '0000_theirs', when: START }]);
    expect(timesOf(theirs, START + 60_000, START + 120_000)).toEqual([START + 61_000, START + 121_000]);
  });

  test('of what lies in the future come down, and are another all the same', async () => {
    const theirs = await historyOf([{ tag: '0000_theirs', when: START }]);
    expect(timesOf(theirs, NOW + 1, START + 5)).toEqual([START + SECOND, START + 2 * SECOND]);
    const ahead = await historyOf([{ tag: '0000_theirs', when: NOW + 5 }]);
    expect(timesOf(ahead, START)).toEqual([NOW + 5 + SECOND]);
    expect(timesOf(ahead, NOW + 5 + SECOND)).toEqual([NOW + 5 + 2 * SECOND]);
  });

  test('follow the greatest of theirs, wherever it stands', async () => {
    const theirs = await historyOf([
      { tag: '0000_a', when: START + 9 },
      { tag: '0001_b', when: START + 2 },
    ]);
    expect(timesOf(theirs, START)).toEqual([START + 9 + SECOND]);
  });
});

describe('in folders', () => {
  test('names are times to the second, a second apart', async () => {
    const theirs = await folderHistoryOf(['20260101000000_start', '20260103000000_theirs']);
    expect(
      newNames(
        theirs,
        moving(
          ['20260102000000_mine', Date.UTC(2026, 0, 2)],
          ['20260102000000_also_mine', Date.UTC(2026, 0, 2)],
        ),
        NOW,
      ),
    ).toEqual([
      { tag: '20260103000001_mine', timestamp: Date.UTC(2026, 0, 3, 0, 0, 1) },
      { tag: '20260103000002_also_mine', timestamp: Date.UTC(2026, 0, 3, 0, 0, 2) },
    ]);
  });

  test('a folder that is there already, though it is no migration, is left alone', async () => {
    const theirs = await folderHistoryOf(['20260101000000_start'], {
      'drizzle/20260101000001_mine/notes.txt': 'mine',
    });
    const [name] = newNames(theirs, moving(['20260101000000_mine', START]), NOW);
    expect(name).toEqual({ tag: '20260101000002_mine', timestamp: START + 2 * SECOND });
  });
});

const times = fc.array(
  fc.integer({ min: 0, max: 400 }).map((days) => START + days * 86_400_000),
  { maxLength: 4 },
);
const histories: Record<string, (own: readonly number[]) => Promise<History>> = {
  'in a journal': (own) => historyOf(own.map((when, at) => ({ tag: `000${at}_theirs`, when }))),
  'in a journal with times': (own) =>
    historyOf(
      own.map((when, at) => ({
        tag: `${new Date(when + at * SECOND).toISOString().replaceAll(/\D/g, '').slice(0, 14)}_theirs`,
        when,
      })),
    ),
  'in folders': (own) =>
    folderHistoryOf(
      [...new Set([START, ...own])]
        .sort()
        .map((when) => `${new Date(when).toISOString().replaceAll(/\D/g, '').slice(0, 14)}_theirs`),
    ),
};

describe.each(Object.entries(histories))('of any migrations behind any others %s', (_where, historyWith) => {
  test('each is newer than all before it, has a greater prefix, its own title, and another time than it had', async () => {
    await fc.assert(
      fc.asyncProperty(times, times, fc.integer({ min: -400, max: 400 }), async (landed, own, shift) => {
        const theirs = await historyWith(landed);
        const mine = moving(...own.map((time, at) => [`000${at}_mine_${at}`, time] as const));
        const names = newNames(theirs, mine, NOW + shift * 86_400_000);
        const all = [
          ...theirs.migrations.map(({ timestamp }) => timestamp),
          ...names.map(({ timestamp }) => timestamp),
        ];
        names.forEach(({ tag, timestamp }, at) => {
          expect(Math.max(-1, ...all.slice(0, theirs.migrations.length + at))).toBeLessThan(timestamp);
          expect(timestamp).not.toBe(own[at]);
          expect(titleOf(tag)).toBe(`mine_${at}`);
          const prefixes = [...theirs.migrations, ...names.slice(0, at)].map((one) => prefixOf(one.tag));
          expect(prefixes.every((prefix) => prefix < prefixOf(tag))).toBe(true);
        });
        expect(lateBeside(names as never, theirs, theirs)).toEqual([]);
      }),
    );
  });

  test('two people give the same names', async () => {
    await fc.assert(
      fc.asyncProperty(times, times, async (landed, own) => {
        const mine = moving(...own.map((time, at) => [`000${at}_mine`, time] as const));
        // Whatever the time of day is: only the future looks another way.
        const later = NOW + 1000 * 86_400_000;
        const names = newNames(await historyWith(landed), mine, later);
        expect(newNames(await historyWith(landed), mine, later + 12_345)).toEqual(names);
      }),
    );
  });
});

test('none gets the time that another of them had', async () => {
  const theirs = await historyOf([{ tag: '0000_a', when: 500 }]);
  const moving = [
    { tag: '0001_b', timestamp: 1000 },
    { tag: '0002_c', timestamp: 2000 },
    { tag: '0003_d', timestamp: 3000 },
  ];
  const times = newNames(theirs, moving, Date.UTC(2026, 5, 1)).map(({ timestamp }) => timestamp);
  expect(times).toEqual([4000, 5000, 6000]);
});
