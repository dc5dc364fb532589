import fc from 'fast-check';
import { expect, test } from 'vitest';
import { identifiedTree } from '../../test/session';
import type { Inputs } from './inputs';
import { inputsMatch, listingOf } from './listing';
import { recordingTree } from './recording-tree';
import { touches } from './touches';

const INPUTS: Inputs = {
  files: { 'src/schema.ts': 'id', 'tsconfig.json': null },
  folders: { drizzle: '' },
  globs: { 'db/*.ts': { pattern: '^db/[^/]*\\.ts$', fingerprint: '' } },
};

test.each([
  ['a file that was read', 'src/schema.ts', true],
  ['a file that was not there', 'tsconfig.json', true],
  ['a file below a folder', 'drizzle/meta/_journal.json', true],
  ['a file beside it', 'drizzle-old/0000_a.sql', false],
  ['what a glob matches', 'db/new.ts', true],
  ['what it does not', 'db/deep/new.ts', false],
  ['another file', 'README.md', false],
  ['a name that every object has', 'constructor', false],
])('%s', (_, path, expected) => {
  expect(touches(INPUTS, [path])).toBe(expected);
  expect(touches(INPUTS, ['README.md', path])).toBe(expected);
});

test('a change of nothing touches nothing', () => {
  expect(touches(INPUTS, [])).toBe(false);
});

test('what rests on nothing is touched by nothing', () => {
  expect(touches({ files: {}, folders: {}, globs: {} }, ['a.ts'])).toBe(false);
});

test('what rests on everything is touched by anything', () => {
  expect(touches({ files: {}, folders: { '': '' }, globs: {} }, ['a.ts'])).toBe(true);
});

test('where a change touches nothing an answer holds after it', async () => {
  const path = fc.constantFrom('a.ts', 'a/b.ts', 'a/c/d.ts', 'a-b/e.ts', 'b.sql');
  const files = fc.dictionary(path, fc.constantFrom('1', '2'));
  await fc.assert(
    fc.asyncProperty(files, files, path, fc.constantFrom('a', 'a/c'), async (before, after, file, dir) => {
      const { tree, inputs } = recordingTree(identifiedTree(before));
      await tree.read(file);
      await tree.list(dir);
      await tree.match('*.ts');
      const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
        (one) => before[one] !== after[one],
      );
      const now = identifiedTree(after);
      const holds = inputsMatch(inputs(), listingOf(await now.list(''), now.idOf));
      expect(holds || touches(inputs(), changed)).toBe(true);
    }),
  );
});
