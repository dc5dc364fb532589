import fc from 'fast-check';
import { expect, test } from 'vitest';
import { baseName, folderOf, join } from './paths';
import { shellWord } from './shell-word';
import { numberOf, prefixOf, titleOf } from './tag';
import { count, listOf, timeOf } from './words';

const anyPart = fc.string({ unit: fc.constantFrom('a', 'b', '.', '_', ' '), minLength: 1, maxLength: 4 });
const anyPath = fc.array(anyPart, { maxLength: 4 }).map((parts) => parts.join('/'));

/** What a POSIX shell makes of a word with single quotes and backslashes before single quotes; null of anything else. */
function unquoted(word: string): string | null {
  const pieces = word.match(/'[^']*'|\\'|[\w./@:-]+/g) ?? [];
  if (pieces.join('') !== word || word === '') return null;
  return pieces
    .map((piece) => (piece.startsWith("'") ? piece.slice(1, -1) : piece.replace('\\', '')))
    .join('');
}

test('a path is what its folder and its name are together', () => {
  fc.assert(
    fc.property(anyPath, (path) => {
      expect(join(folderOf(path), baseName(path))).toBe(path);
      expect(baseName(path)).not.toContain('/');
    }),
  );
});

test('what lies in a folder has that folder and that name', () => {
  fc.assert(
    fc.property(anyPath, anyPart, (dir, name) => {
      expect([folderOf(join(dir, name)), baseName(join(dir, name))]).toEqual([dir, name]);
    }),
  );
});

test('a shell reads any text back from its word', () => {
  const anyText = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom("'", '\\', '$', '"', ' ', 'a', '\n') }),
  );
  fc.assert(
    fc.property(anyText, (text) => {
      expect(unquoted(shellWord(text))).toBe(text);
    }),
  );
});

test('a path of usual characters is not quoted', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[\w./@:-]+$/), (text) => {
      expect(shellWord(text)).toBe(text);
    }),
  );
});

test.each(['$HOME', '~', '*', 'a;b', 'a&b', '`a`', '#a', 'a=b', 'a\nb', 'é'])('%j is quoted', (text) => {
  expect(shellWord(text)).toBe(`'${text}'`);
});

test('a tag of a number and a title says both', () => {
  const title = fc.stringMatching(/^[a-z]+(_[a-z0-9]+)*$/);
  fc.assert(
    fc.property(fc.nat(), title, (number, words) => {
      const tag = `${String(number).padStart(4, '0')}_${words}`;
      expect([numberOf(tag), titleOf(tag)]).toEqual([number, words]);
      expect(`${prefixOf(tag)}_${titleOf(tag)}`).toBe(tag);
    }),
  );
});

test('a tag of any kind begins with its prefix and ends with its title', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('0', '7', '_', 'a', '-') }), (tag) => {
      expect(prefixOf(tag)).not.toContain('_');
      expect(tag.startsWith(prefixOf(tag))).toBe(true);
      expect(tag.endsWith(titleOf(tag))).toBe(true);
      expect(numberOf(tag) === null).toBe(!/^\d+(_|$)/.test(tag));
    }),
  );
});

test('a list names each once, in order, with one "and" before the last', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z]{5}$/), { minLength: 2 }), (names) => {
      const words = listOf(names);
      expect(words.split(/, | and /)).toEqual(names);
      expect(words.endsWith(` and ${names.at(-1)}`)).toBe(true);
    }),
  );
});

test('a time that is one is read back to the millisecond', () => {
  fc.assert(
    fc.property(fc.date({ noInvalidDate: true }), (date) => {
      expect(Date.parse(timeOf(date.getTime()).replace(' ', 'T'))).toBe(date.getTime());
    }),
  );
  expect([timeOf(NaN), timeOf(8.65e15)]).toEqual(['NaN', '8650000000000000']);
});

test('one alone is in the singular', () => {
  fc.assert(
    fc.property(fc.nat(), (number) => {
      expect(count(number, 'file') === `${number} files`).toBe(number !== 1);
    }),
  );
});
