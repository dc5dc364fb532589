import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { historyFiles } from '../../test/histories';
import { commit, memorySession } from '../../test/session';
import type { Side } from '../results/hook-result';
import { sidesOf, type MergeSides } from './sides-of';

type Tags = readonly string[];

const START = '0000_start';
const BASE = { name: 'origin/main', commit: 'landed' };

/** A migration is the same wherever it is. */
const timeOf = (tag: string) =>
  Date.UTC(2026, 0, 1) + ([...tag].reduce((sum, letter) => sum * 31 + letter.codePointAt(0)!, 0) % 1e9);

/** The sides of a merge of these into `feat`; all continue the same start. */
async function sides(
  head: Tags,
  others: Record<string, Tags>,
  landed: Tags | null,
  base: Parameters<typeof sidesOf>[3] = landed && BASE,
): Promise<MergeSides> {
  const files = (tags: Tags) =>
    historyFiles([START, ...tags].map((tag) => ({ tag, when: timeOf(tag), sql: `SELECT '${tag}';` })));
  const states = Object.fromEntries(Object.entries(others).map(([name, tags]) => [name, files(tags)]));
  const session = memorySession({ head: files(head), ...states, landed: files(landed ?? []) });
  const heads = {
    name: 'feat',
    head: commit('head', 'HEAD'),
    others: Object.keys(others).map((name) => commit(name)),
  };
  return sidesOf(session, heads, 'drizzle', base);
}

const inShort = ({ name, migrations }: Side) =>
  [name, ...migrations.map(({ tag, landed }) => (landed ? `${tag} (landed)` : tag))].join(' ');
const inWords = ({ mine, theirs, isLanded }: MergeSides) => [inShort(mine), inShort(theirs), isLanded];

describe('which side moves', () => {
  test.each<[string, Tags, Tags, Tags | null, unknown[]]>([
    ['neither has landed: HEAD', ['0001_h'], ['0001_o'], [], ['feat 0001_h', 'main 0001_o', false]],
    ['no base is known: HEAD', ['0001_h'], ['0001_o'], null, ['feat 0001_h', 'main 0001_o', false]],
    [
      'the other has landed: HEAD',
      ['0001_h'],
      ['0001_o'],
      ['0001_o'],
      ['feat 0001_h', 'main 0001_o (landed)', false],
    ],
    [
      'HEAD has landed: the other',
      ['0001_h'],
      ['0001_o'],
      ['0001_h'],
      ['main 0001_o', 'feat 0001_h (landed)', false],
    ],
    [
      'both have landed: HEAD, and neither may move',
      ['0001_h'],
      ['0001_o'],
      ['0001_h', '0001_o'],
      ['feat 0001_h (landed)', 'main 0001_o (landed)', true],
    ],
    [
      'one of several has landed: its whole side stays',
      ['0001_h', '0002_h'],
      ['0001_o'],
      ['0001_h'],
      ['main 0001_o', 'feat 0001_h (landed) 0002_h', false],
    ],
    ['HEAD has none of its own: HEAD', [], ['0001_o'], [], ['feat', 'main 0001_o', false]],
    ['the other has none: the other', ['0001_h'], [], [], ['main', 'feat 0001_h', false]],
    [
      'the other has none, and HEAD has landed: the other',
      ['0001_h'],
      [],
      ['0001_h'],
      ['main', 'feat 0001_h (landed)', false],
    ],
    ['neither has any: the other, which has nothing to keep', [], [], [], ['main', 'feat', false]],
  ])('%s', async (_, head, other, landed, expected) => {
    expect(inWords(await sides(head, { main: other }, landed))).toEqual(expected);
  });

  test('one that comes before what was picked of its branch and has landed is made again, whichever is checked out', async () => {
    const files = (...tags: Tags) =>
      historyFiles(tags.map((tag) => ({ tag, when: Number(tag.slice(0, 4)), sql: `SELECT '${tag}';` })));
    const [picked, whole] = [files(START, '0002_b'), files(START, '0001_a', '0002_b')];
    for (const [head, main] of [
      [picked, whole],
      [whole, picked],
    ] as const) {
      const session = memorySession({ head, main, landed: picked });
      const heads = { name: 'feat', head: commit('head', 'HEAD'), others: [commit('main')] };
      const { mine, theirs } = await sidesOf(session, heads, 'drizzle', BASE);
      expect([mine.commit === (head === whole ? 'head' : 'main'), mine.migrations.length]).toEqual([true, 1]);
      expect(theirs.migrations).toEqual([]);
    }
  });

  test('an assumed base has not landed', async () => {
    const assumed = { ...BASE, assumed: true };
    const found = await sides(['0001_h'], { main: ['0001_o'] }, ['0001_h', '0001_o'], assumed);
    expect(inWords(found)).toEqual(['feat 0001_h', 'main 0001_o', false]);
  });

  test('what both have is no side’s own', async () => {
    const found = await sides(['0001_both', '0002_h'], { main: ['0001_both', '0002_o'] }, ['0001_both']);
    expect(inWords(found)).toEqual(['feat 0002_h', 'main 0002_o', false]);
  });
});

test('HEAD is called as its branch, and told apart from the others', async () => {
  const { mine, theirs } = await sides(['0001_h'], { main: ['0001_o'] }, ['0001_o']);
  expect(mine).toMatchObject({ name: 'feat', commit: 'head', isHead: true });
  expect(theirs).toMatchObject({ name: 'main', commit: 'main', isHead: false });
});

describe('several others', () => {
  test('one that brings migrations decides, whichever comes first', async () => {
    const others: [string, Tags][] = [
      ['docs', []],
      ['main', ['0001_o']],
      ['tests', []],
    ];
    for (const order of [others, [...others].reverse()]) {
      const found = await sides(['0001_h'], Object.fromEntries(order), []);
      expect(inWords(found)).toEqual(['feat 0001_h', 'main 0001_o', false]);
      expect(found.several).toEqual([]);
    }
  });

  test('where none brings any, the first stands for them', async () => {
    const found = await sides(['0001_h'], { docs: [], tests: [] }, []);
    expect(inWords(found)).toEqual(['docs', 'feat 0001_h', false]);
    expect(found.several).toEqual([]);
  });

  test('those that bring migrations are told one by one, and together', async () => {
    const found = await sides(['0001_h'], { one: ['0001_one'], docs: [], two: ['0001_two'] }, []);
    expect(found.several.map(inShort)).toEqual(['one 0001_one', 'two 0001_two']);
    expect(inWords(found)).toEqual(['feat 0001_h', 'one and two 0001_one 0001_two', false]);
  });

  test('what several bring is told once, whichever order git names the heads in', async () => {
    const heads: [string, Tags][] = [
      ['two', ['0001_both', '0002_two']],
      ['one', ['0001_both', '0002_one']],
    ];
    for (const order of [heads, [...heads].reverse()])
      expect(inWords(await sides(['0001_h'], Object.fromEntries(order), []))).toEqual([
        'feat 0001_h',
        'one and two 0001_both 0002_one 0002_two',
        false,
      ]);
  });

  test('together they have landed where one of them has', async () => {
    const others = { one: ['0001_one'], two: ['0001_two'] };
    const found = await sides(['0001_h'], others, ['0001_two', '0001_h']);
    expect(found.isLanded).toBe(true);
    expect((await sides(['0001_h'], others, ['0001_two'])).theirs.migrations).toEqual([
      { tag: '0001_one', landed: false },
      { tag: '0001_two', landed: true },
    ]);
  });
});

const tags = fc.subarray(['0001_a', '0001_b', '0002_c', '0002_d']);

describe('laws', () => {
  test('one side is HEAD, and each has exactly what only it has', async () => {
    await fc.assert(
      fc.asyncProperty(tags, tags, tags, async (head, other, landed) => {
        const { mine, theirs } = await sides(head, { main: other }, landed);
        expect([mine.isHead, theirs.isHead].sort()).toEqual([false, true]);
        const [own, opposite] = mine.isHead ? [mine, theirs] : [theirs, mine];
        const list = (side: Side) => side.migrations.map(({ tag }) => tag);
        expect(list(own)).toEqual(head.filter((tag) => !other.includes(tag)));
        expect(list(opposite)).toEqual(other.filter((tag) => !head.includes(tag)));
      }),
      { numRuns: 50 },
    );
  });

  test('what has landed never moves, unless both have', async () => {
    await fc.assert(
      fc.asyncProperty(tags, tags, tags, async (head, other, landed) => {
        const { mine, theirs, isLanded } = await sides(head, { main: other }, landed);
        const hasLanded = (side: Side) => side.migrations.some((one) => one.landed);
        expect(isLanded).toBe(hasLanded(mine) && hasLanded(theirs));
        if (!isLanded) expect(hasLanded(mine)).toBe(false);
      }),
      { numRuns: 50 },
    );
  });

  test('of others that have none of HEAD’s own the order changes no side’s migrations', async () => {
    await fc.assert(
      fc.asyncProperty(tags, tags, tags, tags, async (head, first, second, landed) => {
        const notOfHead = (all: Tags): Tags => all.filter((tag) => !head.includes(tag));
        const [one, two] = [notOfHead(first), notOfHead(second)];
        const there = await sides(head, { one, two }, landed);
        const back = await sides(head, { two, one }, landed);
        const sorted = (side: Side) => [side.isHead, ...side.migrations.map(({ tag }) => tag).sort()];
        expect([sorted(back.mine), sorted(back.theirs), back.isLanded]).toEqual([
          sorted(there.mine),
          sorted(there.theirs),
          there.isLanded,
        ]);
      }),
      { numRuns: 50 },
    );
  });
});
