import { expect, test } from 'vitest';
import { downFileOf, isDownFile, standingAlone, takenBackBy } from './down-file';

test('where what takes a migration back is written', () => {
  expect(downFileOf({ sqlFile: 'drizzle/0001_a.sql' })).toBe('drizzle/0001_a.down.sql');
  expect(downFileOf({ sqlFile: 'drizzle/20260101000000_a/migration.sql' })).toBe(
    'drizzle/20260101000000_a/down.sql',
  );
  expect(takenBackBy('drizzle/0001_a.down.sql')).toBe('drizzle/0001_a.sql');
  expect(['a.down.sql', 'x/down.sql', 'a.sql', 'down_a.sql'].map(isDownFile)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test('it belongs to its migration, whether that is listed or there; a migration of such a name is one', () => {
  const files = ['a.sql', 'a.down.sql', 'b.down.sql', 'c.down.sql', 'd.down.sql'];
  expect(standingAlone(files, ['b.sql', 'd.down.sql'])).toEqual(['a.sql', 'c.down.sql', 'd.down.sql']);
});
