import { expect, test } from 'vitest';
import { found } from '../../../test/found';
import { strangerContext } from '../../../test/ledger-context';

test('names the row by its time and hash', async () => {
  expect(found('live', await strangerContext('missing', {}))).toMatchInlineSnapshot(`
    [
      {
        "code": "missing-migration",
        "help": "bring it back: \`git log --diff-filter=D --oneline -- drizzle\` names the commits that deleted migrations",
        "message": "the ledger has a migration of 2026-01-01 00:00:00Z (hash c0ffeec0ffee) that drizzle does not hold",
      },
    ]
  `);
});

test('a row that somebody wrote by hand may have no time', async () => {
  const [finding] = found('live', await strangerContext('missing', { createdAt: null, hash: 'abc' }));
  expect(finding!.message).toBe(
    'the ledger has a migration without a timestamp (hash abc) that drizzle does not hold',
  );
});
