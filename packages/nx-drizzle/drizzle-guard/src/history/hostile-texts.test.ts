import fc from 'fast-check';
import { foldersHistory, journalHistory } from 'testkit';
import { describe, expect, test } from 'vitest';
import { asList, asMaps, states } from '../../test/snapshots';
import { memoryTree } from '../sources/memory-tree';
import type { History } from './history';
import { readHistory } from './read-history';

// Whatever files hold: nothing is thrown, what is wrong is in the model with its place, and the rest is read.

const JOURNAL = 'drizzle/meta/_journal.json';
const SNAPSHOT = 'drizzle/meta/0001_snapshot.json';
const FOLDER = '20260102000000_b';
const FOLDER_SNAPSHOT = `drizzle/${FOLDER}/snapshot.json`;
const JOURNAL_FILES = journalHistory(['0000_a', '0001_b', '0002_c']);
const FOLDER_FILES = foldersHistory(['20260101000000_a', FOLDER, '20260103000000_c']);

const read = (files: Record<string, string>) => readHistory(memoryTree(files), 'drizzle');
const tagsOf = ({ migrations }: History) => migrations.map(({ tag }) => tag);

const conflict = (text: string) => `{\n<<<<<<< HEAD\n${text}\n=======\n${text}\n>>>>>>> theirs\n}`;
const deep = '['.repeat(50_000) + ']'.repeat(50_000);
const TEXTS: [what: string, text: string, message: string, line: number][] = [
  ['nothing', '', 'is empty', 1],
  ['white space', ' \r\n\t', 'is empty', 1],
  ['words', 'nothing here', 'is not JSON: ', 1],
  ['conflict markers', conflict('"a": 1'), 'holds the conflict markers of a merge', 2],
  [
    'conflict markers with CRLF',
    conflict('"a": 1').replaceAll('\n', '\r\n'),
    'holds the conflict markers',
    2,
  ],
  ['half a text', '{\n"id": "x",\n', 'is not JSON: ', 3],
  ['two texts', '{}\n{}', 'is not JSON: ', 2],
  ['brackets that do not end', '['.repeat(50_000), 'nests too deep to be read', 1],
  ['brackets within brackets', deep, 'is not a drizzle-kit ', 1],
  ['a byte order mark', '\ufeff{}', 'begins with a byte order mark, which drizzle-kit cannot read', 1],
  ['bytes of no text', '\0\u0001\ufffd', 'is not JSON: ', 1],
  ['null', 'null', 'is not a drizzle-kit ', 1],
  ['a number', '1e999', 'is not a drizzle-kit ', 1],
  ['an empty object', '{}', 'is not a drizzle-kit ', 1],
  ['what only its prototype has', '{"__proto__":{"id":"x","entries":[]}}', 'is not a drizzle-kit ', 1],
];

describe.each(TEXTS)('%s', (_, text, message, line) => {
  test('as the journal: it is unreadable, at its line, and the snapshots are read', async () => {
    const history = await read({ ...JOURNAL_FILES, [JOURNAL]: text });
    expect(history).toMatchObject({
      journalUnreadable: true,
      migrations: [],
      journalProblems: [{ file: JOURNAL, line, message: expect.stringContaining(message) }],
    });
    expect(history.snapshots).toHaveLength(3);
  });

  test('as a snapshot of a journal: its migration has none, and the others have theirs', async () => {
    const history = await read({ ...JOURNAL_FILES, [SNAPSHOT]: text });
    expect(history.snapshotProblems).toEqual([
      { file: SNAPSHOT, line, message: expect.stringContaining(message) },
    ]);
    expect(history.migrations.map(({ snapshot }) => snapshot?.prefix)).toEqual(['0000', undefined, '0002']);
  });

  test('as a snapshot of a folder: the same', async () => {
    const history = await read({ ...FOLDER_FILES, [FOLDER_SNAPSHOT]: text });
    expect(history.snapshotProblems).toEqual([
      { file: FOLDER_SNAPSHOT, line, message: expect.stringContaining(message) },
    ]);
    expect(tagsOf(history)).toContain(FOLDER);
    expect(history.snapshots).toHaveLength(2);
  });
});

const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.json(),
  fc.constantFrom(...TEXTS.map(([, text]) => text)),
);

/** Any entry: often of the right form, with values that are not. */
const anyEntry = fc.oneof(
  fc.record(
    {
      idx: fc.oneof(fc.integer(), fc.double(), fc.string()),
      when: fc.oneof(fc.integer(), fc.double(), fc.constant(null)),
      tag: fc.oneof(
        fc.string(),
        fc.constantFrom('../0000_a', '0000_a', '__proto__', '', '.', 'a\\b', 'C:\\a'),
      ),
      breakpoints: fc.oneof(fc.boolean(), fc.integer()),
    },
    { requiredKeys: [] },
  ),
  fc.jsonValue({ maxDepth: 1 }),
);

describe('laws', () => {
  test('no texts make the reading throw, in either layout or in both at once', async () => {
    const files = fc.dictionary(
      fc.constantFrom(
        JOURNAL,
        SNAPSHOT,
        FOLDER_SNAPSHOT,
        'drizzle/0000_a.sql',
        `drizzle/${FOLDER}/migration.sql`,
      ),
      anyText,
      { noNullPrototype: true },
    );
    await fc.assert(
      fc.asyncProperty(files, async (given) => {
        const history = await read(given);
        const isJournal = JOURNAL in given || !Object.keys(given).some((file) => file.includes(FOLDER));
        expect(history.layout).toBe(isJournal ? 'journal' : 'folders');
        const own = Object.keys(given).filter((file) => file === (isJournal ? SNAPSHOT : FOLDER_SNAPSHOT));
        expect(history.snapshots.length + history.snapshotProblems.length).toBe(own.length);
      }),
    );
  });

  test('an entry is a migration or a problem, and a migration’s files are its folder’s', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyEntry, { maxLength: 6 }), async (entries) => {
        const history = await read({ ...JOURNAL_FILES, [JOURNAL]: JSON.stringify({ entries }) });
        if (history.layout !== 'journal') throw new Error('read as the folders layout');
        expect(history.migrations.length + history.journalProblems.length).toBe(entries.length);
        expect(new Set(tagsOf(history)).size).toBe(history.migrations.length);
        for (const { sqlFile, index, timestamp } of history.migrations) {
          expect(sqlFile.split(/[/\\]/)).toHaveLength(2);
          expect([Number.isInteger(index), Number.isFinite(timestamp)]).toEqual([true, true]);
        }
      }),
    );
  });

  /** A value with another in the place of any of its parts. */
  const spoiled = (whole: unknown, at: readonly number[], value: unknown): unknown => {
    const [first, ...rest] = at;
    if (first === undefined || typeof whole !== 'object' || whole === null) return value;
    const parts = Object.entries(whole);
    if (parts.length === 0) return value;
    const [key, part] = parts[first % parts.length]!;
    const changed = spoiled(part, rest, value);
    return Array.isArray(whole)
      ? whole.with(Number(key), changed)
      : Object.fromEntries([...parts, [key, changed]]);
  };
  const anySnapshot = (write: typeof asMaps) =>
    fc
      .tuple(states, fc.array(fc.nat(60), { maxLength: 6 }), fc.jsonValue({ maxDepth: 2 }))
      .map(([state, at, value]) => spoiled(write(state), at, value));

  test('a snapshot in which anything stands in some place has a head or a problem', async () => {
    await fc.assert(
      fc.asyncProperty(anySnapshot(asMaps), anySnapshot(asList), async (maps, list) => {
        const journal = await read({ ...JOURNAL_FILES, [SNAPSHOT]: JSON.stringify(maps) });
        expect(journal.snapshots.length + journal.snapshotProblems.length).toBe(3);
        const folders = await read({ ...FOLDER_FILES, [FOLDER_SNAPSHOT]: JSON.stringify(list) });
        expect(folders.snapshots.length + folders.snapshotProblems.length).toBe(3);
      }),
      { numRuns: 500 },
    );
  });

  test.each([null, 1, 'text', [], [null]])('a column, its key or its table may be %j', async (value) => {
    const table = { compositePrimaryKeys: { k: 1 }, columns: { c: value } };
    for (const tables of [{ t: table }, { t: { ...table, columns: value } }, { t: value }, value]) {
      const text = JSON.stringify({ id: 'a', prevId: 'b', version: '7', dialect: 'postgresql', tables });
      const history = await read({ ...JOURNAL_FILES, [SNAPSHOT]: text });
      expect(history.snapshots.length + history.snapshotProblems.length).toBe(3);
    }
  });
});
