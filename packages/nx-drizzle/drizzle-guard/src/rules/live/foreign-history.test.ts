import { expect, test } from 'vitest';
import { effectOf, found, wayOutOf } from '../../../test/found';
import { historyOf } from '../../../test/histories';
import { DAY } from '../../../test/ledger-context';
import type { LedgerContext } from '../contexts';

const newest = { id: 7, hash: 'c0ffeec0ffee42', createdAt: DAY(2), name: null, appliedAt: null };

async function context(row: Partial<typeof newest> = {}): Promise<LedgerContext> {
  const history = await historyOf([
    { tag: '0000_a', when: DAY(1) },
    { tag: '0001_b', when: DAY(3) },
  ]);
  const entry = { state: 'foreign' as const, newest: { ...newest, ...row }, count: 200 };
  return { database: 'db', history, entry, highWaterMark: DAY(2) };
}

test('says how many rows, and the newest of them', async () => {
  expect(found('live', await context())).toEqual([
    {
      code: 'foreign-history',
      message:
        'the database is at another history altogether: none of the 200 migrations in its ledger (the newest of 2026-01-02 00:00:00Z, hash c0ffeec0ffee) is one of the 2 in drizzle',
      help: expect.stringContaining('see whether the connection is the one that you mean'),
    },
  ]);
});

test('a row without a time is named by its hash alone', async () => {
  const [finding] = found('live', await context({ createdAt: null as never }));
  expect(finding!.message).toContain('(the newest, hash c0ffeec0ffee)');
});

test('the help is the way out', async () => {
  const given = await context();
  const [finding] = found('live', given);
  expect(effectOf(finding!, given.history)).toBe('the database is not that of these migrations');
  expect(wayOutOf(finding!, given.history, '--database shop')).toEqual([finding!.help]);
});
