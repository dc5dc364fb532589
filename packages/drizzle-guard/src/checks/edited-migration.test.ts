import { expect, test } from 'vitest';
import { editedInLedger } from './edited-migration';

test('names the migration and its file, and how to see what was changed', () => {
  expect(editedInLedger('0003_tags', 'packages/db/drizzle/0003_tags.sql')).toMatchInlineSnapshot(`
    {
      "code": "edited-migration",
      "file": "packages/db/drizzle/0003_tags.sql",
      "help": "put the old text back (\`git log -p -- packages/db/drizzle/0003_tags.sql\`) and write the change as a new migration",
      "message": "0003_tags was applied with other SQL than packages/db/drizzle/0003_tags.sql holds now; it is not run again",
      "migration": "0003_tags",
    }
  `);
});
