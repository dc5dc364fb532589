import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { passagesOf } from './passages';
import { statementsOf } from './statements';

const told = (text: string) => passagesOf(text).map(({ meaning, first, last }) => [meaning, first, last]);

describe('the commands of a migration, with their lines', () => {
  test('between breakpoints, and between semicolons where there are none', () => {
    expect(told('A "b";--> statement-breakpoint\nC;\nD\n  e;\n')).toEqual([
      ['a "b"', 1, 1],
      ['c', 2, 2],
      ['d e', 3, 4],
    ]);
  });

  test('with the comments before them; a comment behind one on its line is about that one', () => {
    const text = '-- of a\nA; -- done\n-- of b\nB;\n-- the end\n';
    expect(told(text)).toEqual([
      ['a', 1, 2],
      ['b', 3, 4],
    ]);
    expect(passagesOf(text).every(({ isFirst, isLast }) => isFirst && isLast)).toBe(true);
  });

  test('a semicolon in a comment, a string or a body ends nothing', () => {
    expect(told("-- a; b\nA ';' /* ; */;\nDO $$ x; y; $$;").map(([meaning]) => meaning)).toEqual([
      "a ';'",
      'do $$ x; y; $$',
    ]);
    expect(passagesOf('CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE a SET b = 1; END;')).toHaveLength(1);
  });

  test('what shares a line is told', () => {
    const [a, b, c] = passagesOf('A; B;--> statement-breakpoint\nC;');
    expect([a!.isFirst, a!.isLast, b!.isFirst, b!.isLast, c!.isFirst]).toEqual([
      true,
      false,
      false,
      true,
      true,
    ]);
    expect([a!.isBroken, b!.isBroken, c!.isBroken]).toEqual([true, true, false]);
  });

  test('law: nothing but comments and empty commands is lost', () => {
    const piece = fc.constantFrom(
      'A "x"',
      ';',
      '\n',
      "'a;b'",
      '-- c;\n',
      '--> statement-breakpoint\n',
      '/* ; */',
      'b',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const text = pieces.join(' ');
        const words = (meanings: readonly string[]) =>
          meanings.flatMap((meaning) => meaning.split(' ')).filter((word) => word !== ';' && word !== '');
        expect(words(passagesOf(text).map(({ meaning }) => meaning))).toEqual(
          words(statementsOf(text).map(({ meaning }) => meaning)),
        );
      }),
    );
  });
});
