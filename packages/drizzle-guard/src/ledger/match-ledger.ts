import { isLate, wholeSeconds, type Placed } from '../history/late';
import type { LedgerRow } from './ledger';

/** A migration of the folder, with what its SQL file may hash to: as it is, with LF and with CRLF line ends. */
export interface LocalMigration {
  tag: string;
  timestamp: number;
  hashes: readonly string[];
  /** What drizzle-orm 1.0 knows it by; null in the journal layout, where names are not looked at. */
  name: string | null;
}

/** What the ledger says of a migration of the folder; late: it is not applied, and comes before one that is. */
type LedgerStatus = 'applied' | 'pending' | 'late' | 'edited';

export interface LedgerMatch {
  /** Every migration of the folder, in its order. */
  migrations: { tag: string; timestamp: number; state: LedgerStatus; row: LedgerRow | null }[];
  /** Ledger rows that no migration explains: `unknown` is newer than every migration here, `missing` is not. */
  strangers: { row: LedgerRow; state: 'missing' | 'unknown' }[];
  /** The greatest timestamp in the ledger, or null in an empty one. drizzle-orm 0.x skips whatever is not newer. */
  highWaterMark: number | null;
}

/**
 * Decides which migrations are applied, by matching ledger rows to migrations one to one: by timestamp and hash; else
 * by timestamp alone (edited since); else by hash alone where both sides have it once (moved). Hashes alone do not
 * identify: real histories hold byte-identical migrations.
 *
 * In the folders layout a row that has a name belongs to the folder of that name and to no other, as for drizzle-orm 1.0.
 * Rows without one were written by 0.x, with a time that is more exact than the folder's.
 */
export function matchLedger(migrations: readonly LocalMigration[], rows: readonly LedgerRow[]): LedgerMatch {
  const freeRows = new Set(rows);
  const states = new Map<LocalMigration, { state: 'applied' | 'edited'; row: LedgerRow }>();
  const pair = (
    state: 'applied' | 'edited',
    fits: (migration: LocalMigration, row: LedgerRow) => boolean,
  ) => {
    for (const migration of migrations) {
      if (states.has(migration)) continue;
      const row = [...freeRows].find((candidate) => fits(migration, candidate));
      if (!row) continue;
      freeRows.delete(row);
      states.set(migration, { state, row });
    }
  };
  const isNamed = (migration: LocalMigration, row: LedgerRow) =>
    migration.name !== null && row.name === migration.name;
  const mayBe = (migration: LocalMigration, row: LedgerRow) => migration.name === null || row.name === null;
  const sameTime = (migration: LocalMigration, row: LedgerRow) =>
    mayBe(migration, row) && migration.timestamp === timeOf(row, migration);
  const sameBytes = (migration: LocalMigration, row: LedgerRow) => migration.hashes.includes(row.hash);

  pair('applied', (migration, row) => isNamed(migration, row) && sameBytes(migration, row));
  pair('edited', isNamed);
  pair('applied', (migration, row) => sameTime(migration, row) && sameBytes(migration, row));
  pair('edited', sameTime);
  const openMigrations = migrations.filter((migration) => !states.has(migration));
  const openRows = [...freeRows];
  pair(
    'applied',
    (migration, row) =>
      mayBe(migration, row) &&
      sameBytes(migration, row) &&
      openMigrations.filter((other) => sameBytes(other, row)).length === 1 &&
      openRows.filter((other) => sameBytes(migration, other)).length === 1,
  );

  const times = rows.map((row) => row.createdAt).filter((time) => time !== null);
  const highWaterMark = times.length > 0 ? Math.max(...times) : null;
  const folderOf = new Map([...states].map(([{ name }, { row }]) => [row, name]));
  const applied: Placed[] = rows.flatMap((row) => {
    const name = folderOf.get(row) ?? row.name;
    return row.createdAt === null && name === null ? [] : [{ timestamp: row.createdAt ?? -Infinity, name }];
  });
  const comesLate = ({ timestamp, name }: LocalMigration) =>
    isLate({ timestamp, name }, applied, name === null ? 'journal' : 'folders');
  const newestHere = Math.max(...migrations.map((migration) => migration.timestamp), -Infinity);
  return {
    migrations: migrations.map((migration) => ({
      tag: migration.tag,
      timestamp: migration.timestamp,
      state: states.get(migration)?.state ?? (comesLate(migration) ? 'late' : 'pending'),
      row: states.get(migration)?.row ?? null,
    })),
    strangers: [...freeRows].map((row) => ({
      row,
      state: row.createdAt !== null && row.createdAt > newestHere ? 'unknown' : 'missing',
    })),
    highWaterMark,
  };
}

function timeOf({ createdAt }: LedgerRow, { name }: LocalMigration): number | null {
  return createdAt === null || name === null ? createdAt : wholeSeconds(createdAt);
}
