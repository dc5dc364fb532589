import { expect, test } from 'vitest';
import { folderFindingsOf } from '../../../test/histories';

test('a folder whose name holds no time is found, and is no migration', async () => {
  const files = { 'drizzle/backfill/migration.sql': 'SELECT 1;' };
  expect(await folderFindingsOf(['20260101000000_a'], files)).toMatchInlineSnapshot(`
    [
      {
        "code": "misnamed-folder",
        "file": "drizzle/backfill",
        "help": "make the migration with \`drizzle-guard generate --custom\` and move the SQL there, or move the folder elsewhere",
        "message": "drizzle/backfill looks like a migration, but its name does not begin with a time (YYYYMMDDHHMMSS): drizzle-orm runs it and cannot record it",
        "migration": "backfill",
      },
    ]
  `);
});
