/** A row of drizzle's ledger. */
export interface LedgerRow {
  /** sha256 of the SQL file, in hex. */
  hash: string;
  /** The migration's timestamp ("when"), in milliseconds; null in a row that somebody wrote by hand. */
  createdAt: number | null;
}

/** A migration of the folder, with what its SQL file may hash to: as it is, with LF and with CRLF line ends. */
export interface LocalMigration {
  tag: string;
  timestamp: number;
  hashes: readonly string[];
}

export type LocalState = 'applied' | 'pending' | 'late' | 'edited';

export interface LedgerMatch {
  /** Every migration of the folder, in its order. */
  migrations: { tag: string; timestamp: number; state: LocalState }[];
  /** Ledger rows that no migration explains: `unknown` is newer than every migration here, `missing` is not. */
  strangers: { row: LedgerRow; state: 'missing' | 'unknown' }[];
  /** The greatest timestamp in the ledger, or null in an empty one. drizzle-orm 0.x skips whatever is not newer. */
  highWaterMark: number | null;
}

/**
 * Decides which migrations are applied, by matching ledger rows to migrations one to one: by timestamp and hash; else
 * by timestamp alone (edited since); else by hash alone where both sides have it once (moved). Hashes alone do not
 * identify: real histories hold byte-identical migrations.
 */
export function matchLedger(migrations: readonly LocalMigration[], rows: readonly LedgerRow[]): LedgerMatch {
  const freeRows = new Set(rows);
  const states = new Map<LocalMigration, 'applied' | 'edited'>();
  const pair = (
    state: 'applied' | 'edited',
    fits: (migration: LocalMigration, row: LedgerRow) => boolean,
  ) => {
    for (const migration of migrations) {
      if (states.has(migration)) continue;
      const row = [...freeRows].find((candidate) => fits(migration, candidate));
      if (!row) continue;
      freeRows.delete(row);
      states.set(migration, state);
    }
  };
  const sameTime = (migration: LocalMigration, row: LedgerRow) => migration.timestamp === row.createdAt;
  const sameBytes = (migration: LocalMigration, row: LedgerRow) => migration.hashes.includes(row.hash);

  pair('applied', (migration, row) => sameTime(migration, row) && sameBytes(migration, row));
  pair('edited', sameTime);
  const openMigrations = migrations.filter((migration) => !states.has(migration));
  const openRows = [...freeRows];
  pair(
    'applied',
    (migration, row) =>
      sameBytes(migration, row) &&
      openMigrations.filter((other) => sameBytes(other, row)).length === 1 &&
      openRows.filter((other) => sameBytes(migration, other)).length === 1,
  );

  const times = rows.map((row) => row.createdAt).filter((time) => time !== null);
  const highWaterMark = times.length > 0 ? Math.max(...times) : null;
  const newestHere = Math.max(...migrations.map((migration) => migration.timestamp), -Infinity);
  return {
    migrations: migrations.map((migration) => ({
      tag: migration.tag,
      timestamp: migration.timestamp,
      state: states.get(migration) ?? (isLate(migration, highWaterMark) ? 'late' : 'pending'),
    })),
    strangers: [...freeRows].map((row) => ({
      row,
      state: row.createdAt !== null && row.createdAt > newestHere ? 'unknown' : 'missing',
    })),
    highWaterMark,
  };
}

function isLate(migration: LocalMigration, highWaterMark: number | null): boolean {
  return highWaterMark !== null && migration.timestamp <= highWaterMark;
}
