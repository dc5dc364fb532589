import { expect, test } from 'vitest';
import { found } from '../../../test/found';
import { strangerContext } from '../../../test/ledger-context';

test('says that this checkout is behind the database', async () => {
  expect(found('live', await strangerContext('unknown', {}))).toMatchInlineSnapshot(`
    [
      {
        "code": "unknown-migration",
        "help": "check out or pull the branch that has it; this checkout is behind the database",
        "message": "the database has run a migration of 2026-01-01 00:00:00Z (hash c0ffeec0ffee), newer than every one in drizzle",
      },
    ]
  `);
});
