import { expect, test } from 'vitest';
import { effectOf, found, wayOutOf } from '../../../test/found';
import { historyOf } from '../../../test/histories';
import type { Mismatch } from './snapshot-mismatch';

const MISMATCH: Mismatch = {
  migration: '0001_b',
  file: 'drizzle/0001_b.sql',
  atTheLatest: false,
  differences: ['the SQL has no column a of t', 'column b of t is text in the snapshot, integer in the SQL'],
};
const foundOf = (...mismatches: Mismatch[]) => found('replay', { repeated: [], mismatches });
const eight = Array.from({ length: 8 }, (_, at) => `difference ${at}`);

test('each difference stands on a line of its own, with the migration since which it is there', () => {
  expect(foundOf(MISMATCH)).toMatchInlineSnapshot(`
    [
      {
        "code": "snapshot-mismatch",
        "details": [
          "the SQL has no column a of t",
          "column b of t is text in the snapshot, integer in the SQL",
        ],
        "file": "drizzle/0001_b.sql",
        "help": "compare the SQL of 0001_b with its snapshot; \`drizzle-guard explain snapshot-mismatch\` tells the way out for either",
        "message": "the SQL does not give what the newest snapshot says, since 0001_b:
      the SQL has no column a of t
      column b of t is text in the snapshot, integer in the SQL",
        "migration": "0001_b",
      },
    ]
  `);
});

test('where snapshots are missing it began at the latest there', () => {
  const [mismatch] = foundOf({ ...MISMATCH, atTheLatest: true });
  expect(mismatch!.message.split('\n')[0]).toBe(
    'the SQL does not give what the newest snapshot says, since 0001_b at the latest:',
  );
});

test('six are listed in full; of more the rest is counted, and the details hold all', () => {
  const [six] = foundOf({ ...MISMATCH, differences: eight.slice(0, 6) });
  expect(six!.message.split('\n').slice(1)).toEqual(eight.slice(0, 6).map((one) => `  ${one}`));
  const [more] = foundOf({ ...MISMATCH, differences: eight });
  expect(more!.message.split('\n').slice(6)).toEqual(['  difference 5', '  and 2 more']);
  expect(more!.details).toEqual(eight);
});

test('each migration since which something differs is a finding', () => {
  const all = foundOf(MISMATCH, { ...MISMATCH, migration: '0004_e', file: 'drizzle/0004_e.sql' });
  expect(all.map(({ code, migration, file }) => [code, migration, file])).toEqual([
    ['snapshot-mismatch', '0001_b', 'drizzle/0001_b.sql'],
    ['snapshot-mismatch', '0004_e', 'drizzle/0004_e.sql'],
  ]);
});

test('a repeated statement comes first: it is what snapshots are wrong about', () => {
  const repeated = {
    migration: '0002_c',
    file: 'drizzle/0002_c.sql',
    line: 1,
    earlier: '0001_b',
    refusal: null,
  };
  const all = found('replay', { repeated: [repeated], mismatches: [MISMATCH] });
  expect(all.map(({ code }) => code)).toEqual(['repeated-statement', 'snapshot-mismatch']);
});

test('a replay that gives what the snapshot says finds nothing', () => {
  expect(foundOf()).toEqual([]);
});

test('what it does to people, and that the help is the way out', async () => {
  const history = await historyOf(['0000_a']);
  const [mismatch] = foundOf(MISMATCH);
  expect(effectOf(mismatch!, history)).toBe(
    'databases are made by the SQL, and every later migration starts from the snapshot',
  );
  expect(wayOutOf(mismatch!, history, '--database shop')).toEqual([mismatch!.help]);
});
