import { snapshotId } from 'testkit';
import { expect, test } from 'vitest';
import { effectOf, ofCode, wayOutOf } from '../../../test/found';
import { findingsOf, folderFindingsOf, foundIn, historyOf, JOURNAL } from '../../../test/histories';

const snapshot = (parent: string) =>
  JSON.stringify({ id: 'stray', prevId: snapshotId(parent), version: '7', dialect: 'postgresql' });

test('a newest snapshot without a migration is found, and what it does to generate', async () => {
  const stray = { 'drizzle/meta/0001_snapshot.json': snapshot('0000_a') };
  expect(await findingsOf(['0000_a'], stray)).toMatchInlineSnapshot(`
    [
      {
        "code": "orphan-snapshot",
        "file": "drizzle/meta/0001_snapshot.json",
        "help": "delete it: \`rm drizzle/meta/0001_snapshot.json\`; or bring the journal entry of its migration back: \`git restore --source=HEAD --staged --worktree -- drizzle/meta/_journal.json\`",
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

const strayAt = (...prefixes: string[]) =>
  Object.fromEntries(
    prefixes.map((prefix) => [
      `drizzle/meta/${prefix}_snapshot.json`,
      JSON.stringify({ id: prefix, prevId: snapshotId('0000_a'), version: '7', dialect: 'postgresql' }),
    ]),
  );

test('a snapshot whose number a migration has is that one’s, whatever it continues', async () => {
  const specs = ['0000_a', '0001_b', { tag: '0001_c', parent: 'elsewhere' }];
  expect(ofCode('orphan-snapshot', await findingsOf(specs))).toEqual([]);
});

test('each without a migration is told, and what it does to generate of the last alone', async () => {
  const all = await findingsOf(['0000_a'], strayAt('0001', '0002'));
  expect(ofCode('orphan-snapshot', all).map(({ message }) => message)).toEqual([
    'drizzle/meta/0001_snapshot.json belongs to no migration of the journal',
    'drizzle/meta/0002_snapshot.json belongs to no migration of the journal; it sorts last, so the next generate would compare with it',
  ]);
});

test('a file that is not called like a snapshot, but is one, has no migration', async () => {
  const copy = { 'drizzle/meta/backup.json': strayAt('0009')['drizzle/meta/0009_snapshot.json']! };
  expect(ofCode('orphan-snapshot', await findingsOf(['0000_a'], copy))).toMatchObject([
    { file: 'drizzle/meta/backup.json' },
  ]);
});

test('one that cannot be read is malformed, and not an orphan', async () => {
  const all = await findingsOf(['0000_a'], { 'drizzle/meta/0001_snapshot.json': '{}' });
  expect(all.map(({ code }) => code)).toEqual(['malformed-snapshot']);
});

test('where the journal cannot be read, nothing is known of what belongs to it', async () => {
  expect((await findingsOf(['0000_a', '0001_b'], { [JOURNAL]: '{' })).map(({ code }) => code)).toEqual([
    'broken-journal',
  ]);
});

test('an empty journal leaves each snapshot without a migration', async () => {
  const [orphan] = ofCode('orphan-snapshot', await findingsOf([], strayAt('0000')));
  expect(orphan!.message).toContain('it sorts last');
});

test('of folders a snapshot lies with its migration, so that none is an orphan', async () => {
  const specs = ['20260101000000_a', { tag: '20260101000100_b', sql: null }];
  expect((await folderFindingsOf(specs)).map(({ code }) => code)).toEqual(['missing-sql']);
});

test('what it does to people, and the way out of both cases', async () => {
  const history = await historyOf(['0000_a'], strayAt('0001'));
  const [orphan] = foundIn(history);
  expect(effectOf(orphan!, history)).toBe('drizzle-kit reads it as a state of this history');
  expect(wayOutOf(orphan!, history)).toMatchInlineSnapshot(`
    [
      "its migration was taken out for good: \`git rm drizzle/meta/0001_snapshot.json\`",
      "its journal entry was lost: \`git log -p -- drizzle/meta/0001_snapshot.json\` shows the commit that made it",
    ]
  `);
  expect(wayOutOf(orphan!, history, '--database shop')).toEqual(wayOutOf(orphan!, history));
});
