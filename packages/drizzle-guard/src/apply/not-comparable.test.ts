import { expect, test } from 'vitest';
import { historyOf } from '../../test/histories';
import { policyOf } from '../environments/policy';
import type { LedgerRow } from '../ledger/ledger';
import { matchLedger } from '../ledger/match-ledger';
import type { LiveDatabase } from './look-at';
import { oneDatabase, whyNotComparable } from './not-comparable';

const row = (id: number, hash: string): LedgerRow => ({
  ...{ id, hash, createdAt: id },
  ...{ name: null, appliedAt: null },
});

async function why(rows: LedgerRow[], holds: string[], unfinished: LiveDatabase['unfinished'] = []) {
  const migrations = [{ tag: '0000_a', timestamp: 1, name: null, hash: 'a', hashes: ['a'] }];
  const error = whyNotComparable(
    {
      ...{ database: 'shop', policy: policyOf('staging'), history: await historyOf(['0000_a']), unfinished },
      match: matchLedger(migrations, rows),
      settings: {
        ...{ dialect: 'postgresql', ledger: { schema: 'drizzle', table: '__drizzle_migrations' } },
        ...{
          cwd: '.',
          schema: [],
          out: 'drizzle',
          casing: null,
          driver: null,
          credentials: null,
          standIns: [],
        },
      },
    },
    holds,
  );
  return error && [error.code, error.message, error.help];
}

test('an empty ledger beside tables', async () => {
  const tables = ['a', 'b', 'c', 'd', 'e'].map((name) => `table public.${name}`);
  expect(await why([], tables)).toMatchInlineSnapshot(`
    [
      "not-comparable",
      "the ledger drizzle.__drizzle_migrations is empty or not there, and the database holds table public.a, table public.b, table public.c and 2 more: which migrations it has is not known, so nothing was compared",
      "where the migrations up to one have made that, \`drizzle-guard migrate --database shop -e staging --baseline <migration>\` records them without running them; where it is somebody else's, \`tablesFilter\` of the drizzle config leaves it out",
    ]
  `);
  expect(await why([], [])).toBeNull();
});

test('a ledger of another history, of one row or of several', async () => {
  const [code, one] = (await why([row(7, 'c0ffee')], []))!;
  expect([code, one]).toEqual([
    'not-comparable',
    'the only row of the ledger (hash c0ffee) is of no migration in drizzle, so what the database should hold is not known; nothing was compared',
  ]);
  expect((await why([row(7, 'c0ffee'), row(8, 'beef')], []))![1]).toMatch(
    /^none of the 2 rows of the ledger \(the newest: hash beef\) is of a migration in drizzle,/,
  );
  expect(await why([row(1, 'a'), row(7, 'c0ffee')], ['table public.a'])).toBeNull();
});

test('a migration that is not finished', async () => {
  const begun = { migration: '0000_a', done: 1, total: 3 } as LiveDatabase['unfinished'][number];
  const [code, message, help] = (await why([], ['table public.a'], [begun]))!;
  expect(code).toBe('unfinished-migration');
  expect(message).toContain('0000_a was begun and is not finished (1 of 3 statements have run)');
  expect(help).toContain('`drizzle-guard migrate --database shop -e staging --resolve 0000_a=continue`');
});

test('one database under two names', () => {
  const known = (environment: string, description: string) => ({
    policy: { environment },
    target: { description },
  });
  const a = known('staging', 'postgres a:5432/shop');
  expect(oneDatabase(a, known('production', 'postgres b:5432/shop')).message).toBe(
    'staging and production are one and the same database (postgres a:5432/shop, which is also postgres b:5432/shop), so there is nothing to compare',
  );
  expect(oneDatabase(a, known('production', 'postgres a:5432/shop')).message).toContain(
    'database (postgres a:5432/shop), so',
  );
});
