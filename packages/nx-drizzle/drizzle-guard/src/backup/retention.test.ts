import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Manifest } from './manifest';
import { baseNameOf, partialOf, superfluous, writerOf, type Listed } from './retention';

const listed = (database: string, environment: string, minute: number): Listed => ({
  name: `${database}-${environment}-${minute}`,
  manifest: {
    ...{ database, environment },
    takenAt: new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString(),
  } as Manifest,
});

const some = fc.array(
  fc.tuple(fc.constantFrom('shop', 'crm'), fc.constantFrom('staging', 'production'), fc.nat(500)),
);

test('the newest of one database and environment stay, and all of any other', () => {
  fc.assert(
    fc.property(some, fc.integer({ min: 1, max: 5 }), (all, keep) => {
      const list = all.map((one) => listed(...one));
      const of = { database: 'shop', environment: 'production' };
      const gone = new Set(superfluous(list, of, keep));
      const own = list.filter(({ name }) => name.startsWith('shop-production-'));
      const stay = own.filter((one) => !gone.has(one));
      expect(stay).toHaveLength(Math.min(keep, own.length));
      expect([...gone].every((one) => own.includes(one))).toBe(true);
      const oldest = Math.min(...stay.map(({ manifest }) => Date.parse(manifest.takenAt)));
      expect([...gone].every(({ manifest }) => Date.parse(manifest.takenAt) <= oldest)).toBe(true);
    }),
  );
});

test('a name says what and when, and is one of a file', () => {
  const at = new Date(Date.UTC(2026, 0, 31, 12, 0, 0, 7));
  expect(baseNameOf({ database: 'shop', environment: 'production' }, at)).toBe(
    'shop-production-20260131T120000007Z',
  );
  expect(baseNameOf({ database: '../a b', environment: 'x' }, at)).toBe('.._a_b-x-20260131T120000007Z');
});

test('who writes is told of this machine alone', () => {
  const name = partialOf('shop.dump', { host: 'my.host', pid: 17 });
  expect(name).toBe('shop.dump.my_host-17.partial');
  expect(writerOf(name, 'my.host')).toBe(17);
  expect(writerOf(name, 'other')).toBeNull();
  expect(writerOf('shop.dump', 'my.host')).toBeNull();
});
