import { expect, test } from 'vitest';
import { historyFiles, historyOf } from '../../../test/histories';
import { memoryTree } from '../../sources/memory-tree';
import { findingsAbout } from '../../rules/run';
import { twinsIn } from './structure';

test('an orphan whose bytes a migration holds is told with what deletes it', async () => {
  const entries = ['0000_a', { tag: '0001_b', sql: 'SELECT 2;' }];
  const files = {
    ...historyFiles(entries),
    'drizzle/0001_same.sql': 'SELECT 2;',
    'drizzle/0001_other.sql': 'SELECT 3;',
  };
  const history = {
    ...(await historyOf(entries)),
    sqlFiles: Object.keys(files).filter((file) => file.endsWith('.sql')),
  };
  const twins = await twinsIn(memoryTree(files), history);
  expect([...twins]).toEqual([['drizzle/0001_same.sql', '0001_b']]);
  const found = findingsAbout('structure', { history, now: 0, twins }, 'shop', {});
  const helpOf = (file: string) => found.find((one) => one.file === file)?.help;
  expect(helpOf('drizzle/0001_same.sql')).toContain('`drizzle-guard doctor --repair` deletes it');
  expect(helpOf('drizzle/0001_other.sql')).toContain('make a migration of them');
});
