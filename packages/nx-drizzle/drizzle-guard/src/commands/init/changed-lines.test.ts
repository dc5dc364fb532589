import fc from 'fast-check';
import { expect, it } from 'vitest';
import { changedLines } from './changed-lines';

const signed = (before: string, after: string) =>
  changedLines(before, after).map(({ sign, line }) => sign + line);

it('shows what was added and taken away, in order', () => {
  expect(signed('a\nb\nc\n', 'a\nB\nc\nd\n')).toEqual(['-b', '+B', '+d']);
  expect(signed('', 'a\n')).toEqual(['+a']);
  expect(signed('a\r\n', 'a\nb\n')).toEqual(['+b']);
  expect(signed('a\n', 'a\n')).toEqual([]);
  expect(signed('a\na\n', 'a\n')).toEqual(['-a']);
});

it('accounts for every line of both texts', () => {
  const text = fc
    .array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 })
    .map((lines) => lines.map((line) => `${line}\n`).join(''));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const changes = changedLines(before, after);
      const only = (sign: string) => changes.filter((change) => change.sign === sign).map(({ line }) => line);
      const left = (all: string, gone: string[]) => {
        const rest = all.split('\n').slice(0, -1);
        for (const line of gone) rest.splice(rest.indexOf(line), 1);
        return rest.sort();
      };
      expect(left(before, only('-'))).toEqual(left(after, only('+')));
    }),
  );
});
