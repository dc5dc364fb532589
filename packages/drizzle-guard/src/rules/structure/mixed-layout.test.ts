import { expect, test } from 'vitest';
import { findingsOf, folderFiles, folderFindingsOf } from '../../../test/histories';

const [A, B] = ['20260101000000_a', '20260101000100_b'] as const;

test('folders beside a journal are found', async () => {
  expect(await findingsOf(['0000_a'], folderFiles([A, B]))).toMatchInlineSnapshot(`
    [
      {
        "code": "mixed-layout",
        "file": "drizzle/20260101000000_a/migration.sql",
        "help": "see with \`git status drizzle\` and \`git log --oneline -- drizzle\` which of the two is meant, take the other out, and run \`drizzle-kit up\` if that was not finished",
        "message": "drizzle has a journal (drizzle-kit 0.x) and migrations in folders (1.0) beside it: drizzle/20260101000000_a/migration.sql, drizzle/20260101000000_a/snapshot.json, drizzle/20260101000100_b/migration.sql and 1 more",
      },
    ]
  `);
});

test('what is left of a journal beside folders is found', async () => {
  const left = { 'drizzle/meta/0000_snapshot.json': '{}' };
  expect(await folderFindingsOf([A], left)).toMatchObject([
    {
      code: 'mixed-layout',
      file: 'drizzle/meta/0000_snapshot.json',
      message:
        'drizzle has migrations in folders (drizzle-kit 1.0) and beside them what is left of a journal (0.x): drizzle/meta/0000_snapshot.json',
    },
  ]);
});
