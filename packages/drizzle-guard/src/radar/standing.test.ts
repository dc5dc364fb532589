import { expect, test } from 'vitest';
import { folderHistoryOf, historyOf } from '../../test/histories';
import { lateAfter, sameNumbers } from './standing';

const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 1);

test('numbers are told by the place in the journal and by the tag', async () => {
  const one = await historyOf(['0000_start', '0001_a', '0002_b']);
  const other = await historyOf(['0000_start', { tag: '0002_c', index: 7 }]);
  const [mine, theirs] = [one, other].map((history) => ({
    history,
    migrations: history.migrations.slice(1),
  }));
  expect(sameNumbers(mine!, theirs!)).toEqual(['0002']);
  expect(sameNumbers(theirs!, mine!)).toEqual(['0002']);
  expect(sameNumbers({ history: one, migrations: [] }, theirs!)).toEqual([]);
  const folders = await folderHistoryOf(['20260101000000_start', '20260102000000_a']);
  expect(sameNumbers({ history: folders, migrations: folders.migrations }, theirs!)).toEqual([]);
});

test('late is what history/late says, of what one brings after what the other brings', async () => {
  const one = await historyOf(['0000_start', { tag: '0001_a', when: START + MINUTE }]);
  const other = await historyOf(['0000_start', { tag: '0001_b', when: START + MINUTE }]);
  const [mine, theirs] = [one, other].map((history) => ({
    history,
    migrations: history.migrations.slice(1),
  }));
  // At the same time both are late after the other: drizzle-orm 0.x skips what is not newer.
  expect(lateAfter(mine!, theirs!)).toEqual(['0001_a']);
  expect(lateAfter(theirs!, mine!)).toEqual(['0001_b']);
});
