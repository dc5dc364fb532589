import { expect, test } from 'vitest';
import { LOCK_MODES, modeOf, strongest } from './locks';

test.each([
  ['AccessShareLock', 'ACCESS SHARE'],
  ['ShareUpdateExclusiveLock', 'SHARE UPDATE EXCLUSIVE'],
  ['ExclusiveLock', 'EXCLUSIVE'],
  ['AccessExclusiveLock', 'ACCESS EXCLUSIVE'],
])('%s is called %s in the manual', (name, mode) => {
  expect(modeOf(name)).toBe(mode);
  expect(LOCK_MODES).toContain(mode);
});

test('of several locks on a table the strongest counts; the strongest come first, then by name', () => {
  const locked = [
    { table: 'public.b', mode: 'SHARE' },
    { table: 'public.c', mode: 'ACCESS SHARE' },
    { table: 'public.a', mode: 'ROW SHARE' },
    { table: 'public.a', mode: 'SHARE' },
    { table: 'public.b', mode: 'ROW EXCLUSIVE' },
  ] as const;
  expect(strongest(locked)).toEqual([
    { table: 'public.a', mode: 'SHARE' },
    { table: 'public.b', mode: 'SHARE' },
    { table: 'public.c', mode: 'ACCESS SHARE' },
  ]);
  expect(strongest([])).toEqual([]);
});
