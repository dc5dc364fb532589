import { utimesSync } from 'node:fs';
import path from 'node:path';
import { withWorkspace } from 'testkit';
import { describe, expect, test } from 'vitest';
import { ALL_NAMES } from '../schema/protocol';
import { hashOf } from '../text/hash';
import { isUnchanged, lookAround } from './surroundings';

describe('what lies on the disk', () => {
  const inWorkspace = (
    use: (
      file: string,
      workspace: { write(files: Record<string, string>): void; remove(file: string): void },
    ) => void,
  ) => withWorkspace({ 'a.js': 'one' }, (workspace) => use(path.join(workspace.dir, 'a.js'), workspace));

  test('is told by its size and its time, and each path once', () =>
    inWorkspace((file) => {
      utimesSync(file, 1000, 2000);
      expect(lookAround([file, file], [], {})).toEqual({ disk: { [file]: '3 2000000' }, environment: {} });
    }));

  test('holds while it is as it was', () =>
    inWorkspace((file) => {
      expect(isUnchanged(lookAround([file], [], {}), {})).toBe(true);
    }));

  test('does not where its size changes', () =>
    inWorkspace((file, { write }) => {
      utimesSync(file, 1000, 2000);
      const before = lookAround([file], [], {});
      write({ 'a.js': 'three' });
      utimesSync(file, 1000, 2000);
      expect(isUnchanged(before, {})).toBe(false);
    }));

  test('does not where only its time changes', () =>
    inWorkspace((file) => {
      utimesSync(file, 1000, 2000);
      const before = lookAround([file], [], {});
      utimesSync(file, 1000, 2001);
      expect(isUnchanged(before, {})).toBe(false);
    }));

  test('does not where it goes, or comes', () =>
    inWorkspace((file, { remove, write }) => {
      const present = lookAround([file], [], {});
      remove('a.js');
      expect(isUnchanged(present, {})).toBe(false);
      const absent = lookAround([file], [], {});
      expect(absent.disk[file]).toBeNull();
      expect(isUnchanged(absent, {})).toBe(true);
      write({ 'a.js': '' });
      expect(isUnchanged(absent, {})).toBe(false);
    }));

  test('is not there below what was a folder and is a file now', () =>
    inWorkspace((file, { remove, write }) => {
      const below = `${file}/package.json`;
      remove('a.js');
      write({ 'a.js/package.json': '{}' });
      const before = lookAround([below], [], {});
      expect(before.disk[below]).not.toBeNull();
      remove('a.js');
      write({ 'a.js': 'a file' });
      expect(isUnchanged(before, {})).toBe(false);
      expect(lookAround([below, `${file}\0`], [], {}).disk).toEqual({ [below]: null, [`${file}\0`]: null });
    }));
});

describe('variables', () => {
  const around = (names: string[], environment: NodeJS.ProcessEnv) => lookAround([], names, environment);

  test('are kept as hashes: one may be a secret', () => {
    const { environment } = around(['TOKEN', 'NONE', 'TOKEN'], { TOKEN: 'hunter2', OTHER: 'x' });
    expect(environment).toEqual({ TOKEN: hashOf('hunter2'), NONE: null });
  });

  test.each([
    ['as it was', { WIDE: '1', OTHER: 'new' }, true],
    ['another value', { WIDE: '2' }, false],
    ['an empty one', { WIDE: '' }, false],
    ['not set any more', {}, false],
  ])('one that was read: %s', (_, present, expected) => {
    expect(isUnchanged(around(['WIDE'], { WIDE: '1' }), present)).toBe(expected);
  });

  test('one that was not set, and is now', () => {
    expect(isUnchanged(around(['WIDE'], {}), { WIDE: '' })).toBe(false);
    expect(isUnchanged(around(['WIDE'], {}), {})).toBe(true);
  });

  test('the list of all their names, in whichever order, and not their values', () => {
    const before = around([ALL_NAMES], { A: '1', B: '2' });
    expect(isUnchanged(before, { B: 'x', A: 'y' })).toBe(true);
    expect(isUnchanged(before, { A: '1', B: '2', C: '3' })).toBe(false);
    expect(isUnchanged(before, { A: '1' })).toBe(false);
  });
});

test('without anything that it rests on an answer holds anywhere', () => {
  expect(isUnchanged({ disk: {}, environment: {} }, { A: '1' })).toBe(true);
});

test('one change is enough', () => {
  const before = lookAround(['/nowhere/at/all'], ['A', 'B'], { A: '1', B: '2' });
  expect(isUnchanged(before, { A: '1', B: '2' })).toBe(true);
  expect(isUnchanged(before, { A: '1', B: '3' })).toBe(false);
});
