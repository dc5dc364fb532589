import { expect, test } from 'vitest';
import { findingsAbout } from '../run';

const failed = { migration: '0003_c', place: 'drizzle/0003_c.sql:4', message: 'column "a" contains nulls' };

test('the migration that fails is told with its place, and what was not reached', () => {
  expect(findingsAbout('rehearsal', { failed: { ...failed, notReached: 2 } }, 'shop', {})).toMatchObject([
    {
      code: 'failed-rehearsal',
      severity: 'error',
      migration: '0003_c',
      message:
        '0003_c fails where there are rows, at drizzle/0003_c.sql:4: column "a" contains nulls\n  2 migrations after it were not reached',
    },
  ]);
});

test('none is nothing, and it can be switched off', () => {
  expect(findingsAbout('rehearsal', { failed: null }, 'shop', {})).toEqual([]);
  const off = { 'failed-rehearsal': 'off' } as const;
  expect(findingsAbout('rehearsal', { failed: { ...failed, notReached: 0 } }, 'shop', off)).toEqual([]);
});
