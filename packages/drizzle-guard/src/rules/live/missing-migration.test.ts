import { expect, test } from 'vitest';
import { missingInFolder } from './missing-migration';

test('names the row by its time and hash', () => {
  expect(missingInFolder(Date.UTC(2026, 0, 1), 'hash c0ffeec0ffee', 'packages/db/drizzle'))
    .toMatchInlineSnapshot(`
    {
      "code": "missing-migration",
      "help": "bring it back: \`git log --diff-filter=D --oneline -- packages/db/drizzle\` names the commits that deleted migrations",
      "message": "the ledger has a migration of 2026-01-01 00:00:00Z (hash c0ffeec0ffee) that packages/db/drizzle does not hold",
    }
  `);
});

test('a row that somebody wrote by hand may have no time', () => {
  expect(missingInFolder(null, 'hash abc', 'drizzle').message).toBe(
    'the ledger has a migration without a timestamp (hash abc) that drizzle does not hold',
  );
});
