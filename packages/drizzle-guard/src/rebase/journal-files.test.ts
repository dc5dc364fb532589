import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { historyFiles, historyOf, JOURNAL } from '../../test/histories';
import type { JournalHistory, JournalMigration } from '../history/history';
import { journalPlaces, journalWith } from './journal-files';
import type { Placed } from './placed';

const placed = (tag: string, to: string, timestamp: number): Placed =>
  ({ migration: { tag } as JournalMigration, tag: to, timestamp, state: {}, own: {}, dropped: [] }) as Placed;
const entry = (idx: number, tag: string, more: object = {}) => ({
  ...{ idx, version: '7', when: 1_767_225_600_000 + idx, tag, breakpoints: true },
  ...more,
});
const journal = (entries: readonly object[], more: object = {}) => ({
  version: '7',
  dialect: 'postgresql',
  entries,
  ...more,
});
const text = (value: object, space: string | number = 2) => JSON.stringify(value, null, space);
const historyIn = async (tags: readonly string[], entries?: readonly object[]): Promise<JournalHistory> =>
  historyOf([...tags], entries ? { [JOURNAL]: text(journal(entries)) } : {});

const THEIRS = [entry(0, '0000_start'), entry(1, '0001_theirs')];
const MINE = [
  entry(0, '0000_start'),
  entry(1, '0001_mine', { breakpoints: false, version: '6', note: 'own' }),
];
const NEW = placed('0001_mine', '0002_mine', 1_767_225_700_000);
const MOVED = { ...MINE[1], idx: 2, when: 1_767_225_700_000, tag: '0002_mine' };
const theirHistory = () => historyIn(['0000_start', '0001_theirs']);

test('files lie where drizzle-kit looks for them', () => {
  expect(journalPlaces('db/out', '0012_mine_all')).toEqual({
    sqlFile: 'db/out/0012_mine_all.sql',
    snapshotFile: 'db/out/meta/0012_snapshot.json',
  });
  expect(journalPlaces('', '0012_mine')).toEqual({
    sqlFile: '0012_mine.sql',
    snapshotFile: 'meta/0012_snapshot.json',
  });
});

describe('the journal of theirs', () => {
  test('has mine at its end, with what its entry says besides, as drizzle-kit writes it', async () => {
    const written = journalWith(await theirHistory(), text(journal(THEIRS)), text(journal(MINE)), [NEW]);
    expect(written).toBe(text(journal([...THEIRS, MOVED])));
  });

  test('has several in their order', async () => {
    const more = [...MINE, entry(2, '0002_more')];
    const all = [NEW, placed('0002_more', '0003_more', 1_767_225_800_000)];
    expect(
      JSON.parse(journalWith(await theirHistory(), text(journal(THEIRS)), text(journal(more)), all)).entries,
    ).toEqual([...THEIRS, MOVED, entry(3, '0003_more', { when: 1_767_225_800_000 })]);
  });

  test('with nothing to add is as it was', async () => {
    const strange = '{"entries":[ ],\t"version" : "5"}\n\n';
    expect(journalWith(await theirHistory(), strange, text(journal(MINE)), [])).toBe(strange);
  });

  test.each<[string, (value: object) => string]>([
    ['tabs', (value) => text(value, '\t')],
    ['four spaces', (value) => text(value, 4)],
    ['a line break at the end', (value) => `${text(value)}\n`],
    ['line ends of Windows', (value) => text(value).replaceAll('\n', '\r\n')],
    ['one line', (value) => JSON.stringify(value)],
    ['a byte order mark', (value) => `\ufeff${text(value)}`],
  ])('keeps %s', async (_name, write) => {
    const written = journalWith(await theirHistory(), write(journal(THEIRS)), text(journal(MINE)), [NEW]);
    expect(written).toBe(write(journal([...THEIRS, MOVED])));
  });

  test.each<[string, (value: object) => string]>([
    ['tabs', (value) => text(value, '\t')],
    ['line ends of Windows', (value) => text(value).replaceAll('\n', '\r\n')],
    ['a byte order mark', (value) => `\ufeff${text(value)}`],
  ])('takes nothing over of %s in mine', async (_name, write) => {
    const written = journalWith(await theirHistory(), text(journal(THEIRS)), write(journal(MINE)), [NEW]);
    expect(written).toBe(text(journal([...THEIRS, MOVED])));
  });

  test('keeps its version and what else stands in it, to the byte', async () => {
    const before = `{
   "version": "5",
  "dialect":   "pg",
  "entries": [
    { "idx": 0, "version": "5", "when": 1, "tag": "0000_start", "breakpoints": true },
      {"idx": 1,"version":"6","when":2,"tag":"0001_theirs","breakpoints":true}
  ], "extra": [1,
  2]
}
`;
    const written = journalWith(await theirHistory(), before, text(journal(MINE)), [NEW]);
    expect(JSON.parse(written)).toEqual({
      ...JSON.parse(before),
      entries: [...JSON.parse(before).entries, MOVED],
    });
    const at = before.indexOf('true}\n  ]') + 'true}'.length;
    expect(written.startsWith(before.slice(0, at))).toBe(true);
    expect(written.endsWith(before.slice(at))).toBe(true);
  });

  test('numbers go on behind the last one, whatever holes are before it', async () => {
    const entries = [entry(0, '0000_start'), entry(7, '0007_theirs')];
    const history = await historyIn(['0000_start', '0007_theirs'], entries);
    const written = journalWith(history, text(journal(entries)), text(journal(MINE)), [NEW]);
    expect(JSON.parse(written).entries.at(-1)).toMatchObject({ idx: 8 });
  });

  test('that is empty begins with 0', async () => {
    const history = await historyIn([], []);
    const written = journalWith(history, text(journal([])), text(journal(MINE)), [
      placed('0001_mine', '0000_mine', 5),
    ]);
    expect(JSON.parse(written).entries).toEqual([{ ...MINE[1], idx: 0, when: 5, tag: '0000_mine' }]);
  });

  test('keeps every byte, wherever a new entry is put in', async () => {
    const history = await theirHistory();
    const spaces = fc.constantFrom('', ' ', '\n', '\n  ', '\t', '\r\n');
    await fc.assert(
      fc.property(fc.array(spaces, { minLength: 12, maxLength: 12 }), (gaps) => {
        let at = 0;
        // White space behind every sign that may have some.
        const before = JSON.stringify(journal(THEIRS)).replaceAll(
          /[[\]{},]/g,
          (sign) => `${sign}${gaps[at++ % 12]}`,
        );
        const written = journalWith(history, before, text(journal(MINE)), [NEW]);
        expect(JSON.parse(written)).toEqual(journal([...THEIRS, MOVED]));
        const end = before.lastIndexOf(']');
        const last = before.slice(0, end).lastIndexOf('}') + 1;
        expect(written.startsWith(before.slice(0, last))).toBe(true);
        expect(written.endsWith(before.slice(last))).toBe(true);
      }),
    );
  });
});

test('a history that it is added to is one of drizzle-kit again', async () => {
  const tags = ['0000_start', '0001_theirs'];
  const files = historyFiles(tags);
  const written = journalWith(await historyIn(tags), files[JOURNAL]!, text(journal(MINE)), [NEW]);
  const { migrations } = await historyOf([...tags, '0002_mine'], { [JOURNAL]: written });
  expect(migrations.map(({ tag, index }) => [tag, index])).toEqual([
    ['0000_start', 0],
    ['0001_theirs', 1],
    ['0002_mine', 2],
  ]);
});
