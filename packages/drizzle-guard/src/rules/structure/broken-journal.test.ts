import { expect, test } from 'vitest';
import { findingsOf, historyFiles, JOURNAL } from '../../../test/histories';

const journal = () => historyFiles(['0000_a', '0001_b'])[JOURNAL]!;

test('conflict markers are named, with their line', async () => {
  const text = journal().replace('      "idx": 1', '<<<<<<< HEAD\n      "idx": 1');
  const [finding] = await findingsOf(['0000_a', '0001_b'], { [JOURNAL]: text });
  expect(finding).toMatchInlineSnapshot(`
    {
      "code": "broken-journal",
      "file": "drizzle/meta/_journal.json",
      "help": "restore the journal so that each migration is listed once, as one object; \`drizzle-guard explain broken-journal\` shows how",
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
