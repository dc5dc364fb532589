import fc from 'fast-check';
import { expect, test } from 'vitest';
import { askInGroups } from './in-groups';

type Two = readonly [number, number];

const anyPairs = (count: number, most: number) =>
  fc.array(fc.tuple(fc.nat({ max: count - 1 }), fc.nat({ max: count - 1 })), { maxLength: most });

/** Asks about branches of which some conflict, some have to be told alone, and some are known already. */
async function asked(count: number, conflicts: readonly Two[], alone: readonly Two[], known: readonly Two[]) {
  const isIn = (list: readonly Two[], one: number, other: number) =>
    list.some(([a, b]) => (a === one && b === other) || (a === other && b === one));
  const clash = (one: number, other: number) => isIn(conflicts, one, other);
  const [together, twos] = [new Set<string>(), new Map<string, boolean>()];
  let runs = 0;
  await askInGroups(
    Array.from({ length: count }, (_, at) => at),
    {
      isWanted: (one, other) => !isIn(known, one, other) || clash(one, other),
      mayMeet: (one, other) => !isIn(alone, one, other),
      async many(order, other) {
        runs += 1;
        expect([...other].sort()).toEqual([...order].sort());
        // Of every two both orders were run, or they were known to go together.
        const refused = order.find((one, at) =>
          order
            .slice(0, at)
            .some((before) => clash(one, before) && other.indexOf(one) < other.indexOf(before)),
        );
        return refused === undefined ? 'together' : { refused };
      },
      together: (one, other) => together.add(`${one} ${other}`),
      two: async (one, other) => {
        runs += 1;
        twos.set(`${one} ${other}`, !clash(one, other));
        return !clash(one, other);
      },
    },
  );
  return { together, twos, runs };
}

test('every two that are wanted are told once, and truly', () =>
  fc.assert(
    fc.asyncProperty(anyPairs(12, 8), anyPairs(12, 6), anyPairs(12, 20), async (conflicts, alone, known) => {
      const { together, twos } = await asked(12, conflicts, alone, known);
      for (let one = 0; one < 12; one += 1)
        for (let other = one + 1; other < 12; other += 1) {
          const key = `${one} ${other}`;
          const clash = conflicts.some(([a, b]) => Math.min(a, b) === one && Math.max(a, b) === other);
          if (clash) expect([key, together.has(key), twos.get(key)]).toEqual([key, false, false]);
          if (together.has(key)) expect(twos.has(key)).toBe(false);
          const isKnown = known.some(([a, b]) => Math.min(a, b) === one && Math.max(a, b) === other);
          if (!isKnown && !clash) expect([key, together.has(key) || twos.get(key)]).toEqual([key, true]);
        }
    }),
  ));

test('a hundred that go together are run once, and a few conflicts take few runs', async () => {
  expect((await asked(100, [], [], [])).runs).toBe(1);
  expect((await asked(100, [[3, 70]], [], [])).runs).toBeLessThan(20);
  expect(
    (
      await asked(
        100,
        [
          [3, 70],
          [4, 50],
          [5, 6],
        ],
        [],
        [],
      )
    ).runs,
  ).toBeLessThan(60);
});
