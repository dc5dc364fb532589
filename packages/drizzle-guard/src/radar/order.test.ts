import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bestOrder, type Demand, type Lander } from './order';

const anyBranches = (most: number) =>
  fc
    .array(fc.record({ time: fc.integer({ min: 0, max: 4 }), mustMove: fc.boolean() }), { maxLength: most })
    .chain((given) => {
      const branches: Lander[] = given.map((one, at) => ({ ...one, name: `b${at}` }));
      const place = fc.nat({ max: Math.max(0, branches.length - 1) });
      const demands = fc.array(fc.record({ branch: place, after: place }), {
        maxLength: branches.length * 3,
      });
      return fc.tuple(fc.constant(branches), branches.length === 0 ? fc.constant([]) : demands);
    });

/** How many move in an order, by the words of the rule. */
function movesIn(order: readonly number[], branches: readonly Lander[], demands: readonly Demand[]): number {
  return order.filter(
    (at, place) =>
      branches[at]!.mustMove ||
      demands.some(
        ({ branch, after }) => branch === at && after !== at && order.slice(0, place).includes(after),
      ),
  ).length;
}

function everyOrder(places: readonly number[]): number[][] {
  if (places.length === 0) return [[]];
  return places.flatMap((first) =>
    everyOrder(places.filter((one) => one !== first)).map((others) => [first, ...others]),
  );
}

test('it is a permutation, and tells its own moves', () => {
  fc.assert(
    fc.property(anyBranches(30), ([branches, demands]) => {
      const { order, moves } = bestOrder(branches, demands);
      expect([...order].sort((one, other) => one - other)).toEqual(branches.map((_, at) => at));
      expect(moves).toHaveLength(movesIn(order, branches, demands));
      expect(moves).toEqual(order.filter((at) => moves.includes(at)));
      expect(bestOrder(branches, demands)).toEqual({ order, moves });
    }),
  );
});

test('of up to seven no other order has fewer moves', () => {
  fc.assert(
    fc.property(anyBranches(6), ([branches, demands]) => {
      const { moves } = bestOrder(branches, demands);
      const all = everyOrder(branches.map((_, at) => at)).map((order) => movesIn(order, branches, demands));
      expect(moves).toHaveLength(Math.min(...all));
    }),
    { numRuns: 60 },
  );
  fc.assert(
    fc.property(
      anyBranches(7).filter(([branches]) => branches.length === 7),
      ([branches, demands]) => {
        const { moves } = bestOrder(branches, demands);
        const all = everyOrder(branches.map((_, at) => at)).map((order) => movesIn(order, branches, demands));
        expect(moves).toHaveLength(Math.min(...all));
      },
    ),
    { numRuns: 10 },
  );
});

const at = (name: string, time: number): Lander => ({ name, time, mustMove: false });
const mutual = (one: number, other: number): Demand[] => [
  { branch: one, after: other },
  { branch: other, after: one },
];

test('older ones first where nothing is demanded, then by name', () => {
  expect(bestOrder([at('b', 2), at('a', 2), at('c', 1)], [])).toEqual({ order: [2, 1, 0], moves: [] });
});

test('the one that the others would have to move for lands last', () => {
  // b0 shares something with each of the three others, which share nothing.
  const star = [...mutual(0, 1), ...mutual(0, 2), ...mutual(0, 3)];
  const branches = [at('a', 1), at('b', 2), at('c', 3), at('d', 4)];
  expect(bestOrder(branches, star)).toEqual({ order: [1, 2, 3, 0], moves: [0] });
});

test('a younger one lands first where only that order works', () => {
  expect(bestOrder([at('a', 1), at('b', 2)], [{ branch: 1, after: 0 }])).toEqual({
    order: [1, 0],
    moves: [],
  });
});

test('of a hundred that all share a number one lands as it is', () => {
  const branches = Array.from({ length: 100 }, (_, place) => at(`b${place}`, place));
  const all = branches.flatMap((_, one) => branches.slice(0, one).flatMap((__, other) => mutual(one, other)));
  const { order, moves } = bestOrder(branches, all);
  expect(order).toEqual(branches.map((_, place) => place));
  expect(moves).toHaveLength(99);
});
