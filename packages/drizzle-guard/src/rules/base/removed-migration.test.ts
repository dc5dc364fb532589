import { expect, test } from 'vitest';
import { beside } from '../../../test/against-base';
import { found } from '../../../test/found';

const LANDED = ['0000_a', { tag: '0001_b', when: Date.UTC(2026, 0, 2) }];

test('a landed migration that is gone, and how to bring it back', async () => {
  expect(found('base', await beside(['0000_a'], LANDED))).toMatchInlineSnapshot(`
    [
      {
        "code": "removed-migration",
        "file": "drizzle/meta/_journal.json",
        "help": "put its SQL, snapshot and journal entry back (\`git show origin/main:drizzle/0001_b.sql\`); to undo it, write a new migration",
        "message": "0001_b is on origin/main and was removed here: databases that ran it keep what it did, new ones never get it",
        "migration": "0001_b",
      },
    ]
  `);
});

test('one that was renamed is said to be', async () => {
  const renamed = ['0000_a', { tag: '0001_tags', when: Date.UTC(2026, 0, 2) }];
  expect(found('base', await beside(renamed, LANDED))).toMatchInlineSnapshot(`
    [
      {
        "code": "removed-migration",
        "file": "drizzle/meta/_journal.json",
        "help": "give 0001_tags its landed name back: its SQL file, its snapshot and its tag in the journal",
        "line": 12,
        "message": "0001_b, which is on origin/main, is called 0001_tags here: it was renamed, with the same SQL and the same timestamp",
        "migration": "0001_b",
      },
    ]
  `);
});
