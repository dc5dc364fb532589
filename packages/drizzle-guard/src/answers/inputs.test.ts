import { createHash } from 'node:crypto';
import fc from 'fast-check';
import picomatch from 'picomatch';
import { describe, expect, test } from 'vitest';
import { hashOf } from '../text/hash';
import { fingerprint, fingerprintFolder, matcherOf } from './inputs';

describe('a hash', () => {
  test('is SHA-1, as everybody writes it', () => {
    expect(hashOf('abc')).toBe('a9993e364706816aba3e25717850c26c9cd0d89d');
    expect(hashOf('')).toBe('da39a3ee5e6b4b0d3255bfef95601890afd80709');
  });

  test('is of the bytes of any text, be it long', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom(1, 20_000), (text, times) => {
        const whole = text.repeat(times).slice(0, 40_000);
        expect(hashOf(whole)).toBe(createHash('sha1').update(whole).digest('hex'));
      }),
    );
  });
});

describe('a fingerprint', () => {
  test('of little stands for itself', () => {
    expect(fingerprint(['a', 'b'])).toBe('=a\0b');
    expect(fingerprint([])).toBe('=');
  });

  test('of much is short', () => {
    expect(fingerprint(['x'.repeat(1000)])).toBe(`=${'x'.repeat(1000)}`);
    expect(fingerprint(['x'.repeat(1001)])).toBe(hashOf('x'.repeat(1001)));
  });

  test('tells lists of paths apart, however long they are', () => {
    const path = fc.stringMatching(/^[a-z]{1,8}(\/[a-z]{1,8}){0,2}$/);
    const paths = fc.oneof(
      fc.array(path, { maxLength: 4 }),
      fc.array(path, { minLength: 150, maxLength: 200 }),
    );
    fc.assert(
      fc.property(paths, paths, (one, other) => {
        expect(fingerprint(one) === fingerprint(other)).toBe(one.join('\0') === other.join('\0'));
      }),
    );
  });

  test('of a folder is of paths and of ids', () => {
    const ids: Record<string, string> = { 'a.sql': '1', 'b.sql': '2' };
    const print = (paths: string[], given = ids) => fingerprintFolder(paths, (path) => given[path] ?? null);
    const both = print(['a.sql', 'b.sql']);
    expect(print(['a.sql', 'b.sql'])).toBe(both);
    expect(print(['a.sql'])).not.toBe(both);
    expect(print(['a.sql', 'b.sql'], { ...ids, 'b.sql': '3' })).not.toBe(both);
    expect(print(['a.sql', 'c.sql'], { ...ids, 'c.sql': '2' })).not.toBe(both);
    expect(print(['a.sql', 'b.sql'], { 'a.sql': '2', 'b.sql': '1' })).not.toBe(both);
  });
});

describe('a glob that was kept', () => {
  const matches = (glob: string, path: string) =>
    matcherOf(glob, { pattern: picomatch.makeRe(glob, { dot: true }).source, fingerprint: '' })(path);

  test.each([
    ['**/drizzle*.*', 'packages/db/drizzle.config.ts', true],
    ['**/drizzle*.*', 'drizzle.config.ts', true],
    ['**/drizzle*.*', 'drizzle/0000_a.sql', false],
    ['src/*.ts', 'src/deep/a.ts', false],
    ['src/**/*.ts', 'src/.hidden/a.ts', true],
    ['src/{a,b}.ts', 'src/b.ts', true],
  ])('%s and %s', (glob, path, expected) => {
    expect(matches(glob, path)).toBe(expected);
  });

  test('matches a file that is called as the glob itself', () => {
    // picomatch too takes a text that is equal to its pattern.
    for (const glob of ['src/{a,b}.ts', 'src/[id].ts', 'a+(b).ts']) {
      expect(matches(glob, glob)).toBe(true);
      expect(picomatch(glob, { dot: true })(glob)).toBe(true);
    }
  });

  test('matches what the library matches', () => {
    const segment = fc.constantFrom('a', 'b', '.c', 'drizzle', '[id]');
    const paths = fc.array(segment, { minLength: 1, maxLength: 3 }).map((parts) => `${parts.join('/')}.ts`);
    const glob = fc.constantFrom(
      '**/*.ts',
      'a/*.ts',
      '**/drizzle*.*',
      'a/**',
      '{a,b}/*.ts',
      '*',
      'a/[id].ts',
    );
    fc.assert(
      fc.property(glob, paths, (one, path) => {
        expect(matches(one, path)).toBe(picomatch(one, { dot: true })(path));
      }),
    );
  });
});
