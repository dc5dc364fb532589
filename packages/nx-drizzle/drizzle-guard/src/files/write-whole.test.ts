import { readdirSync } from 'node:fs';
import path from 'node:path';
import { withWorkspace } from 'testkit';
import { expect, test } from 'vitest';
import { writeCache, writeWhole } from './write-whole';

test('a file is written with its folders, and nothing stays beside it', () =>
  withWorkspace({}, (workspace) => {
    const file = path.join(workspace.dir, 'deep/er/a.json');
    writeWhole(file, 'one');
    writeWhole(file, Buffer.from('two'));
    expect(workspace.read('deep/er/a.json')).toBe('two');
    expect(readdirSync(path.dirname(file))).toEqual(['a.json']);
  }));

test('where that fails, what is there stays, and no draft beside it', () =>
  withWorkspace({ 'db/a.json/b': '' }, ({ dir }) => {
    expect(() => writeWhole(path.join(dir, 'db/a.json'), 'one')).toThrow();
    expect(readdirSync(path.join(dir, 'db'))).toEqual(['a.json']);
  }));

test('a cache that cannot be written, or made, is none', () =>
  withWorkspace({ file: 'no folder' }, (workspace) => {
    writeCache(path.join(workspace.dir, 'file/cache'), () => 'one');
    writeCache(path.join(workspace.dir, 'cache'), () => {
      throw new Error('nothing to keep');
    });
    expect(workspace.exists('cache')).toBe(false);
    writeCache(path.join(workspace.dir, 'cache'), () => 'one');
    expect(workspace.read('cache')).toBe('one');
  }));
