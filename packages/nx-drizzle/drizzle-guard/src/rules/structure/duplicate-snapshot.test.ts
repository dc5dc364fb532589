import { snapshotId } from 'testkit';
import { expect, test } from 'vitest';
import { effectOf, ofCode, wayOutOf } from '../../../test/found';
import {
  codesOf,
  findingsOf,
  folderFindingsOf,
  foundIn,
  historyFiles,
  historyOf,
} from '../../../test/histories';

test('a snapshot that was copied under another name is found', async () => {
  const findings = await findingsOf(['0000_a', '0001_b', { tag: '0002_c', id: '0001_b', parent: '0000_a' }]);
  expect(findings[0]).toMatchInlineSnapshot(`
    {
      "code": "duplicate-snapshot",
      "file": "drizzle/meta/0002_snapshot.json",
      "help": "give the later one its own id and link what continues it, or delete its migration and run \`drizzle-guard generate\`",
      "message": "drizzle/meta/0001_snapshot.json and drizzle/meta/0002_snapshot.json have the same id 12ea52f0-504f-71ff-3640-52cd0b7b2532",
    }
  `);
  expect(codesOf(findings)).toEqual(['duplicate-snapshot', 'forked-history']);
});

const [A, B, C] = ['20260101000000_a', '20260101000100_b', '20260101000200_c'] as const;

test('snapshots that hold the same state under an id each are no copies', async () => {
  expect(await findingsOf(['0000_a', '0001_b', '0002_c'])).toEqual([]);
});

test('of folders it is found too, and names the later file', async () => {
  const found = await folderFindingsOf([A, B, { tag: C, id: B, parents: [A] }]);
  expect(ofCode('duplicate-snapshot', found)).toMatchObject([
    {
      file: `drizzle/${C}/snapshot.json`,
      message: `drizzle/${B}/snapshot.json and drizzle/${C}/snapshot.json have the same id ${snapshotId(B)}`,
    },
  ]);
});

test('three copies are one finding, and two pairs are two', async () => {
  const [thrice] = ofCode(
    'duplicate-snapshot',
    await findingsOf(['0000_a', { tag: '0001_b', id: '0000_a' }, { tag: '0002_c', id: '0000_a' }]),
  );
  expect(thrice!.message).toContain(
    'drizzle/meta/0000_snapshot.json, drizzle/meta/0001_snapshot.json and drizzle/meta/0002_snapshot.json have',
  );
  const pairs = await findingsOf([
    { tag: '0000_a', id: 'x' },
    { tag: '0001_b', id: 'y' },
    { tag: '0002_c', id: 'x' },
    { tag: '0003_d', id: 'y' },
  ]);
  expect(ofCode('duplicate-snapshot', pairs).map(({ file }) => file)).toEqual([
    'drizzle/meta/0002_snapshot.json',
    'drizzle/meta/0003_snapshot.json',
  ]);
});

test('a copy that no migration has counts too: drizzle-kit reads every file', async () => {
  const first = historyFiles(['0000_a'])['drizzle/meta/0000_snapshot.json']!;
  const found = await findingsOf(['0000_a'], { 'drizzle/meta/0009_snapshot.json': first });
  expect(codesOf(found)).toEqual(['duplicate-snapshot', 'forked-history', 'orphan-snapshot']);
});

test('what it does to people, and that the help is the way out', async () => {
  const history = await historyOf(['0000_a', '0001_b', { tag: '0002_c', id: '0001_b' }]);
  const [twice] = foundIn(history);
  expect(effectOf(twice!, history)).toBe(
    'what continues it has two parents to choose from; drizzle-kit up loses one of the two states',
  );
  expect(wayOutOf(twice!, history, '--database shop')).toEqual([twice!.help]);
});
