import { expect, test } from 'vitest';
import { effectOf, ofCode, wayOutOf } from '../../../test/found';
import {
  findingsOf,
  folderFindingsOf,
  foundIn,
  historyFiles,
  historyOf,
  JOURNAL,
} from '../../../test/histories';

const journal = () => historyFiles(['0000_a', '0001_b'])[JOURNAL]!;

test('conflict markers are named, with their line', async () => {
  const text = journal().replace('      "idx": 1', '<<<<<<< HEAD\n      "idx": 1');
  const [finding] = await findingsOf(['0000_a', '0001_b'], { [JOURNAL]: text });
  expect(finding).toMatchInlineSnapshot(`
    {
      "code": "broken-journal",
      "file": "drizzle/meta/_journal.json",
      "help": "bring it back: \`git restore --source=HEAD --staged --worktree -- drizzle/meta/_journal.json\`; where HEAD has it so too, list each migration once, as one object: \`drizzle-guard explain broken-journal\` shows how",
      "line": 13,
      "message": "drizzle/meta/_journal.json holds the conflict markers of a merge",
    }
  `);
});

test('a key that stands twice in an entry is found, and the SQL that it loses', async () => {
  const text = journal().replace('"tag": "0000_a"', '"tag": "0000_a", "tag": "0000_lost"');
  const findings = await findingsOf(['0000_a', '0001_b'], { [JOURNAL]: text });
  expect(findings[0]).toMatchObject({
    code: 'broken-journal',
    line: 9,
    message: 'drizzle/meta/_journal.json has the key "tag" twice in one object',
  });
  expect(findings).toContainEqual(expect.objectContaining({ code: 'orphan-sql', migration: '0000_a' }));
});

test('a migration that is listed twice is found at its second entry', async () => {
  const findings = await findingsOf(['0000_a', '0001_b', { tag: '0001_b', index: 2 }]);
  expect(findings).toMatchObject([
    { code: 'broken-journal', line: 19, message: 'drizzle/meta/_journal.json lists 0001_b twice' },
    { code: 'dangling-parent' },
  ]);
});

test('a journal that is gone while its migrations are there is found, and nothing is called an orphan', async () => {
  const findings = await findingsOf(['0000_a', '0001_b'], { [JOURNAL]: null });
  expect(findings).toMatchObject([
    {
      code: 'broken-journal',
      file: JOURNAL,
      message: 'drizzle/meta/_journal.json is missing, although the folder holds 2 SQL files',
    },
  ]);
});

const brokenBy = async (text: string) =>
  ofCode('broken-journal', await findingsOf(['0000_a', '0001_b'], { [JOURNAL]: text }));

test('a journal that keeps every key in its own object is not broken, whatever its line ends and spaces', async () => {
  expect(await brokenBy(journal())).toEqual([]);
  expect(await brokenBy(journal().replaceAll('\n', '\r\n'))).toEqual([]);
  expect(await brokenBy(JSON.stringify(JSON.parse(journal())))).toEqual([]);
});

test('a title that looks like a marker is not one: markers stand at the beginning of a line', async () => {
  expect(await findingsOf([{ tag: '0000_<<<<<<< HEAD' }])).toEqual([]);
});

test('each problem is a finding of its own, at its own line', async () => {
  const text = journal()
    .replace('"when"', '"when": 1, "when"')
    .replace('"idx": 1', '"idx": "one"')
    .replace('"dialect"', '"dialect": "sqlite", "dialect"');
  const found = await brokenBy(text);
  expect(found.map(({ line, message }) => [line, message])).toEqual([
    [3, `${JOURNAL} has the key "dialect" twice in one object`],
    [8, `${JOURNAL} has the key "when" twice in one object`],
    [12, expect.stringContaining(`${JOURNAL} has an entry that is not one: idx`)],
  ]);
});

test.each([
  ['is empty', '', 1],
  ['is not JSON', '{\n  "entries": [\n    {,}\n  ]\n}', 3],
  ['is not a drizzle-kit journal', '{ "version": "7" }', 1],
])('a journal that %s is found at its line, and is all that is said', async (words, text, line) => {
  const all = await findingsOf(['0000_a'], { [JOURNAL]: text });
  expect(all).toHaveLength(1);
  expect(all[0]).toMatchObject({ code: 'broken-journal', file: JOURNAL, line });
  expect(all[0]!.message).toContain(`${JOURNAL} ${words}`);
});

test('a journal that is not there has no line, and names no migration', async () => {
  const [missing] = await findingsOf(['0000_a'], { [JOURNAL]: null });
  expect(Object.keys(missing!).sort()).toEqual(['code', 'file', 'help', 'message']);
});

test('folders have no journal that could be broken', async () => {
  expect(await folderFindingsOf(['20260101000000_a', '20260101000100_b'])).toEqual([]);
});

test('nothing can be trusted then, and the help is the way out', async () => {
  const history = await historyOf(['0000_a'], { [JOURNAL]: '{' });
  const [broken] = foundIn(history);
  expect(effectOf(broken!, history)).toBe('the list of migrations cannot be trusted; entries may be lost');
  expect(wayOutOf(broken!, history, '--database shop')).toEqual([broken!.help]);
});
