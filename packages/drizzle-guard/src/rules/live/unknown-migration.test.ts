import { expect, test } from 'vitest';
import { unknownInFolder } from './unknown-migration';

test('says that this checkout is behind the database', () => {
  expect(unknownInFolder(Date.UTC(2026, 0, 1), 'hash c0ffeec0ffee', 'drizzle')).toMatchInlineSnapshot(`
    {
      "code": "unknown-migration",
      "help": "check out or pull the branch that has it; this checkout is behind the database",
      "message": "the database has run a migration of 2026-01-01 00:00:00Z (hash c0ffeec0ffee), newer than every one in drizzle",
    }
  `);
});
