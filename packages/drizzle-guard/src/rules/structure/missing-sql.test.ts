import { expect, test } from 'vitest';
import { findingsOf } from '../../../test/histories';

test('an entry without its SQL file is found at its line in the journal', async () => {
  expect(await findingsOf(['0000_a', { tag: '0001_b', sql: null }])).toMatchInlineSnapshot(`
    [
      {
        "code": "missing-sql",
        "file": "drizzle/meta/_journal.json",
        "help": "bring the file back: \`git restore --source=HEAD --staged --worktree -- drizzle/0001_b.sql\`; where it is gone from HEAD too, \`git log --diff-filter=D --oneline -- drizzle/0001_b.sql\` names the commit that deleted it",
        "line": 12,
        "message": "0001_b is in the journal, but drizzle/0001_b.sql is not there",
        "migration": "0001_b",
      },
    ]
  `);
});

test('a SQL file of that name in a folder below does not count', async () => {
  const findings = await findingsOf([{ tag: '0000_a', sql: null }], {
    'drizzle/old/0000_a.sql': 'SELECT 1;',
  });
  expect(findings).toMatchObject([{ code: 'missing-sql', migration: '0000_a' }]);
});
