import { expect, test } from 'vitest';
import { folderHistoryOf, historyOf } from '../../test/histories';
import type { Place, Verdict } from '../results/verdict';
import { movesBeside, pairOf, planOf, type RadarBranch } from './plan';

const START = '0000_start';

/** A branch with one migration on top of one start, made so many minutes after it. */
async function journalBranch(name: string, tag: string, minutes: number): Promise<RadarBranch> {
  const history = await historyOf([START, { tag, when: Date.UTC(2026, 0, 1, 0, minutes) }]);
  return { name, history, migrations: history.migrations.slice(1) };
}

async function folderBranch(name: string, tag: string): Promise<RadarBranch> {
  const history = await folderHistoryOf(['20260101000000_start', tag]);
  return { name, history, migrations: history.migrations.slice(1) };
}

const COMMUTE: Verdict = { kind: 'commute' };
const place: Place = { migration: 'a', file: 'a.sql', line: 1, sql: 'DROP TABLE "x"' };
const conflict = (...works: [boolean, boolean]): Verdict => ({
  ...{ kind: 'conflict', does: [place, null], shown: ['after a b fails'], works },
});

function between(one: RadarBranch, other: RadarBranch, verdict: Verdict = COMMUTE) {
  return pairOf([one, other], { verdict, how: 'proof', notProved: null, sides: [one, other] });
}

test('of a journal two share a number, and the younger order makes the older one late', async () => {
  const [a, b] = [await journalBranch('a', '0001_a', 5), await journalBranch('b', '0001_b', 6)];
  const pair = between(a, b);
  expect(pair).toEqual({
    ...{
      branches: ['a', 'b'],
      verdict: 'commute',
      how: 'proof',
      notProved: null,
      shown: [],
      does: [null, null],
      same: [],
    },
    ...{ first: null, sameNumber: ['0001'] },
    late: [{ branch: 'a', after: 'b', migrations: ['0001_a'] }],
  });
  expect(planOf([a, b], [pair], [])).toEqual({
    order: ['a', 'b'],
    moves: [{ branch: 'b', because: [{ kind: 'same number', with: ['a'] }] }],
  });
  const c = await journalBranch('c', '0002_c', 7);
  // The same place in the journal, whatever the number says.
  expect(between(a, c).sameNumber).toEqual(['0001']);
});

test('of folders nobody moves where the older one lands first', async () => {
  const [a, b] = [await folderBranch('a', '20260102000000_a'), await folderBranch('b', '20260101120000_b')];
  const pair = between(a, b);
  expect(pair).toMatchObject({ sameNumber: [], late: [{ branch: 'b', after: 'a' }] });
  expect(planOf([a, b], [pair], [])).toEqual({ order: ['b', 'a'], moves: [] });
});

test('only the order that works: late or not', async () => {
  const [a, b] = [await folderBranch('a', '20260102000000_a'), await folderBranch('b', '20260103000000_b')];
  const pair = between(a, b, conflict(false, true));
  expect(pair).toMatchObject({ verdict: 'conflict', first: 'b', does: [place, null] });
  // Whoever lands first, one moves: b for the conflict, or a because it comes late.
  expect(planOf([a, b], [pair], [])).toEqual({
    order: ['a', 'b'],
    moves: [{ branch: 'b', because: [{ kind: 'conflict', with: ['a'] }] }],
  });
});

test('who has to move on the base moves wherever it lands', async () => {
  const a = await journalBranch('a', '0001_a', 5);
  const landed = await historyOf([START, { tag: '0001_landed', when: Date.UTC(2026, 0, 1, 1) }]);
  const reasons = movesBeside(a, { history: landed, migrations: landed.migrations.slice(1) }, 'origin/main');
  expect(reasons.map(({ kind }) => kind)).toEqual(['same number', 'late']);
  expect(planOf([a], [], reasons).moves).toEqual([
    {
      branch: 'a',
      because: [
        { kind: 'same number', with: ['origin/main'] },
        { kind: 'late', with: ['origin/main'] },
      ],
    },
  ]);
});

test('two that do the same move where one is refused, and not where both can be run', async () => {
  const [a, b] = [await folderBranch('a', '20260102000000_a'), await folderBranch('b', '20260103000000_b')];
  const same = ['ALTER TABLE "x" ADD COLUMN "y" text'];
  const refused = between(a, b, { kind: 'convergent', same, refused: 'b fails after a' });
  expect(refused).toMatchObject({ same, shown: ['b fails after a'] });
  expect(planOf([a, b], [refused], []).moves).toHaveLength(1);
  expect(planOf([a, b], [between(a, b, { kind: 'convergent', same, refused: null })], []).moves).toEqual([]);
  expect(between(a, b, { kind: 'cannot tell', why: 'there is no shadow' }).shown).toEqual([
    'there is no shadow',
  ]);
});
