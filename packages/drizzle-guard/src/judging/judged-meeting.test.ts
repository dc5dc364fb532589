import { expect, test } from 'vitest';
import { migrationOf } from '../../test/conflicts/judged-pair';
import type { Verdict } from '../results/verdict';
import type { BranchConflict } from '../rules/contexts';
import { judgedOf } from './judged-meeting';
import type { Meeting } from './meetings';

const CONFLICT: Verdict = {
  kind: 'conflict',
  does: [null, null],
  shown: ['what happened'],
  works: [false, true],
};
const MEETING: Meeting = {
  before: [],
  pair: [[migrationOf('0001_mine', ['a'])], [migrationOf('0001_theirs', ['b'])]],
  ...{ layout: 'journal', base: null, goesFirst: null, refused: [], faults: [], mixed: null },
};

const kinds = (verdict: Verdict, more: Partial<Meeting> = {}) =>
  judgedOf({ ...MEETING, ...more }, verdict as Exclude<Verdict, { kind: 'cannot tell' }>, null).map(
    ({ kind, first }) => [kind, first],
  );

test('a conflict names the order that works, where one alone does', () => {
  expect(kinds(CONFLICT)).toEqual([['conflict', 1]]);
  expect(kinds({ ...CONFLICT, works: [false, false] })).toEqual([['conflict', null]]);
  expect(kinds({ ...CONFLICT, works: [true, true] })).toEqual([['conflict', null]]);
});

test('a journal in which they stand in an order that works is settled; folders may have been run in any', () => {
  expect(kinds(CONFLICT, { goesFirst: 1 })).toEqual([]);
  expect(kinds({ ...CONFLICT, works: [true, true] }, { goesFirst: 0 })).toEqual([]);
  expect(kinds(CONFLICT, { goesFirst: 0 })).toEqual([['conflict', 1]]);
  expect(kinds(CONFLICT, { goesFirst: 1, layout: 'folders' })).toEqual([['conflict', 1]]);
});

test('what both do is a conflict where it is merged as it is, and is refused then', () => {
  const same: Verdict = { kind: 'convergent', same: ['a'], refused: 'it fails' };
  expect(kinds(same)).toEqual([['convergent', null]]);
  expect(kinds(same, { layout: 'folders' })).toEqual([['conflict', null]]);
  expect(kinds({ ...same, refused: null }, { layout: 'folders' })).toEqual([['convergent', null]]);
});

test('what drizzle-kit refuses is told where nothing worse is', () => {
  const refused = [{ sides: [{ does: 'a' }, { does: 'b' }] }] as unknown as BranchConflict[];
  const told = { refused, layout: 'folders' } as const;
  expect(kinds({ kind: 'commute' }, told)).toEqual([['refused', null]]);
  expect(kinds({ kind: 'commute' })).toEqual([]);
  expect(kinds(CONFLICT, told)).toEqual([['conflict', 1]]);
});
