import { expect, test } from 'vitest';
import { effectOf, found, wayOutOf } from '../../../test/found';
import { historyOf } from '../../../test/histories';
import type { RepeatedStatement } from './repeated-statement';

const REPEATED: RepeatedStatement = {
  migration: '0002_c',
  file: 'drizzle/0002_c.sql',
  line: 3,
  earlier: '0000_a',
  refusal: 'relation "t" already exists',
};
const foundOf = (...repeated: RepeatedStatement[]) => found('replay', { repeated, mismatches: [] });

test('a statement that the database refuses is told with its words, at its line', () => {
  expect(foundOf(REPEATED)).toMatchInlineSnapshot(`
    [
      {
        "code": "repeated-statement",
        "file": "drizzle/0002_c.sql",
        "help": "take the statement out of 0002_c, if that has not landed; its snapshot stays as it is",
        "line": 3,
        "message": "0002_c repeats a statement of 0000_a, and fails: relation "t" already exists",
        "migration": "0002_c",
      },
    ]
  `);
});

test('of folders the way out is that of branches that do not go together', () => {
  const [one] = foundOf({ ...REPEATED, migration: '2_c', file: 'drizzle/2_c/migration.sql' });
  expect(one!.help).toBe(
    'delete the folder of 2_c, if that has not landed (keep hand-written SQL), and run `drizzle-guard generate`: it is made again without what 0000_a does',
  );
});

test('one that does nothing is told to do nothing, and not to fail', () => {
  const [repeated] = foundOf({ ...REPEATED, refusal: null });
  expect(repeated!.message).toBe(
    '0002_c repeats a statement of 0000_a, and does nothing: what it makes is already there',
  );
});

test('a refusal without words is a refusal all the same', () => {
  expect(foundOf({ ...REPEATED, refusal: '' })[0]!.message).toContain('and fails: ');
});

test('each statement is a finding, in the order in which they ran', () => {
  const all = foundOf(REPEATED, { ...REPEATED, line: 9 }, { ...REPEATED, migration: '0003_d', line: 1 });
  expect(all.map(({ migration, line }) => [migration, line])).toEqual([
    ['0002_c', 3],
    ['0002_c', 9],
    ['0003_d', 1],
  ]);
});

test('a replay that repeats nothing finds nothing', () => {
  expect(foundOf()).toEqual([]);
});

test('what it does to people, and that the help is the way out', async () => {
  const history = await historyOf(['0000_a']);
  const [repeated] = foundOf(REPEATED);
  expect(effectOf(repeated!, history)).toBe(
    'it fails where the earlier one was run, or hides that the snapshots are wrong',
  );
  expect(wayOutOf(repeated!, history, '--database shop')).toEqual([repeated!.help]);
});
