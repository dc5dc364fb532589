import { snapshotId } from 'testkit';
import { expect, test } from 'vitest';
import { findingsOf } from '../../../test/histories';

const snapshot = (parent: string) =>
  JSON.stringify({ id: 'stray', prevId: snapshotId(parent), version: '7', dialect: 'postgresql' });

test('a newest snapshot without a migration is found, and what it does to generate', async () => {
  const stray = { 'drizzle/meta/0001_snapshot.json': snapshot('0000_a') };
  expect(await findingsOf(['0000_a'], stray)).toMatchInlineSnapshot(`
    [
      {
        "code": "orphan-snapshot",
        "file": "drizzle/meta/0001_snapshot.json",
        "help": "delete it, or bring the journal entry of its migration back",
        "message": "drizzle/meta/0001_snapshot.json belongs to no migration of the journal; it sorts last, so the next generate would compare with it",
      },
    ]
  `);
});

test('one that does not sort last is found without that', async () => {
  const stray = { 'drizzle/meta/0000x_snapshot.json': snapshot('0000_a') };
  const findings = await findingsOf(['0000_a', { tag: '0001_b', parent: 'elsewhere' }], stray);
  expect(findings[0]).toMatchObject({
    code: 'orphan-snapshot',
    message: 'drizzle/meta/0000x_snapshot.json belongs to no migration of the journal',
  });
});
