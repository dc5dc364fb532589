import { expect, test } from 'vitest';
import { effectOf, ofCode, wayOutOf } from '../../../test/found';
import { findingsOf, folderFindingsOf, foundIn, historyOf } from '../../../test/histories';

test('two entries with one index are found at the later one', async () => {
  const findings = await findingsOf(['0000_a', { tag: '0001_b', index: 1 }, { tag: '0002_c', index: 1 }]);
  expect(findings).toMatchInlineSnapshot(`
    [
      {
        "code": "duplicate-index",
        "file": "drizzle/meta/_journal.json",
        "help": "\`drizzle-guard rebase\` moves the one that has not landed behind the other",
        "line": 19,
        "message": "0001_b and 0002_c have the same index 1",
        "migration": "0002_c",
      },
    ]
  `);
});

test('three entries with one index are one finding that names all of them', async () => {
  const findings = await findingsOf([
    { tag: '0000_a' },
    { tag: '0001_b', index: 0 },
    { tag: '0002_c', index: 0 },
  ]);
  expect(findings).toMatchObject([
    { code: 'duplicate-index', message: '0000_a, 0001_b and 0002_c have the same index 0' },
  ]);
});

test('an index that is left out, or is not in order, is given once all the same', async () => {
  const specs = ['0000_a', { tag: '0001_b', index: 5 }, { tag: '0002_c', index: 3 }];
  expect(ofCode('duplicate-index', await findingsOf(specs))).toEqual([]);
});

test('two of one number with an index each are another matter', async () => {
  const specs = ['0000_a', '0001_b', { tag: '0001_c', parent: '0000_a' }];
  expect((await findingsOf(specs)).map(({ code }) => code)).toEqual(['duplicate-prefix']);
});

test('each index that is given twice is a finding, in the order of the first that has it', async () => {
  const found = await findingsOf([
    { tag: '0000_a', index: 7 },
    { tag: '0001_b', index: 4 },
    { tag: '0002_c', index: 4 },
    { tag: '0003_d', index: 7 },
  ]);
  expect(ofCode('duplicate-index', found).map(({ migration, message }) => [migration, message])).toEqual([
    ['0003_d', '0000_a and 0003_d have the same index 7'],
    ['0002_c', '0001_b and 0002_c have the same index 4'],
  ]);
});

test('an entry that stands between the two is not named', async () => {
  const found = await findingsOf(['0000_a', { tag: '0001_b', index: 9 }, { tag: '0002_c', index: 0 }]);
  const [twice] = ofCode('duplicate-index', found);
  expect(twice!.message).not.toContain('0001_b');
  expect(twice).toMatchObject({ migration: '0002_c', file: 'drizzle/meta/_journal.json', line: 19 });
});

test('folders have no index, also where two are of one second', async () => {
  expect(await folderFindingsOf(['20260101000000_a', '20260101000000_b'])).toEqual([]);
});

test('one of the two is skipped somewhere, and the help is the way out', async () => {
  const history = await historyOf(['0000_a', { tag: '0001_b', index: 0 }]);
  const [twice] = foundIn(history);
  expect(effectOf(twice!, history)).toBe(
    'two branches were merged; the older of the two is skipped where the newer is applied',
  );
  expect(wayOutOf(twice!, history, '--database shop')).toEqual([twice!.help]);
});
