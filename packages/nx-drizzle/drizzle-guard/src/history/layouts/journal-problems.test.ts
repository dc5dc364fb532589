import { describe, expect, test } from 'vitest';
import { historyFiles, historyOf, JOURNAL } from '../../../test/histories';
import { parseJournalLayout } from './journal';

const snapshot = (id: string, dialect = 'postgresql') =>
  JSON.stringify({ id, prevId: 'y', version: '7', dialect, tables: {} });
const withJournal = (text: string, more = {}) => historyOf(['0000_a'], { [JOURNAL]: text, ...more });

describe('no journal', () => {
  test('beside SQL is a journal that is missing, with the number of SQL files', async () => {
    const history = await historyOf(['0000_a', '0001_b'], { [JOURNAL]: null });
    expect(history.journalUnreadable).toBe(true);
    expect(history.journalProblems).toEqual([
      { file: JOURNAL, message: 'is missing, although the folder holds 2 SQL files' },
    ]);
  });

  test('beside SQL only is missing too, and one file is in the singular', async () => {
    const history = await historyOf([{ tag: '0000_a', snapshot: null }], { [JOURNAL]: null });
    expect(history.journalProblems).toMatchObject([{ message: expect.stringMatching(/holds 1 SQL file$/) }]);
  });

  test('beside a snapshot only is missing too', async () => {
    const history = await historyOf([], {
      [JOURNAL]: null,
      'drizzle/meta/0000_snapshot.json': snapshot('x'),
    });
    expect(history.journalProblems).toMatchObject([
      { message: expect.stringContaining('holds 0 SQL files') },
    ]);
  });

  test('beside what is neither is an empty history', async () => {
    const history = await historyOf([], {
      [JOURNAL]: null,
      'drizzle/notes.md': 'x',
      'drizzle/old/a.sql': 'x',
    });
    expect(history).toMatchObject({ journalUnreadable: false, journalProblems: [], migrations: [] });
  });

  test('and an empty text are two things', () => {
    expect(parseJournalLayout('drizzle', [], undefined, []).journalUnreadable).toBe(false);
    expect(parseJournalLayout('drizzle', [], '', []).journalProblems).toEqual([
      { file: JOURNAL, line: 1, message: 'is empty' },
    ]);
  });
});

describe('an entry that stands twice', () => {
  test('counts once, the first, and the second is a problem at its line', async () => {
    const text = `{"entries":[
      {"idx":0,"when":1,"tag":"0000_a"},
      {"idx":1,"when":2,"tag":"0001_b"},
      {"idx":2,"when":3,"tag":"0000_a"}
    ]}`;
    const history = await withJournal(text);
    expect(history.migrations.map(({ tag, timestamp }) => [tag, timestamp])).toEqual([
      ['0000_a', 1],
      ['0001_b', 2],
    ]);
    expect(history.journalProblems).toEqual([{ file: JOURNAL, line: 4, message: 'lists 0000_a twice' }]);
  });

  test('one key in one entry twice is a problem, and the last value counts, as for drizzle-kit', async () => {
    const history = await withJournal('{"entries":[\n{"idx":0,"when":1,\n"tag":"0000_a","tag":"0001_b"}]}');
    expect(history.migrations.map(({ tag }) => tag)).toEqual(['0001_b']);
    expect(history.journalProblems).toEqual([
      { file: JOURNAL, line: 3, message: 'has the key "tag" twice in one object' },
    ]);
    expect(history.journalUnreadable).toBe(false);
  });
});

describe('a migration', () => {
  test('whose index, time and place disagree is as the journal says, in the journal’s order', async () => {
    const history = await historyOf([
      { tag: '0005_e', index: 9, when: 7 },
      { tag: '0001_b', index: -1, when: 3 },
    ]);
    expect(history.migrations).toMatchObject([
      { tag: '0005_e', prefix: '0005', index: 9, timestamp: 7 },
      { tag: '0001_b', prefix: '0001', index: -1, timestamp: 3 },
    ]);
  });

  test('without its files says where they would be', async () => {
    const history = await historyOf([{ tag: '0000_a', sql: null, snapshot: null }]);
    expect(history.migrations).toMatchObject([
      {
        hasSql: false,
        sqlFile: 'drizzle/0000_a.sql',
        snapshot: null,
        snapshotFile: 'drizzle/meta/0000_snapshot.json',
      },
    ]);
  });

  test('has no SQL where that lies in another folder, or is called otherwise', async () => {
    const elsewhere = { 'drizzle/sql/0000_a.sql': 'x', 'drizzle/0000_A.sql': 'x' };
    const history = await historyOf([{ tag: '0000_a', sql: null }], elsewhere);
    expect(history.migrations[0]!.hasSql).toBe(false);
    expect(history.sqlFiles).toEqual(['drizzle/0000_A.sql']);
  });

  test('shares its snapshot with another of the same prefix', async () => {
    const history = await historyOf([{ tag: '0000_a', snapshot: null }, { tag: '0000_b' }]);
    expect(history.migrations.map(({ snapshot: one }) => one?.id)).toEqual([
      history.snapshots[0]!.id,
      history.snapshots[0]!.id,
    ]);
  });

  test('whose tag has no underscore names its snapshot by the whole of it', async () => {
    const history = await historyOf(['init']);
    expect(history.migrations).toMatchObject([
      { prefix: 'init', snapshotFile: 'drizzle/meta/init_snapshot.json', snapshot: { prefix: 'init' } },
    ]);
  });

  test('has the breakpoints of its entry', async () => {
    const entry = '"idx":0,"when":1,"tag":"0000_a"';
    const [off] = (await withJournal(`{"entries":[{${entry},"breakpoints":false}]}`)).migrations;
    expect(off!.breakpoints).toBe(false);
    const strange = await withJournal(`{"entries":[{${entry},"breakpoints":"yes"}]}`);
    expect(strange.journalProblems).toMatchObject([{ message: expect.stringContaining('breakpoints: ') }]);
  });
});

describe('the dialect', () => {
  test('is the journal’s, whatever the snapshots say', async () => {
    const more = { 'drizzle/meta/0000_snapshot.json': snapshot('x', 'mysql') };
    expect((await withJournal('{"dialect":"sqlite","entries":[]}', more)).dialect).toBe('sqlite');
  });

  test('is else that of the newest snapshot, and unknown without any', async () => {
    const two = {
      'drizzle/meta/0000_snapshot.json': snapshot('x', 'mysql'),
      'drizzle/meta/0001_snapshot.json': snapshot('z', 'pg'),
    };
    expect((await withJournal('{"entries":[]}', two)).dialect).toBe('postgresql');
    const none = { 'drizzle/meta/0000_snapshot.json': null };
    expect((await withJournal('{"entries":[]}', none)).dialect).toBeNull();
  });
});

test('files that others put into meta/ are read as drizzle-kit reads them: all but those with an underscore', async () => {
  const history = await historyOf(['0000_a'], {
    'drizzle/meta/notes.txt': 'x',
    'drizzle/meta/_notes.json': 'x',
    'drizzle/meta/old/0001_snapshot.json': 'x',
  });
  expect(history.snapshotProblems).toMatchObject([{ file: 'drizzle/meta/notes.txt' }]);
  expect(history.files).toHaveLength(Object.keys(historyFiles(['0000_a'])).length + 3);
});
