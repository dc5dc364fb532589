import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstSince } from './first-since';

test('the first of those that differ, asked about no more often than halving needs', () =>
  fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 300 }), fc.nat(), async (count, seed) => {
      const first = seed % count;
      const asked: number[] = [];
      const since = await firstSince([...Array(count).keys()], async (position) => {
        asked.push(position);
        return position >= first;
      });
      expect(since).toEqual({ position: first, after: first - 1 });
      expect(asked.length).toBeLessThanOrEqual(Math.ceil(Math.log2(count + 1)));
    }),
  ));

test('what cannot be told is passed over, and the gap is told', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.boolean(), { minLength: 1, maxLength: 60 }),
      fc.nat(),
      async (isTold, seed) => {
        const last = isTold.length - 1;
        const first = seed % isTold.length;
        const told = isTold.flatMap((is, position) => (is || position === last ? [position] : []));
        const since = await firstSince([...isTold.keys()], async (position) =>
          isTold[position] ? position >= first : null,
        );
        expect(since).toEqual({
          position: told.find((position) => position >= first),
          after: told.findLast((position) => position < first) ?? -1,
        });
      },
    ),
  ));

test('positions need not be without gaps', async () => {
  expect(await firstSince([2, 5, 9], async (position) => position >= 9)).toEqual({ position: 9, after: 5 });
});
