import { expect, test } from 'vitest';
import { historyFiles, historyOf, JOURNAL } from '../../../test/histories';
import { headOf } from '../history';
import { readHistory } from '../read-history';
import { memoryTree } from '../../sources/memory-tree';

const withJournal = (text: string) => historyOf(['0000_a'], { [JOURNAL]: text });
const entry = (more: string) => `{"version":"7","dialect":"postgresql","entries":[\n{${more}}\n]}`;
const sound = '"idx":0,"when":1,"tag":"0000_a","breakpoints":true';

test('a history is read in the order of its journal, with SQL, snapshots, parents and lines', async () => {
  const history = await historyOf(['0000_a', '0001_b']);
  expect(history).toMatchObject({
    layout: 'journal',
    dialect: 'postgresql',
    journalFile: JOURNAL,
    journalUnreadable: false,
    journalProblems: [],
    snapshotProblems: [],
    sqlFiles: ['drizzle/0000_a.sql', 'drizzle/0001_b.sql'],
  });
  const [first, second] = history.migrations;
  expect(second).toMatchObject({
    tag: '0001_b',
    prefix: '0001',
    index: 1,
    breakpoints: true,
    sqlFile: 'drizzle/0001_b.sql',
    hasSql: true,
    declaredAt: { file: JOURNAL, line: 12 },
    snapshot: { file: 'drizzle/meta/0001_snapshot.json', parents: [first!.snapshot!.id], version: '7' },
  });
  expect(second!.timestamp - first!.timestamp).toBe(60_000);
  expect(headOf(history)).toBe(second);
});

test('CRLF line ends change nothing', async () => {
  const files = historyFiles(['0000_a', '0001_b']);
  const windows = Object.fromEntries(
    Object.entries(files).map(([file, text]) => [file, text.replaceAll('\n', '\r\n')]),
  );
  expect(await readHistory(memoryTree(windows), 'drizzle')).toEqual(
    await readHistory(memoryTree(files), 'drizzle'),
  );
});

test('the folder may be the root of the tree', async () => {
  const files = Object.fromEntries(
    Object.entries(historyFiles(['0000_a'])).map(([file, text]) => [file.replace('drizzle/', ''), text]),
  );
  const history = await readHistory(memoryTree(files), '');
  expect(history.migrations).toMatchObject([
    { sqlFile: '0000_a.sql', hasSql: true, snapshot: { prefix: '0000' } },
  ]);
});

test.each([
  ['has no timestamp', '"idx":0,"tag":"0000_a"', 'when is missing'],
  ['has a timestamp that no number holds', '"idx":0,"when":1e999,"tag":"0000_a"', 'when: '],
  ['has an index that is a text', '"idx":"0","when":1,"tag":"0000_a"', 'idx: '],
  ['has half an index', '"idx":0.5,"when":1,"tag":"0000_a"', 'idx: '],
  ['has a tag that leads into a folder', '"idx":0,"when":1,"tag":"../0000_a"', 'tag: a tag is a file name'],
  ['has a tag with a backslash', '"idx":0,"when":1,"tag":"x\\\\0000_a"', 'tag: a tag is a file name'],
])('an entry that %s is a problem at its line, and no migration', async (_name, text, message) => {
  const history = await withJournal(entry(text));
  expect(history.migrations).toEqual([]);
  expect(history.journalUnreadable).toBe(false);
  expect(history.journalProblems).toEqual([
    { file: JOURNAL, line: 2, message: expect.stringContaining(`has an entry that is not one: ${message}`) },
  ]);
});

test('an entry that is no object is a problem', async () => {
  const history = await withJournal('{"entries":[null]}');
  expect(history.journalProblems).toHaveLength(1);
});

test('one bad entry does not hide the others', async () => {
  const history = await withJournal(`{"entries":[\n{"idx":9},\n{${sound}}\n]}`);
  expect(history.migrations).toMatchObject([{ tag: '0000_a', declaredAt: { line: 3 } }]);
  expect(history.journalProblems).toMatchObject([{ line: 2 }]);
});

test.each([
  ['an array', '[]'],
  ['null', 'null'],
  ['a journal without entries', '{"version":"7"}'],
  ['a journal whose entries are an object', '{"entries":{}}'],
])('%s is no journal', async (_name, text) => {
  const history = await withJournal(text);
  expect(history.journalUnreadable).toBe(true);
  expect(history.journalProblems).toEqual([
    { file: JOURNAL, line: 1, message: expect.stringContaining('is not a drizzle-kit journal') },
  ]);
});

test('breakpoints are on where an old entry does not say, and the dialect comes from a snapshot then', async () => {
  const history = await withJournal('{"entries":[{"idx":0,"when":1,"tag":"0000_a"}]}');
  expect(history.migrations[0]!.breakpoints).toBe(true);
  expect(history.dialect).toBe('postgresql');
});

test('the dialect of an old journal is called as a drizzle config calls it', async () => {
  const history = await withJournal('{"version":"5","dialect":"pg","entries":[]}');
  expect(history.dialect).toBe('postgresql');
});
