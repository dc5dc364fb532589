import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LedgerRow } from './ledger';
import { matchLedger, type LocalMigration } from './match-ledger';

// Laws of folders, which drizzle-orm 1.0 knows by name, beside rows of 1.0 and of 0.x.

const folder = (name: string, timestamp: number, ...hashes: string[]): LocalMigration => ({
  tag: name,
  name,
  timestamp,
  hash: hashes[0] ?? '',
  hashes,
});
const row = (createdAt: number | null, hash: string, name: string | null = null): LedgerRow => ({
  id: 1,
  createdAt,
  hash,
  name,
  appliedAt: null,
});
const statesOf = (migrations: LocalMigration[], rows: LedgerRow[]) =>
  matchLedger(migrations, rows).migrations.map(({ state }) => state);

const NAMES = ['a', 'b', 'c', 'd'];
const anyTime = fc.integer({ min: 1, max: 4 }).map((second) => second * 1000);
const anyHash = fc.constantFrom('x', 'y', 'z');
const anyFolders = fc
  .uniqueArray(fc.record({ name: fc.constantFrom(...NAMES), timestamp: anyTime, hash: anyHash }), {
    selector: ({ name }) => name,
  })
  .map((given) => given.map(({ name, timestamp, hash }) => folder(name, timestamp, hash)));
const anyRows = fc.array(
  fc
    .record({
      time: fc.option(anyTime),
      more: fc.integer({ min: 0, max: 999 }),
      hash: anyHash,
      name: fc.option(fc.constantFrom(...NAMES, 'gone')),
    })
    .map(({ time, more, hash, name }) => row(time === null ? null : time + more, hash, name)),
  { maxLength: 6 },
);

describe('laws', () => {
  test('a row of a folder that is here is of that folder, or a stranger', () => {
    fc.assert(
      fc.property(anyFolders, anyRows, (migrations, rows) => {
        const names = migrations.map(({ name }) => name);
        for (const { tag, row: own } of matchLedger(migrations, rows).migrations)
          if (names.includes(own?.name ?? null)) expect(own!.name).toBe(tag);
      }),
    );
  });

  test('a row of a folder that is not here is of one with its very bytes, which no other row has, or a stranger', () => {
    fc.assert(
      fc.property(anyFolders, anyRows, (migrations, rows) => {
        for (const { tag, state, row: own } of matchLedger(migrations, rows).migrations) {
          if (own === null || own.name === null || own.name === tag) continue;
          const { hashes, timestamp } = migrations.find(({ name }) => name === tag)!;
          expect([state, hashes.includes(own.hash)]).toEqual(['applied', true]);
          const isSameTime = own.createdAt !== null && Math.floor(own.createdAt / 1000) * 1000 === timestamp;
          if (!isSameTime) expect(rows.filter(({ hash }) => hash === own.hash)).toHaveLength(1);
        }
      }),
    );
  });

  test('a folder that a row names is applied or edited, by its bytes', () => {
    fc.assert(
      fc.property(anyFolders, anyRows, (migrations, rows) => {
        const match = matchLedger(migrations, rows);
        for (const { hashes, name } of migrations) {
          const named = rows.filter((one) => one.name === name);
          if (named.length === 0) continue;
          const isSame = named.some(({ hash }) => hashes.includes(hash));
          expect(match.migrations.find(({ tag }) => tag === name)!.state).toBe(isSame ? 'applied' : 'edited');
        }
      }),
    );
  });

  test('what is not applied is late where the ledger holds one that sorts after it, else pending', () => {
    fc.assert(
      fc.property(anyFolders, anyRows, (migrations, rows) => {
        const { migrations: matched } = matchLedger(migrations, rows);
        // Of a row of 0.x the folder's, where that has not moved.
        const isItsOwn = (one: { row: LedgerRow | null; timestamp: number }, of: LedgerRow) =>
          one.row === of && of.createdAt !== null && Math.floor(of.createdAt / 1000) * 1000 === one.timestamp;
        const folderOf = (of: LedgerRow) => of.name ?? matched.find((one) => isItsOwn(one, of))?.tag ?? null;
        for (const { tag, state, timestamp, row: own } of matched) {
          if (own !== null) {
            expect(['applied', 'edited']).toContain(state);
            continue;
          }
          const isOver = (row: LedgerRow) => {
            const name = folderOf(row);
            return name === null ? row.createdAt !== null && timestamp + 999 < row.createdAt : tag < name;
          };
          expect(state).toBe(rows.some(isOver) ? 'late' : 'pending');
        }
      }),
    );
  });

  test('the high-water mark is the greatest time of any row, and there is none without a time', () => {
    fc.assert(
      fc.property(anyFolders, anyRows, (migrations, rows) => {
        const times = rows.flatMap(({ createdAt }) => createdAt ?? []).sort((a, b) => a - b);
        expect(matchLedger(migrations, rows).highWaterMark).toBe(times.at(-1) ?? null);
      }),
    );
  });

  test('a stranger is unknown where it is newer than every folder, else missing', () => {
    fc.assert(
      fc.property(anyFolders, anyRows, (migrations, rows) => {
        for (const { row: stranger, state } of matchLedger(migrations, rows).strangers) {
          const isNewer = migrations.every(({ timestamp }) => (stranger.createdAt ?? 0) > timestamp);
          expect(state).toBe(stranger.createdAt !== null && isNewer ? 'unknown' : 'missing');
        }
      }),
    );
  });
});

test('a row of the very name goes before one of the same time and hash', () => {
  const rows = [row(1000, 'x'), row(1000, 'x', 'a')];
  const { migrations, strangers } = matchLedger([folder('a', 1000, 'x')], rows);
  expect(migrations[0]!.row).toBe(rows[1]);
  expect(strangers.map((one) => one.row)).toEqual([rows[0]]);
});

test('one of two rows of a name that has the bytes goes before one that has not', () => {
  const rows = [row(1000, 'old', 'a'), row(1000, 'x', 'a')];
  expect(matchLedger([folder('a', 1000, 'x')], rows).migrations[0]).toMatchObject({
    state: 'applied',
    row: rows[1],
  });
});

test('a row of drizzle-orm 0.x of the same second with other bytes is an edit', () => {
  expect(statesOf([folder('a', 1000, 'x')], [row(1500, 'old')])).toEqual(['edited']);
  expect(statesOf([folder('a', 1000, 'x')], [row(2000, 'old')])).toEqual(['late']);
});

test('minutes above 59 and equal seconds: names decide what is late, not times', () => {
  const [a, b, c] = ['20260808009000_a', '20260808012000_b', '20260808013000_c'];
  const time = Date.UTC(2026, 7, 8, 1, 30);
  const folders = [folder(a!, time, 'x'), folder(b!, time - 600_000, 'y'), folder(c!, time, 'z')];
  expect(statesOf(folders, [row(time, 'x', a), row(time - 600_000, 'y', b)])).toEqual([
    'applied',
    'applied',
    'pending',
  ]);
  expect(statesOf(folders, [row(time, 'x', a), row(time, 'z', c)])).toEqual(['applied', 'late', 'applied']);
});

test('a row of drizzle-orm 0.x counts by the name of the folder that it is', () => {
  const folders = [folder('20260101000000_a', 1000, 'x'), folder('20260101000000_b', 1000, 'y')];
  expect(statesOf(folders, [row(1500, 'y')])).toEqual(['late', 'applied']);
});

test('a migration of a journal takes a row by time and hash, whatever name the row has', () => {
  const migration = { ...folder('0000_a', 1000, 'x'), name: null };
  expect(statesOf([migration], [row(1000, 'x', 'other')])).toEqual(['applied']);
  expect(statesOf([migration], [row(1001, 'old', 'other')])).toEqual(['late']);
});

test('without migrations every row with a time is unknown', () => {
  const { strangers, highWaterMark } = matchLedger([], [row(1000, 'x'), row(null, 'y')]);
  expect(strangers.map(({ state }) => state)).toEqual(['unknown', 'missing']);
  expect(highWaterMark).toBe(1000);
});
