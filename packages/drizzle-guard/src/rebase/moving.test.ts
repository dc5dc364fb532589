import type { FolderSpec, MigrationSpec } from 'testkit';
import { describe, expect, test } from 'vitest';
import { folderHistoryOf, historyOf } from '../../test/histories';
import type { History } from '../history/history';
import { onlyIn } from '../history/history';
import type { Ruling } from '../results/verdict';
import { isInPlace, mayNotStay, movingIn, type Beside } from './moving';

const SHARED = ['0000_start', '0001_more'];
const tags = (migrations: readonly { tag: string }[]) => migrations.map(({ tag }) => tag);
const movingOf = (mine: History, theirs: History) => {
  const { mine: own, theirs: beside, before } = movingIn(mine, theirs, onlyIn(mine, theirs));
  return { mine: tags(own), theirs: tags(beside), before: tags(before) };
};
type Specs = readonly (string | MigrationSpec)[];
const sides = async (mine: Specs, theirs: Specs) => [await historyOf(mine), await historyOf(theirs)] as const;

describe('what moves in a journal', () => {
  test('came beside what theirs has made since they went apart', async () => {
    const [mine, theirs] = await sides(
      [...SHARED, '0002_mine', '0003_also_mine'],
      [...SHARED, '0002_theirs', '0003_also_theirs'],
    );
    expect(movingOf(mine, theirs)).toEqual({
      mine: ['0002_mine', '0003_also_mine'],
      theirs: ['0002_theirs', '0003_also_theirs'],
      before: SHARED,
    });
  });

  test('came beside none where theirs has made none', async () => {
    const [mine, theirs] = await sides([...SHARED, '0002_mine'], SHARED);
    expect(movingOf(mine, theirs)).toEqual({ mine: ['0002_mine'], theirs: [], before: SHARED });
  });

  test('stands on what is before its parent, whatever holes the chain has', async () => {
    const broken = ['0000_start', { tag: '0001_more', parent: 'nobody' }, '0002_last'] as const;
    const [mine, theirs] = await sides([...broken, '0003_mine'], [...broken, '0003_theirs']);
    expect(movingOf(mine, theirs)).toEqual({
      mine: ['0003_mine'],
      theirs: ['0003_theirs'],
      before: ['0000_start', '0001_more', '0002_last'],
    });
  });

  test('and on what of that has no snapshot', async () => {
    const bare = ['0000_start', { tag: '0001_more', snapshot: null }, '0002_last'] as const;
    const [mine, theirs] = await sides([...bare, '0003_mine'], [...bare, '0003_theirs']);
    expect(movingOf(mine, theirs)).toMatchObject({ before: ['0000_start', '0001_more', '0002_last'] });
  });

  test('came beside all that theirs has where nothing is common', async () => {
    const [mine, theirs] = await sides(['0000_mine'], ['0000_theirs', '0001_more']);
    expect(movingOf(mine, theirs)).toEqual({
      mine: ['0000_mine'],
      theirs: ['0000_theirs', '0001_more'],
      before: [],
    });
  });

  test('that mine stands on is none of what it came beside, though it came later', async () => {
    // Mine was put behind the first of theirs already; since then there is another.
    const [mine, theirs] = await sides(
      [...SHARED, '0002_theirs', '0003_mine'],
      [...SHARED, '0002_theirs', '0003_later'],
    );
    expect(movingOf(mine, theirs)).toEqual({
      mine: ['0003_mine'],
      theirs: ['0003_later'],
      before: [...SHARED, '0002_theirs'],
    });
  });

  test('none of mine came beside nothing of its own', async () => {
    const [mine, theirs] = await sides(SHARED, [...SHARED, '0002_theirs']);
    expect(movingOf(mine, theirs)).toMatchObject({ mine: [] });
  });
});

describe('what moves in folders', () => {
  const START = '20260101000000_start';

  test('came beside what none of it continues', async () => {
    const mine = await folderHistoryOf([START, '20260102000000_mine']);
    const theirs = await folderHistoryOf([START, '20260103000000_theirs']);
    expect(movingOf(mine, theirs)).toEqual({
      mine: ['20260102000000_mine'],
      theirs: ['20260103000000_theirs'],
      before: [START],
    });
  });

  test('came beside a branch that theirs has joined, where mine continues only the other', async () => {
    const left = { tag: '20260102000000_left', parents: [START] };
    const right = { tag: '20260103000000_right', parents: [START] };
    const joined = { tag: '20260104000000_joined', parents: [left.tag, right.tag] };
    const mine = await folderHistoryOf([START, left, { tag: '20260105000000_mine', parents: [left.tag] }]);
    const theirs = await folderHistoryOf([START, left, right, joined]);
    expect(movingOf(mine, theirs)).toEqual({
      mine: ['20260105000000_mine'],
      theirs: [right.tag, joined.tag],
      before: [START, left.tag],
    });
  });

  test('one without a snapshot came beside: it is in no graph', async () => {
    const mine = await folderHistoryOf([START, '20260102000000_mine']);
    const theirs = await folderHistoryOf([START, { tag: '20260103000000_bare', snapshot: null }]);
    expect(movingOf(mine, theirs)).toMatchObject({ theirs: ['20260103000000_bare'] });
  });
});

describe('a journal that is in place', () => {
  const MINUTE = 60_000;
  const at = (tag: string, minute: number, more: object = {}): MigrationSpec => ({
    ...{ tag, when: Date.UTC(2026, 0, 1) + minute * MINUTE },
    ...more,
  });
  const theirs = [at('0000_start', 1), at('0001_theirs', 2)];
  const inPlace = async (mine: Specs, of: Specs = theirs, now = Date.UTC(2026, 5, 1)) => {
    const [own, other] = await sides(mine, of);
    return isInPlace(own, other, onlyIn(own, other), now);
  };

  test('has all of theirs, and mine behind it, newer and continuing it', async () => {
    expect(await inPlace([...theirs, at('0002_mine', 3)])).toBe(true);
    expect(await inPlace([...theirs, at('0002_mine', 3), at('0003_more', 4)])).toBe(true);
    expect(await inPlace([...theirs, at('0002_mine', 3), at('0003_more', 4)], [])).toBe(true);
    expect(await inPlace(theirs)).toBe(true);
  });

  test.each<[string, Specs]>([
    ['mine stands before one of theirs', [at('0000_start', 1), at('0001_mine', 2), at('0001_theirs', 3)]],
    ['one of theirs is not there', [at('0000_start', 1), at('0001_mine', 3)]],
    ['theirs stands in another order', [at('0001_theirs', 1), at('0000_start', 2), at('0002_mine', 3)]],
    ['mine is as old as theirs', [...theirs, at('0002_mine', 2)]],
    ['mine is older', [...theirs, at('0002_mine', 1)]],
    ['one of mine is older than another', [...theirs, at('0002_mine', 4), at('0003_more', 3)]],
    [
      'one of mine is older than one long before',
      [at('0000_start', 9), at('0001_theirs', 2), at('0002_mine', 3)],
    ],
    ['mine continues what theirs continued', [...theirs, at('0002_mine', 3, { parent: '0000_start' })]],
    [
      'one of mine continues not the one before',
      [...theirs, at('0002_mine', 3), at('0003_more', 4, { parent: '0001_theirs' })],
    ],
  ])('is not where %s', async (_name, mine) => {
    expect(await inPlace(mine)).toBe(false);
  });

  test('is one also where theirs has no snapshot that could be continued, or mine has none', async () => {
    const bare = [at('0000_start', 1), at('0001_theirs', 2, { snapshot: null })];
    expect(await inPlace([...bare, at('0002_mine', 3, { parent: '0000_start' })], bare)).toBe(true);
    expect(await inPlace([...theirs, at('0002_mine', 3, { snapshot: null })])).toBe(true);
  });

  test('is not where mine lies further in the future than a move would put it', async () => {
    const now = Date.UTC(2026, 0, 1);
    expect(await inPlace([...theirs, at('0002_mine', 30)], theirs, now)).toBe(false);
    expect(await inPlace([...theirs, at('0002_mine', 9)], theirs, now)).toBe(true);
    const future = [at('0000_start', 1), at('0001_theirs', 30)];
    expect(await inPlace([...future, at('0002_mine', 30 + 1 / 60)], future, now)).toBe(true);
  });

  test('is not where of three that move one is in the way', async () => {
    const mine = [...theirs, at('0002_a', 3), at('0003_b', 3), at('0004_c', 5)];
    expect(await inPlace(mine)).toBe(false);
  });
});

describe('migrations in folders', () => {
  const START = '20260101000000_start';
  const MINE: FolderSpec = { tag: '20260105000000_mine', parents: [START] };
  const THEIRS: FolderSpec = { tag: '20260103000000_theirs', parents: [START] };
  const rulingOf = (kind: string) => ({ verdict: { kind } }) as unknown as Ruling;
  const stays = async (
    mine: readonly (string | FolderSpec)[],
    theirs: readonly (string | FolderSpec)[],
    ruling: Ruling | null = rulingOf('commute'),
    more: Partial<Beside> = {},
  ) => {
    const [own, other] = [await folderHistoryOf(mine), await folderHistoryOf(theirs)];
    const moving = movingIn(own, other, onlyIn(own, other));
    const usual = { landed: other.migrations, isRefused: false, forbidsForks: false };
    return !mayNotStay(own, other, moving, { ...usual, ruling, ...more });
  };

  test('stay beside others that they commute with', async () => {
    expect(await stays([START, MINE], [START, THEIRS])).toBe(true);
    expect(await stays([START, MINE], [START])).toBe(true);
    expect(await stays([START, MINE], [START], null)).toBe(true);
  });

  test('do not where one would come late', async () => {
    expect(await stays([START, { ...MINE, tag: '20260102000000_mine' }], [START, THEIRS])).toBe(false);
    const second = { tag: '20260106000000_more', parents: [MINE.tag] };
    expect(await stays([START, MINE, second], [START, { ...THEIRS, tag: '20260105120000_theirs' }])).toBe(
      false,
    );
  });

  test('are late beside what has landed alone', async () => {
    const late = [START, { ...MINE, tag: '20260102000000_mine' }];
    expect(await stays(late, [START, THEIRS], rulingOf('commute'), { landed: [] })).toBe(true);
  });

  test('do not where they go together in one order only, not at all, or nobody knows', async () => {
    for (const kind of ['conflict', 'convergent', 'cannot tell'])
      expect([kind, await stays([START, MINE], [START, THEIRS], rulingOf(kind))]).toEqual([kind, false]);
  });

  test('do not where open ends are an error, or drizzle-kit refuses them', async () => {
    for (const more of [{ forbidsForks: true }, { isRefused: true }]) {
      expect(await stays([START, MINE], [START, THEIRS], rulingOf('commute'), more)).toBe(false);
      expect(await stays([START, MINE], [START], null, more)).toBe(true);
    }
  });

  test('stay where they stand behind theirs in one line', async () => {
    const behind = { ...MINE, parents: [THEIRS.tag] };
    expect(await stays([START, THEIRS, behind], [START, THEIRS], null, { forbidsForks: true })).toBe(true);
  });
});
