import { expect, test } from 'vitest';
import { folderHistoryOf } from '../../test/histories';
import { forkOf, pairsOf } from './branches';
import { leavesOf } from './history';

const [A, B, C, D, E] = [1, 2, 3, 4, 5].map((day) => `2026010${day}000000_${day}`) as [
  string,
  string,
  string,
  string,
  string,
];

test('two ends, what each has alone, and where they went apart', async () => {
  const { snapshots, ...history } = await folderHistoryOf([
    A,
    { tag: B, parents: [A] },
    { tag: C, parents: [A] },
    { tag: D, parents: [B] },
  ]);
  const [pair, ...others] = pairsOf(snapshots, leavesOf({ ...history, snapshots }));
  expect(others).toEqual([]);
  expect(pair!.fork?.prefix).toBe(A);
  expect(pair!.leaves.map(({ prefix }) => prefix)).toEqual([C, D]);
  expect(pair!.sides.map((side) => side.map(({ prefix }) => prefix))).toEqual([[C], [B, D]]);
});

test('three ends are three pairs; of all of them the nearest common one is taken', async () => {
  const { snapshots, ...history } = await folderHistoryOf([
    A,
    B,
    { tag: C, parents: [B] },
    { tag: D, parents: [B] },
    { tag: E, parents: [A] },
  ]);
  const leaves = leavesOf({ ...history, snapshots });
  expect(pairsOf(snapshots, leaves).map(({ fork }) => fork?.prefix)).toEqual([B, A, A]);
  expect(forkOf(snapshots, leaves)?.prefix).toBe(A);
});

test('two beginnings have nothing in common, and a circle ends', async () => {
  const { snapshots } = await folderHistoryOf([
    { tag: A, parents: [] },
    { tag: B, parents: [] },
    { tag: C, parents: [D] },
    { tag: D, parents: [C] },
  ]);
  const [a, b, c, d] = snapshots;
  expect(pairsOf(snapshots, [a!, b!])[0]!.fork).toBeNull();
  expect(pairsOf(snapshots, [c!, d!])[0]!.sides).toEqual([[], []]);
});
