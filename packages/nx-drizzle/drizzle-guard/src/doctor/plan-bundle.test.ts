import { describe, expect, test } from 'vitest';
import { folderFiles, folderHistoryOf, historyFiles, historyOf } from '../../test/histories';
import { mended, wordsOf } from '../../test/mended';
import { bundleText } from '../history/layouts/bundle';

const FILE = 'drizzle/migrations.js';
const TAGS = ['0000_a', '0001_b', '0002_c'];
const FOLDERS = ['20260101000000_a', '20260101000100_b'];
const journalText = async (specs: Parameters<typeof historyOf>[0] = TAGS, isExpo = false) =>
  bundleText(await historyOf(specs), isExpo);
const markers = (text: string) =>
  text.replace(/^import m0001.*$/m, '<<<<<<< HEAD\n$&\n=======\n>>>>>>> theirs');

describe('migrations.js', () => {
  test.each([
    ['that lacks a migration', async () => journalText(TAGS.slice(0, 2))],
    ['with conflict markers', async () => markers(await journalText())],
    [
      'that a formatter left and that names what is gone',
      async () => (await journalText([...TAGS, '0003_d'])).replaceAll("'", '"'),
    ],
  ])('%s is written anew', async (_, text) => {
    const { plan, findings, tree } = await mended(historyFiles(TAGS, { [FILE]: await text() }));
    expect(wordsOf(plan)).toEqual([`${FILE} is written anew from the journal, as drizzle-kit does`]);
    expect((await tree.read(FILE))!.toString()).toBe(await journalText());
    expect(findings).toEqual([]);
  });

  test('of folders is too, and that of Expo keeps its first line', async () => {
    const history = await folderHistoryOf(FOLDERS);
    const old = bundleText({ ...history, migrations: history.migrations.slice(1) }, true);
    const { plan, tree } = await mended(folderFiles(FOLDERS, { [FILE]: old }));
    expect(wordsOf(plan)).toEqual([`${FILE} is written anew from the folders, as drizzle-kit does`]);
    expect((await tree.read(FILE))!.toString()).toBe(bundleText(history, true));
  });

  test('follows the indexes that are mended beside it', async () => {
    const specs = ['0000_a', { tag: '0001_b', index: 0 }, '0002_c'];
    const { plan, findings, tree } = await mended(historyFiles(specs, { [FILE]: await journalText(specs) }));
    expect(plan.repairs.map(({ code }) => code)).toEqual(['duplicate-index', 'stale-bundle']);
    expect((await tree.read(FILE))!.toString()).toBe(await journalText());
    expect(findings).toEqual([]);
  });

  test.each([
    [
      'changed by hand',
      async () => `${await journalText(TAGS.slice(0, 2))}\nexport const version = 1;\n`,
      {},
    ],
    [
      'beside a journal that cannot be read',
      async () => markers(await journalText()),
      { 'drizzle/meta/_journal.json': '{' },
    ],
    ['of migrations without SQL', async () => journalText(TAGS.slice(0, 2)), { 'drizzle/0002_c.sql': null }],
    ['that is something else', async () => 'export const migrations = [];\n', {}],
  ])('%s is left as it is', async (_, text, changes) => {
    const { plan } = await mended(historyFiles(TAGS, { [FILE]: await text(), ...changes }));
    expect(plan.edits.map(({ file }) => file)).not.toContain(FILE);
  });

  test('that is sound is not touched, however it is written', async () => {
    const { plan } = await mended(historyFiles(TAGS, { [FILE]: (await journalText()).replaceAll("'", '"') }));
    expect(plan.edits).toEqual([]);
  });
});
