import { expect, test } from 'vitest';
import { findingsOf } from '../../../test/histories';

test('a migration without its snapshot is found at its line in the journal', async () => {
  expect(await findingsOf(['0000_a', { tag: '0001_b', snapshot: null }])).toMatchInlineSnapshot(`
    [
      {
        "code": "missing-snapshot",
        "file": "drizzle/meta/_journal.json",
        "help": "bring the file back from git, or, if nobody has applied this migration, delete it and run \`drizzle-guard generate\`",
        "line": 12,
        "message": "0001_b has no snapshot: meta/0001_snapshot.json is not there",
        "migration": "0001_b",
      },
    ]
  `);
});
