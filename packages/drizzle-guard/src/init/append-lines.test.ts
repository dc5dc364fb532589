import fc from 'fast-check';
import { expect, it } from 'vitest';
import { appendBlock, missingLines, withoutBlocks, withReplaced } from './append-lines';

const BLOCK = ['# ours', '/x/', '/y'];
const isOurs = (line: string) => BLOCK.includes(line);
const without = (text: string) => withoutBlocks(text, '# ours', isOurs);

it.each([
  [null, 'x\n'],
  ['', '\nx\n'],
  ['a\n', 'a\n\nx\n'],
  ['a', 'a\n\nx'],
  ['a\r\n', 'a\r\n\r\nx\r\n'],
  ['a\r\nb', 'a\r\nb\r\n\r\nx'],
])('appendBlock to %j', (text, expected) => {
  expect(appendBlock(text, ['x'])).toBe(expected);
});

it('missingLines does not mind white space, and does mind comments', () => {
  expect(missingLines('a   b\r\n  c\n# d\n', ['a b', 'c', 'd'])).toEqual(['d']);
});

it.each([
  ['x\n\n# ours\n x\r\nz\nx', 'x\n\n# ours\ny\r\nz\ny'],
  ['# ours\nx\n\nx\n# theirs\nx\n', '# ours\ny\n\nx\n# theirs\nx\n'],
  ['x\n', 'x\n'],
])('withReplaced changes lines of a block in %j, and no others', (text, expected) => {
  expect(withReplaced(text, '# ours', new Map([['x', 'y']]))).toBe(expected);
});

it('withoutBlocks finds the text before again, of one block and of two', () => {
  const line = fc.constantFrom('a', '', '# theirs', '*.log', ' b ', '/z/');
  const text = fc
    .tuple(fc.array(line), fc.constantFrom('\n', '\r\n'), fc.constantFrom('', '\ufeff'))
    .map(([lines, eol, mark]) => mark + lines.join(eol));
  fc.assert(
    fc.property(fc.option(text), (before) => {
      const once = appendBlock(before, BLOCK);
      expect(without(once)).toEqual({ text: before, strange: [] });
      expect(without(appendBlock(once, BLOCK))).toEqual({ text: before, strange: [] });
    }),
  );
});

it.each([
  ['a\n\n# ours\n/x/\ndist\n', 'a\ndist\n', ['dist']],
  ['a\n\n# ours\n/x/\n\nlater\n', 'a\n\nlater\n', []],
  ['# ours\n/x/\n/y\nlater', 'later', ['later']],
  ['first\n# ours\n/x/\n', 'first\n', []],
])('of %j it leaves what others wrote since', (now, left, strange) => {
  expect(without(now)).toEqual({ text: left, strange });
});

it('withoutBlocks has nothing to do where there is none', () => {
  expect(without('/x/\n/y\n')).toBeNull();
});
