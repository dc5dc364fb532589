import { describe, expect, test } from 'vitest';
import { identifiedTree } from '../../test/session';
import { fingerprint, fingerprintFolder } from './inputs';
import { recordingTree } from './recording-tree';

const TREE = identifiedTree({ 'a.ts': '1', 'db/b.sql': '2', 'db/c.sql': '3', 'db-old/d.sql': '4' });

test('answers as the Tree beneath does', async () => {
  const { tree } = recordingTree(TREE);
  expect([tree.label, tree.root]).toEqual([TREE.label, TREE.root]);
  expect(await tree.list('db')).toEqual(await TREE.list('db'));
  expect(await tree.match('**/*.sql')).toEqual(await TREE.match('**/*.sql'));
  expect([tree.has('a.ts'), tree.has('b.ts')]).toEqual([true, false]);
  expect([tree.idOf('a.ts'), tree.idOf('b.ts')]).toEqual([TREE.idOf('a.ts'), null]);
  expect(await tree.read('a.ts')).toEqual(Buffer.from('1'));
  expect(await tree.read('b.ts')).toBeUndefined();
});

describe('what is noted', () => {
  test('nothing of which nothing was asked', () => {
    expect(recordingTree(TREE).inputs()).toEqual({ files: {}, folders: {}, globs: {} });
  });

  test('of a file that was read its id, and that there was none', async () => {
    const { tree, inputs } = recordingTree(TREE);
    await tree.read('a.ts');
    await tree.read('b.ts');
    expect(inputs().files).toEqual({ 'a.ts': TREE.idOf('a.ts'), 'b.ts': null });
  });

  test('of a file that was looked for only whether it is there', () => {
    const { tree, inputs } = recordingTree(TREE);
    tree.has('a.ts');
    tree.has('b.ts');
    expect(inputs().files).toEqual({ 'a.ts': '', 'b.ts': null });
  });

  test('of one that was read and looked for its id, in either order', async () => {
    const id = TREE.idOf('a.ts');
    const first = recordingTree(TREE);
    first.tree.has('a.ts');
    await first.tree.read('a.ts');
    expect(first.inputs().files).toEqual({ 'a.ts': id });
    const second = recordingTree(TREE);
    await second.tree.read('a.ts');
    second.tree.has('a.ts');
    expect(second.inputs().files).toEqual({ 'a.ts': id });
  });

  test('of a folder all that lies below it', async () => {
    const { tree, inputs } = recordingTree(TREE);
    await tree.list('db');
    await tree.list('nowhere');
    expect(inputs().folders).toEqual({
      db: fingerprintFolder(['db/b.sql', 'db/c.sql'], TREE.idOf),
      nowhere: fingerprintFolder([], TREE.idOf),
    });
  });

  test('of a glob the paths, and how to match them again without a library', async () => {
    const { tree, inputs } = recordingTree(TREE);
    await tree.match('db*/*.sql');
    const { pattern, fingerprint: print } = inputs().globs['db*/*.sql']!;
    expect(print).toBe(fingerprint(['db-old/d.sql', 'db/b.sql', 'db/c.sql']));
    const isMatch = (path: string) => new RegExp(pattern).test(path);
    expect(['db/new.sql', 'db/.new.sql', 'other/new.sql'].map(isMatch)).toEqual([true, true, false]);
  });

  test('an id alone is no question: whoever asks for it has listed or read', () => {
    const { tree, inputs } = recordingTree(TREE);
    tree.idOf('a.ts');
    expect(inputs().files).toEqual({});
  });
});

describe('a file below a folder that was listed', () => {
  test('is noted with the folder, and not once more', async () => {
    const { tree, inputs } = recordingTree(TREE);
    await tree.read('db/b.sql');
    await tree.read('db-old/d.sql');
    await tree.list('db');
    expect(Object.keys(inputs().files)).toEqual(['db-old/d.sql']);
  });

  test('is every file, where the root was listed', async () => {
    const { tree, inputs } = recordingTree(TREE);
    await tree.read('a.ts');
    await tree.list('');
    expect(inputs().files).toEqual({});
    expect(Object.keys(inputs().folders)).toEqual(['']);
  });
});

test('what is asked later is noted too', async () => {
  const { tree, inputs } = recordingTree(TREE);
  await tree.read('a.ts');
  const before = inputs();
  tree.has('b.ts');
  expect(Object.keys(before.files)).toEqual(['a.ts']);
  expect(Object.keys(inputs().files)).toEqual(['a.ts', 'b.ts']);
});
