import fc from 'fast-check';
import { foldersHistory, isLong, journalHistory } from 'testkit';
import { describe, expect, test } from 'vitest';
import { readHistory } from '../../src/history/read-history';
import { memoryTree } from '../../src/sources/memory-tree';
import type { Tree } from '../../src/sources/tree';
import { codesOf } from '../histories';
import { expectGoodForm } from './good-form';
import { found as foundIn, type Found } from '../found';

// What is no history at all: nothing is thrown, nothing takes long, and where a file is spoilt something is found.

const NOW = Date.UTC(2026, 5, 1);
const JOURNAL = 'drizzle/meta/_journal.json';
const SNAPSHOT = 'drizzle/meta/0000_snapshot.json';
const FOLDER_SNAPSHOT = 'drizzle/20260101000000_a/snapshot.json';
const PLACES = [
  { file: JOURNAL, code: 'broken-journal', files: journalHistory(['0000_a', '0001_b']) },
  { file: SNAPSHOT, code: 'malformed-snapshot', files: journalHistory(['0000_a', '0001_b']) },
  {
    file: FOLDER_SNAPSHOT,
    code: 'malformed-snapshot',
    files: foldersHistory(['20260101000000_a', '20260102000000_b']),
  },
];
/** Far more than any of it takes, and far less than for ever. */
const SECONDS = 5;

async function findingsIn(tree: Tree): Promise<Found[]> {
  const start = performance.now();
  const found = foundIn('structure', { history: await readHistory(tree, 'drizzle'), now: NOW });
  expect(performance.now() - start).toBeLessThan(SECONDS * 1000);
  return found;
}

const findingsWith = (files: Record<string, string>) => findingsIn(memoryTree(files));

describe.each(PLACES)('$file', ({ file, code, files }) => {
  test('any bytes', () =>
    fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        const tree = memoryTree(files);
        const read: Tree['read'] = async (path) => (path === file ? Buffer.from(bytes) : tree.read(path));
        expect(codesOf(await findingsIn({ ...tree, read }))).toContain(code);
      }),
      { numRuns: 300 },
    ));

  test('cut anywhere', () =>
    fc.assert(
      fc.asyncProperty(fc.nat({ max: files[file]!.length - 1 }), async (length) => {
        expect(codesOf(await findingsWith({ ...files, [file]: files[file]!.slice(0, length) }))).toContain(
          code,
        );
      }),
      { numRuns: 300 },
    ));

  test('any JSON', () =>
    fc.assert(
      fc.asyncProperty(fc.json({ maxDepth: 5 }), async (text) => {
        const found = await findingsWith({ ...files, [file]: text });
        expect(codesOf(found)).toContain(code);
        found.forEach(expectGoodForm);
      }),
      { numRuns: 300 },
    ));

  test('any characters put in or left out', () =>
    fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.nat({ max: 20 }),
        fc.string({ maxLength: 5 }),
        async (place, gone, more) => {
          const text = files[file]!;
          const at = place % text.length;
          (
            await findingsWith({ ...files, [file]: text.slice(0, at) + more + text.slice(at + gone) })
          ).forEach(({ message }) => expect(message).not.toBe(''));
        },
      ),
      { numRuns: 500 },
    ));

  test.each([
    ['brackets that are never closed', '['.repeat(1_000_000)],
    ['brackets a hundred thousand deep', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['objects a hundred thousand deep', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
    ['twenty million spaces', ' '.repeat(20_000_000)],
    ['five million lines', `${'\n'.repeat(5_000_000)}{`],
    ['a text of twenty million letters that does not end', `{"id":"${'x'.repeat(20_000_000)}`],
    ['a million backslashes', `"${'\\'.repeat(1_000_000)}`],
    ['a number of a million digits', '9'.repeat(1_000_000)],
    ['a million commas', `{"entries":[${','.repeat(1_000_000)}]}`],
    ['nothing but conflict markers', '<<<<<<< HEAD\n'.repeat(1_000_000)],
    ['one key a hundred thousand times', `{${'"entries":1,'.repeat(100_000)}"id":2}`],
    ['a prototype of its own', '{"__proto__":{"entries":[],"id":"a","prevId":"b","prevIds":[]}}'],
    ['constructors', '{"constructor":{"prototype":{"entries":[]}},"toString":1}'],
  ])('%s', async (_, text) => {
    const found = await findingsWith({ ...files, [file]: text });
    expect(codesOf(found)).toContain(code);
    found.forEach(expectGoodForm);
    expect(({} as { entries?: unknown }).entries).toBeUndefined();
  });
});

describe('entries', () => {
  const withEntries = (...entries: string[]) => ({
    ...journalHistory(['0000_a']),
    [JOURNAL]: `{"version":"7","dialect":"postgresql","entries":[${entries.join(',')}]}`,
  });
  const entry = (more: object) =>
    JSON.stringify({ idx: 0, when: 1, tag: '0000_a', breakpoints: true, ...more });

  test.each([
    ['Infinity', '{"idx":0,"when":1e400,"tag":"0000_a"}'],
    ['a timestamp that is a text', entry({ when: '1' })],
    ['a timestamp that is null, as NaN is written', entry({ when: null })],
    ['an index with a half', entry({ idx: 0.5 })],
    ['an index beyond every number', '{"idx":1e400,"when":1,"tag":"0000_a"}'],
    ['a tag that leads out', entry({ tag: '../../etc/passwd' })],
    ['an empty tag', entry({ tag: '' })],
    ['a prototype instead of keys', '{"__proto__":{"idx":0,"when":1,"tag":"0000_a"}}'],
    ['null', 'null'],
    ['an array', '[0,1,"0000_a"]'],
    [
      'one that nests too deep',
      `{"idx":0,"when":1,"tag":"0000_a","x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
    ],
  ])('%s', async (_, text) => {
    expect(codesOf(await findingsWith(withEntries(text)))).toContain('broken-journal');
  });

  test.each([
    ['before 1970', { when: -1 }, []],
    ['before all calendars', { when: -1e308 }, []],
    ['after all calendars', { when: 1e308 }, ['future-timestamp']],
    ['a negative index', { idx: -1 }, ['index-gap']],
    ['an index beyond all files', { idx: 1e300 }, ['index-gap']],
    [
      'a tag named like a prototype',
      { tag: '__proto__' },
      ['missing-sql', 'missing-snapshot', 'orphan-sql', 'orphan-snapshot'],
    ],
    [
      'a tag that is a folder',
      { tag: '..' },
      ['missing-sql', 'missing-snapshot', 'orphan-sql', 'orphan-snapshot'],
    ],
  ])('%s', async (_, more, codes) => {
    const found = await findingsWith(withEntries(entry(more)));
    expect(codesOf(found)).toEqual(codes);
    found.forEach(expectGoodForm);
  });

  test('any values under the right keys', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ idx: fc.jsonValue(), when: fc.jsonValue(), tag: fc.jsonValue() })),
        async (all) => {
          const found = await findingsWith(withEntries(...all.map((one) => JSON.stringify(one))));
          expect(found).not.toEqual([]);
        },
      ),
      { numRuns: 300 },
    ));

  test('ten thousand sound ones, and ten thousand of one index and one number', async () => {
    const tags = Array.from({ length: 10_000 }, (_, at) => `${String(at).padStart(5, '0')}_a`);
    expect(await findingsWith(journalHistory(tags))).toEqual([]);
    const same = tags.map((tag, at) => entry({ tag: `0000_${tag}`, when: at }));
    expect(codesOf(await findingsWith(withEntries(...same)))).toContain('duplicate-index');
  });
});

test('any names of files', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.oneof(
          fc.string(),
          fc.string({ unit: 'binary' }),
          fc.constantFrom('__proto__', '\n', '"', '`$(id)`', '.', 'x'.repeat(300)),
        ),
      ),
      fc.constantFrom('.sql', '_snapshot.json', '/migration.sql', '/snapshot.json', ''),
      async (names, end) => {
        const files = names.flatMap((name) => [`drizzle/${name}${end}`, `drizzle/meta/${name}${end}`]);
        for (const base of [journalHistory(['0000_a']), {}]) {
          const tree = memoryTree({ ...base, ...Object.fromEntries(files.map((file) => [file, '{}'])) });
          (await findingsIn(tree)).forEach(({ message }) => expect(message).not.toBe(''));
        }
      },
    ),
    { numRuns: isLong ? 300 : 100 },
  ));
