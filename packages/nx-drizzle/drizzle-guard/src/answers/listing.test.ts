import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { identifiedTree } from '../../test/session';
import { inputsMatch, listingOf, pathspecsOf, type Listing } from './listing';
import type { Inputs } from './inputs';
import { recordingTree } from './recording-tree';

type Files = Readonly<Record<string, string>>;

async function listingFor(files: Files): Promise<Listing> {
  const { list, idOf } = identifiedTree(files);
  return listingOf(await list(''), idOf);
}

const FILES: Files = {
  'a.ts': '1',
  'db/b.ts': '2',
  'db/deep/c.ts': '3',
  'db-old/d.ts': '4',
  db0: '5',
  'dba/e.ts': '6',
};

/** Asks these things of a Tree of some files, and says whether others give the same. */
async function isSame(now: Files, ask: (tree: ReturnType<typeof identifiedTree>) => unknown) {
  const recording = recordingTree(identifiedTree(FILES));
  await ask(recording.tree);
  return inputsMatch(recording.inputs(), await listingFor(now));
}

describe('a folder', () => {
  test.each(['db', 'db/deep', 'db-old', 'nowhere', ''])(
    '%s: what lies below it, and nothing beside it',
    async (dir) => {
      const tree = identifiedTree(FILES);
      const listing = await listingFor(FILES);
      const below = Object.keys(FILES).filter((path) => dir === '' || path.startsWith(`${dir}/`));
      const alone = await listingFor(Object.fromEntries(below.map((path) => [path, FILES[path]!])));
      expect(await tree.list(dir)).toEqual(below.sort());
      expect(listing.folderPrint(dir)).toBe(alone.folderPrint(''));
    },
  );
});

describe('a change', () => {
  const without = (path: string) => Object.fromEntries(Object.entries(FILES).filter(([one]) => one !== path));

  test('of a file that was read is noticed', async () => {
    const read = (tree: ReturnType<typeof identifiedTree>) => tree.read('a.ts');
    expect(await isSame(FILES, read)).toBe(true);
    expect(await isSame({ ...FILES, 'a.ts': 'x' }, read)).toBe(false);
    expect(await isSame(without('a.ts'), read)).toBe(false);
    expect(await isSame({ ...FILES, 'db/b.ts': 'x' }, read)).toBe(true);
  });

  test('of a file of which only its presence was asked is noticed where it goes', async () => {
    const has = (tree: ReturnType<typeof identifiedTree>) => tree.has('a.ts');
    expect(await isSame({ ...FILES, 'a.ts': 'x' }, has)).toBe(true);
    expect(await isSame(without('a.ts'), has)).toBe(false);
  });

  test('of a file that was not there is noticed where it comes', async () => {
    for (const ask of [
      (tree: ReturnType<typeof identifiedTree>) => tree.has('new.ts'),
      (tree: ReturnType<typeof identifiedTree>) => tree.read('new.ts'),
    ]) {
      expect(await isSame(FILES, ask)).toBe(true);
      expect(await isSame({ ...FILES, 'new.ts': '' }, ask)).toBe(false);
    }
  });

  test('below a folder that was listed is noticed, and beside it is not', async () => {
    const list = (tree: ReturnType<typeof identifiedTree>) => tree.list('db');
    expect(await isSame({ ...FILES, 'db/deep/c.ts': 'x' }, list)).toBe(false);
    expect(await isSame({ ...FILES, 'db/new.ts': '' }, list)).toBe(false);
    expect(await isSame(without('db/b.ts'), list)).toBe(false);
    expect(await isSame({ ...FILES, 'db-old/d.ts': 'x', db0: 'x', 'dba/e.ts': 'x', 'a.ts': 'x' }, list)).toBe(
      true,
    );
  });

  test('of the paths that a glob matches is noticed, and of their texts is not', async () => {
    const match = (tree: ReturnType<typeof identifiedTree>) => tree.match('db/*.ts');
    expect(await isSame({ ...FILES, 'db/b.ts': 'x' }, match)).toBe(true);
    expect(await isSame({ ...FILES, 'db/new.ts': '' }, match)).toBe(false);
    expect(await isSame(without('db/b.ts'), match)).toBe(false);
    expect(await isSame(without('db/deep/c.ts'), match)).toBe(true);
  });

  test('one of several is enough', async () => {
    const all = async (tree: ReturnType<typeof identifiedTree>) => {
      await tree.read('a.ts');
      await tree.list('db-old');
      await tree.match('dba/*');
    };
    expect(await isSame(FILES, all)).toBe(true);
    for (const changed of [{ 'a.ts': 'x' }, { 'db-old/d.ts': 'x' }, { 'dba/new.ts': '' }])
      expect(await isSame({ ...FILES, ...changed } as Files, all)).toBe(false);
  });
});

describe('laws', () => {
  const path = fc.constantFrom('a.ts', 'a/b.ts', 'a/c/d.ts', 'a-b/e.ts', 'a0/f.ts', 'b.sql', 'b/g.sql');
  const files = fc.dictionary(path, fc.constantFrom('1', '2'));
  const ask = fc.oneof(
    fc.record({ kind: fc.constantFrom('read' as const, 'has' as const), of: path }),
    fc.record({ kind: fc.constant('list' as const), of: fc.constantFrom('', 'a', 'a/c', 'b') }),
    fc.record({ kind: fc.constant('match' as const), of: fc.constantFrom('**/*.ts', 'a/*', '*.sql') }),
  );

  /** What a Tree says to these questions. */
  const answersOf = async (
    tree: ReturnType<typeof identifiedTree>,
    asked: { kind: 'read' | 'has' | 'list' | 'match'; of: string }[],
  ) => {
    const said: unknown[] = [];
    for (const { kind, of } of asked) {
      if (kind !== 'list') said.push(String(await tree[kind](of)));
      // Whoever lists a folder also reads what lies in it.
      else said.push((await tree.list(of)).map((one) => [one, tree.idOf(one)]));
    }
    return JSON.stringify(said);
  };

  test('where the answers would be others, the inputs do not match; where nothing changed, they do', async () => {
    await fc.assert(
      fc.asyncProperty(files, files, fc.array(ask, { maxLength: 5 }), async (before, after, asked) => {
        const recording = recordingTree(identifiedTree(before));
        const said = await answersOf(recording.tree, asked);
        const inputs = recording.inputs();
        expect(inputsMatch(inputs, await listingFor(before))).toBe(true);
        if (inputsMatch(inputs, await listingFor(after)))
          expect(await answersOf(identifiedTree(after), asked)).toBe(said);
      }),
    );
  });
});

describe('what git is asked for', () => {
  const inputs = (more: Partial<Inputs>): Inputs => ({ files: {}, folders: {}, globs: {}, ...more });
  const glob = { pattern: '', fingerprint: '' };

  test('each input once, files and folders as they are written, globs as git reads them', () => {
    const one = inputs({ files: { 'src/[id].ts': 'x', 'b.ts': null }, folders: { drizzle: '' } });
    const two = inputs({ files: { 'b.ts': '' }, globs: { '**/drizzle*.*': glob } });
    expect(pathspecsOf([one, two])).toEqual([
      ':(literal)src/[id].ts',
      ':(literal)b.ts',
      ':(literal)drizzle',
      ':(glob)**/drizzle*.*',
    ]);
    expect(pathspecsOf([])).toEqual([]);
  });

  test('everything, where all of it is listed anyway, or there is more to ask for than to list', () => {
    expect(pathspecsOf([inputs({ folders: { '': '' } })])).toBeNull();
    const many = (count: number) =>
      inputs({ files: Object.fromEntries([...Array(count).keys()].map((one) => [`${one}.ts`, ''])) });
    expect(pathspecsOf([many(300)])).toHaveLength(300);
    expect(pathspecsOf([many(301)])).toBeNull();
    expect(pathspecsOf([many(200), inputs({ folders: { a: '', b: '' } })])).toHaveLength(202);
  });
});
