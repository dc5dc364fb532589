import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyMigrations, anyTied, upgraded } from '../../test/any-history';
import { folderHistoryOf, historyOf, JOURNAL } from '../../test/histories';
import {
  headOf,
  isUnreadable,
  journalFileOf,
  leavesOf,
  onlyIn,
  type History,
  type Migration,
} from './history';

const tagsOf = (migrations: readonly Migration[]) => migrations.map(({ tag }) => tag);

describe('the head', () => {
  test('is the last in order, whatever its timestamp and its index', async () => {
    const history = await historyOf([
      { tag: '0000_a', when: 9, index: 7 },
      { tag: '0001_b', when: 5, index: 3 },
    ]);
    expect(headOf(history)?.tag).toBe('0001_b');
  });

  test('of folders is the last by name, and there is none in an empty history', async () => {
    expect(headOf(await folderHistoryOf(['20260102000000_b', '20260101000000_a']))?.tag).toBe(
      '20260102000000_b',
    );
    expect(headOf(await historyOf([]))).toBeUndefined();
  });
});

describe('what is unreadable', () => {
  test.each([
    ['a journal that is no JSON', 'nothing', true],
    ['a journal without entries', '{}', true],
    ['an empty list of entries', '{"entries":[]}', false],
    ['a bad entry', '{"entries":[7]}', false],
  ])('%s', async (_, text, expected) => {
    expect(isUnreadable(await historyOf(['0000_a'], { [JOURNAL]: text }))).toBe(expected);
  });

  test('folders never are, also where nothing in them can be read', async () => {
    const history = await folderHistoryOf([], { 'drizzle/20260101000000_a/snapshot.json': 'nothing' });
    expect(history.snapshotProblems).toHaveLength(1);
    expect(isUnreadable(history)).toBe(false);
  });
});

test('the journal lies in meta/, of the root too', () => {
  expect(journalFileOf('db/drizzle')).toBe('db/drizzle/meta/_journal.json');
  expect(journalFileOf('')).toBe('meta/_journal.json');
});

describe('the leaves', () => {
  const prefixesOf = (history: History) => leavesOf(history).map(({ prefix }) => prefix);

  test('one in a line, none in an empty history', async () => {
    expect(prefixesOf(await historyOf(['0000_a', '0001_b']))).toEqual(['0001']);
    expect(prefixesOf(await historyOf([]))).toEqual([]);
  });

  test('a snapshot that no migration has is a leaf as well', async () => {
    const text = JSON.stringify({ id: 'x', prevId: 'y', version: '7', dialect: 'postgresql', tables: {} });
    const history = await historyOf(['0000_a'], { 'drizzle/meta/0009_snapshot.json': text });
    expect(prefixesOf(history)).toEqual(['0000', '0009']);
  });

  test('a snapshot that continues itself is none', async () => {
    expect(prefixesOf(await historyOf(['0000_a', { tag: '0001_b', parent: '0001_b' }]))).toEqual(['0000']);
  });

  test('are the snapshots that no snapshot names, in the order of the files', async () => {
    await fc.assert(
      fc.asyncProperty(anyTied, async (specs) => {
        const history = await historyOf(specs);
        const there = specs.filter(({ snapshot }) => snapshot !== null);
        const open = there.filter(({ id }) => there.every(({ parent }) => parent !== id));
        expect(prefixesOf(history)).toEqual(open.map(({ tag }) => tag.slice(0, 4)));
      }),
    );
  });
});

describe('what only one of two histories has', () => {
  test('is told by the tags where both have one layout: time, SQL and snapshot do not count', async () => {
    const mine = await historyOf(['0000_a', { tag: '0001_b', when: 1, sql: 'x', id: 'x' }, '0002_c']);
    const theirs = await historyOf(['0001_b', '0003_d']);
    expect(tagsOf(onlyIn(mine, theirs))).toEqual(['0000_a', '0002_c']);
    expect(tagsOf(onlyIn(theirs, mine))).toEqual(['0003_d']);
  });

  test('keeps the order of its history, and all of it beside an empty one', async () => {
    const history = await historyOf(['0002_c', '0000_a', '0001_b']);
    expect(tagsOf(onlyIn(history, await historyOf([])))).toEqual(['0002_c', '0000_a', '0001_b']);
    expect(tagsOf(onlyIn(history, await historyOf(['0000_a'])))).toEqual(['0002_c', '0001_b']);
  });

  test('a history has nothing beside itself, and each migration is on one side or on both', async () => {
    await fc.assert(
      fc.asyncProperty(anyMigrations, anyMigrations, async (here, there) => {
        const [mine, theirs] = [await historyOf(here), await historyOf(there)];
        expect(onlyIn(mine, mine)).toEqual([]);
        const shared = here.filter(({ tag }) => there.some((one) => one.tag === tag));
        const [left, right] = [tagsOf(onlyIn(mine, theirs)), tagsOf(onlyIn(theirs, mine))];
        expect(left.length + shared.length).toBe(here.length);
        expect(right.length + shared.length).toBe(there.length);
        expect(left.filter((tag) => right.includes(tag))).toEqual([]);
      }),
    );
  });

  test('a history and its own upgrade have nothing that the other lacks', async () => {
    await fc.assert(
      fc.asyncProperty(anyMigrations, async (specs) => {
        const [old, folders] = [await historyOf(specs), await folderHistoryOrEmpty(specs.map(upgraded))];
        expect(tagsOf(onlyIn(old, folders))).toEqual([]);
        expect(tagsOf(onlyIn(folders, old))).toEqual([]);
      }),
    );
  });

  test.each([
    ['0000_two_words', '20260102030405_two_words'],
    ['20250101000000_timed', '20260102030405_timed'],
    ['init_orders', '20260102030405_orders'],
    ['init', '20260102030405'],
  ])('%s is %s after the upgrade: the prefix goes, the milliseconds are cut', async (tag, folder) => {
    const old = await historyOf([{ tag, when: Date.UTC(2026, 0, 2, 3, 4, 5, 999) }]);
    const folders = await folderHistoryOf([folder, '20260102030406_two_words']);
    expect(tagsOf(onlyIn(old, folders))).toEqual([]);
    expect(tagsOf(onlyIn(folders, old))).toEqual(['20260102030406_two_words']);
  });

  test('a folder keeps its own name, also where its time is none of the calendar', async () => {
    const old = await historyOf([{ tag: '0000_a', when: Date.UTC(2026, 2, 2) }]);
    const folders = await folderHistoryOf(['20260230000000_a']);
    expect(tagsOf(onlyIn(folders, old))).toEqual(['20260230000000_a']);
    expect(tagsOf(onlyIn(old, folders))).toEqual(['0000_a']);
  });

  test('another second, another title or a time that is none is another migration', async () => {
    const folders = await folderHistoryOf(['20260102030405_a']);
    const when = Date.UTC(2026, 0, 2, 3, 4, 5);
    const others = [
      { tag: '0000_a', when: when + 1000 },
      { tag: '0001_b', when },
      { tag: '0002_a', when: 8.7e15 },
    ];
    expect(tagsOf(onlyIn(await historyOf(others), folders))).toEqual(['0000_a', '0001_b', '0002_a']);
  });
});

/** Without a folder the reading takes what is there for an empty journal. */
async function folderHistoryOrEmpty(specs: Parameters<typeof folderHistoryOf>[0]): Promise<History> {
  return specs.length === 0 ? historyOf([]) : folderHistoryOf(specs);
}
