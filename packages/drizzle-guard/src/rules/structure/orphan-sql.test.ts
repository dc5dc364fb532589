import { expect, test } from 'vitest';
import { findingsOf } from '../../../test/histories';

test('a SQL file that the journal does not list is found', async () => {
  expect(await findingsOf(['0000_a'], { 'drizzle/0001_theirs.sql': 'SELECT 1;' })).toMatchInlineSnapshot(`
    [
      {
        "code": "orphan-sql",
        "file": "drizzle/0001_theirs.sql",
        "help": "if its statements are wanted and nowhere else, make a migration of them (\`drizzle-guard generate\`, or \`--custom\`); then delete the file",
        "message": "drizzle/0001_theirs.sql is not in the journal, so no migrate will ever run it",
        "migration": "0001_theirs",
      },
    ]
  `);
});

test('SQL in folders below and other files are nobody’s business', async () => {
  const others = { 'drizzle/seeds/people.sql': 'SELECT 1;', 'drizzle/README.md': 'Migrations' };
  expect(await findingsOf(['0000_a'], others)).toEqual([]);
});
