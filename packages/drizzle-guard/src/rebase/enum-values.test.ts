import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { enumValues } from './enum-values';

const values = (text: string) => [...text];

describe('the values of an enum that both sides have added to', () => {
  test.each([
    // before, mine, theirs, both
    ['ab', 'ab', 'ab', 'ab'],
    ['ab', 'abc', 'ab', 'abc'],
    ['ab', 'ab', 'abc', 'abc'],
    // `ADD VALUE 'd'` after `ADD VALUE 'c'`.
    ['ab', 'abd', 'abc', 'abcd'],
    ['ab', 'abc', 'abd', 'abdc'],
    // `ADD VALUE 'x' BEFORE 'b'`.
    ['ab', 'axb', 'ab', 'axb'],
    ['ab', 'axb', 'ayb', 'ayxb'],
    ['ab', 'xab', 'yab', 'yxab'],
    // Two before one: each before it, in their order.
    ['ab', 'axyb', 'azb', 'azxyb'],
    // Before what mine had already: 'y' is new itself.
    ['ab', 'axyb', 'abz', 'axybz'],
    ['ab', 'axby', 'zab', 'zaxby'],
    ['', 'xy', 'z', 'zxy'],
    // Both have added it: it stands where theirs has put it, since that is run first.
    ['ab', 'abx', 'xab', 'xab'],
    ['ab', 'axb', 'abx', 'abx'],
    ['ab', 'abxy', 'abx', 'abxy'],
    ['ab', 'abxy', 'aby', 'abyx'],
    ['ab', 'abxy', 'abyx', 'abyx'],
  ])('of %s, mine %s on top of theirs %s: %s', (before, mine, theirs, both) => {
    expect(enumValues(values(before), values(mine), values(theirs))?.join('')).toBe(both);
  });

  test.each([
    ['mine has taken one out', 'ab', 'a', 'abc'],
    ['theirs has taken one out', 'ab', 'abc', 'a'],
    ['both have taken the same out', 'ab', 'ac', 'ad'],
    ['mine has another order', 'ab', 'ba', 'abc'],
    ['theirs has another order', 'ab', 'abc', 'ba'],
    ['theirs has renamed one', 'ab', 'abc', 'ax'],
  ])('is nothing that can be told where %s', (_, before, mine, theirs) => {
    expect(enumValues(values(before), values(mine), values(theirs))).toBeNull();
  });

  const letters = values('abcdefgh');
  const sides = fc.tuple(fc.subarray(letters), fc.subarray(letters), fc.subarray(letters)).map(
    ([before, more, others]) =>
      [
        before,
        // In the order of letters all three have that of the first.
        letters.filter((one) => before.includes(one) || more.includes(one)),
        letters.filter((one) => before.includes(one) || others.includes(one)),
      ] as const,
  );

  test('hold all of both, each once, in the order of theirs', () => {
    fc.assert(
      fc.property(sides, ([before, mine, theirs]) => {
        const both = enumValues(before, mine, theirs)!;
        expect([...both].sort()).toEqual([...new Set([...mine, ...theirs])].sort());
        expect(both.filter((one) => theirs.includes(one))).toEqual(theirs);
      }),
    );
  });

  test('stand as a database has them that has run what each says', () => {
    fc.assert(
      fc.property(sides, ([before, mine, theirs]) => {
        const database = [...theirs];
        // As drizzle-kit 0.31 writes them, one statement a value that was not there.
        for (const [at, value] of mine.entries()) {
          if (database.includes(value)) continue;
          const next = mine.slice(at + 1).find((one) => before.includes(one));
          if (next === undefined) database.push(value);
          else database.splice(database.indexOf(next), 0, value);
        }
        expect(enumValues(before, mine, theirs)).toEqual(database);
      }),
    );
  });

  test('onto what they were are those of mine, and of one that changed nothing those of theirs', () => {
    fc.assert(
      fc.property(sides, ([before, mine, theirs]) => {
        expect(enumValues(before, mine, before)).toEqual(mine);
        expect(enumValues(before, before, theirs)).toEqual(theirs);
        expect(enumValues(before, mine, mine)).toEqual(mine);
      }),
    );
  });

  test('once put in are not put in again', () => {
    fc.assert(
      fc.property(sides, ([before, mine, theirs]) => {
        const both = enumValues(before, mine, theirs)!;
        expect(enumValues(before, mine, both)).toEqual(both);
      }),
    );
  });
});
