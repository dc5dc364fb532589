import fc from 'fast-check';
import picomatch from 'picomatch';
import { expect, test } from 'vitest';
import { matcherOfGlob, patternOfGlob } from './glob';

const OPTIONS = { dot: true, flags: 's' };

test.each(['**/drizzle*.*', '**/package.json'])('%s is what picomatch makes of it', async (glob) => {
  expect(await patternOfGlob(glob)).toBe(picomatch.makeRe(glob, OPTIONS).source);
  const [known, own] = [await matcherOfGlob(glob), picomatch(glob, OPTIONS)];
  const part = fc.constantFrom(
    'drizzle.config.ts',
    'drizzle',
    '.drizzle.x',
    'package.json',
    'a',
    '.b',
    'x\ny',
    '..',
    '',
  );
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
      const path = parts.join('/');
      expect([path, known(path)]).toEqual([path, own(path)]);
    }),
  );
});

test('another glob is what picomatch says', async () => {
  const isMatch = await matcherOfGlob('src/**/*.{ts,mts}');
  expect(['src/a.ts', 'src/b/c.mts', 'src/a.js', 'a.ts'].map((path) => isMatch(path))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
