import { describe, expect, test } from 'vitest';
import { effectOf, found, ofCode, wayOutOf, type Found } from '../../../test/found';
import { folderHistoryOf, historyOf, JOURNAL, NOW, type Changes } from '../../../test/histories';
import type { History } from '../../history/history';
import { bundleText } from '../../history/layouts/bundle';

const FILE = 'drizzle/migrations.js';
const TAGS = ['0000_a', '0001_b', '0002_c'];
const [A, B, C] = ['20260101000000_a', '20260101000100_b', '20260101000200_c'] as const;

const LAYOUTS = {
  journal: { historyOf: (changes: Changes = {}) => historyOf(TAGS, changes), tags: TAGS },
  folders: { historyOf: (changes: Changes = {}) => folderHistoryOf([A, B, C], changes), tags: [A, B, C] },
};
const staleIn = (history: History, driver?: string): Found[] =>
  ofCode('stale-bundle', found('structure', { history, now: NOW, ...(driver ? { driver } : {}) }));
const messages = (all: readonly Found[]) => all.map(({ message }) => message);
const withMarkers = (text: string) => {
  const lines = text.split('\n');
  const at = lines.findIndex((line) => line.includes('import m0002'));
  return [
    ...lines.slice(0, at),
    '<<<<<<< HEAD',
    lines[at],
    '=======',
    lines[at],
    '>>>>>>> theirs',
    ...lines.slice(at + 1),
  ].join('\n');
};

describe.each(['journal', 'folders'] as const)('in the %s layout', (layout) => {
  const { historyOf: made, tags } = LAYOUTS[layout];
  const [first, , last] = tags as [string, string, string];
  const sound = async (isExpo = false) => bundleText(await made(), isExpo);
  const stale = async (change: (text: string) => string) =>
    staleIn(await made({ [FILE]: change(await sound()) }));
  const lineOf = (text: string, part: string) => text.split('\n').find((line) => line.includes(part))!;

  test('as drizzle-kit writes it, a formatter or Windows leave it, it is sound', async () => {
    const forms = [
      (text: string) => text,
      (text: string) => text.replaceAll("'", '"').replaceAll(';', ''),
      (text: string) => text.replaceAll('\n', '\r\n'),
      (text: string) =>
        text
          .trim()
          .replaceAll(/\n +/g, '\n\t')
          .replace(/m0002\n/, 'm0002,\n'),
      (text: string) => `/* eslint-disable */\n// @ts-nocheck\n${text}`,
    ];
    for (const form of forms) expect(await stale(form)).toEqual([]);
    expect(staleIn(await made({ [FILE]: await sound(true) }), 'expo')).toEqual([]);
  });

  test('the order of the imports and of the entries does not matter: keys are looked up or sorted', async () => {
    const history = await made();
    const reversed = { ...history, migrations: [...history.migrations].reverse() } as History;
    expect(await stale(() => bundleText(reversed, false))).toEqual([]);
  });

  test('a migration that it lacks is named', async () => {
    const history = await made();
    const less = { ...history, migrations: history.migrations.slice(0, -1) } as History;
    const [one, ...others] = await stale(() => bundleText(less, false));
    expect(one).toMatchObject({
      migration: last,
      file: FILE,
      message: `${FILE} lacks ${last}: ${layout === 'journal' ? 'drizzle-orm throws' : 'drizzle-orm passes over it in silence'}`,
      help: expect.stringContaining('`drizzle-guard doctor --repair`'),
    });
    expect(others).toEqual([]);
  });

  test('an import without its entry, and an entry without its import, lack it too', async () => {
    expect(messages(await stale((text) => text.replace(/,\n[^\n]*m0002\n/, '\n')))).toEqual([
      expect.stringContaining(`lacks ${last}`),
    ]);
    expect(messages(await stale((text) => text.replace(`${lineOf(text, 'import m0002')}\n`, '')))).toEqual([
      expect.stringContaining(`lacks ${last}`),
    ]);
  });

  test('one that is gone is named with its line; one migration in the place of another too', async () => {
    const gone = await stale((text) =>
      text.replace(
        lineOf(text, 'import m0002'),
        (line) =>
          `${line}\nimport m0003 from './${layout === 'journal' ? '0003_d.sql' : '20260101000300_d/migration.sql'}';`,
      ),
    );
    expect(gone).toMatchObject([
      { line: layout === 'journal' ? 5 : 4, message: expect.stringContaining('which is no migration here') },
    ]);
    const swapped = await stale((text) =>
      text.replace(`import m0000 from './${first}`, `import m0000 from './${last}`),
    );
    expect(messages(swapped)).toEqual([
      expect.stringMatching(new RegExp(`gives ./${last}.* in the place of ${first}$`)),
    ]);
  });

  test('conflict markers, and what "accept both" makes of them, are told with their line', async () => {
    expect(await stale(withMarkers)).toMatchObject([
      {
        message: `${FILE} holds the conflict markers of a merge`,
        line: layout === 'journal' ? 4 : 3,
        help: expect.stringContaining('--repair'),
      },
    ]);
    const both = await stale((text) =>
      withMarkers(text)
        .split('\n')
        .filter((line) => !/^[<=>]{7}/.test(line))
        .join('\n'),
    );
    expect(messages(both)).toEqual([`${FILE} imports m0002 twice, which is no JavaScript`]);
  });

  test('one that was changed by hand is judged by what it imports and uses, and is not to be written anew', async () => {
    const own = (text: string) => `${text}\nexport const version = 1;\n`;
    expect(await stale(own)).toEqual([]);
    const [lacking] = await stale((text) => own(text).replaceAll(/\n[^\n]*m0002[^\n]*/g, ''));
    expect(lacking).toMatchObject({
      migration: last,
      help: `add the import and the entry of ${last} by hand: it holds more than drizzle-kit writes, so it is not written anew`,
    });
    const raw = (text: string) => text.replaceAll(".sql'", ".sql?raw'");
    expect(await stale(raw)).toEqual([]);
  });

  test('another file of that name is none, and is wanted by some drivers only', async () => {
    expect(await stale(() => 'export const migrations = [];\n')).toEqual([]);
    const history = await made();
    expect(staleIn(history)).toEqual([]);
    expect(staleIn(history, 'pglite')).toEqual([]);
    for (const driver of ['expo', 'durable-sqlite'])
      expect(staleIn(history, driver)).toMatchObject([
        { file: FILE, message: expect.stringContaining(`with the driver ${driver}`) },
      ]);
  });

  test('it is told what it does to people, and the help is the way out', async () => {
    const history = await made({ [FILE]: withMarkers(await sound()) });
    const [one] = staleIn(history);
    expect(effectOf(one!, history)).toContain('the app does not build, or');
    expect(wayOutOf(one!, history)).toEqual([one!.help]);
  });
});

test('a journal that is not handed on is missed; of a journal that cannot be read nothing is said', async () => {
  const text = bundleText(await historyOf(TAGS), false);
  const without = await historyOf(TAGS, {
    [FILE]: text.replace("import journal from './meta/_journal.json';\n", ''),
  });
  expect(messages(staleIn(without))).toEqual([
    `${FILE} does not hand on ./meta/_journal.json, by which drizzle-orm knows the migrations`,
  ]);
  expect(staleIn(await historyOf(TAGS, { [FILE]: text.replace('    journal,\n', '') }))).toHaveLength(1);
  expect(staleIn(await historyOf(TAGS, { [FILE]: text, [JOURNAL]: '{' }))).toEqual([]);
  expect(staleIn(await historyOf(TAGS, { [FILE]: withMarkers(text), [JOURNAL]: '{' }))).toHaveLength(1);
  expect(staleIn(await historyOf([]), 'expo')).toEqual([]);
});

test('keys are the indexes of the journal, whatever the tags are called', async () => {
  const specs = [
    { tag: '20260101_a', index: 0 },
    { tag: '20260102_b', index: 7 },
  ];
  const text = bundleText(await historyOf(specs), false);
  expect(text).toContain("import m0007 from './20260102_b.sql';\n");
  expect(staleIn(await historyOf(specs, { [FILE]: text }))).toEqual([]);
  const renumbered = await historyOf([specs[0]!, { ...specs[1]!, index: 1 }], { [FILE]: text });
  expect(messages(staleIn(renumbered))).toEqual([expect.stringContaining('lacks 20260102_b')]);
});

test('a journal that an upgrade took away is not imported', async () => {
  const text = bundleText(await folderHistoryOf([A]), false);
  const old = await folderHistoryOf([A], { [FILE]: `import journal from './meta/_journal.json';\n${text}` });
  expect(messages(staleIn(old))).toEqual([
    `${FILE} imports ./meta/_journal.json, which is not there in the folders layout`,
  ]);
});
