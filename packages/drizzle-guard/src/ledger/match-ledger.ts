import { isLate, wholeSeconds, type Placed } from '../history/late';
import type { LedgerRow } from './ledger';

/** A migration of the folder. */
export interface LocalMigration {
  tag: string;
  timestamp: number;
  /** Of its SQL file as it is: what drizzle writes into the ledger. */
  hash: string;
  /** What the file may hash to: as it is, with LF and with CRLF line ends. Asked where the first is not the row's. */
  readonly hashes: readonly string[];
  /** What drizzle-orm 1.0 knows it by; null in the journal layout, where names are not looked at. */
  name: string | null;
}

/** What the ledger says of a migration of the folder; late: it is not applied, and comes before one that is. */
type LedgerStatus = 'applied' | 'pending' | 'late' | 'edited';

export interface MatchedMigration {
  tag: string;
  timestamp: number;
  state: LedgerStatus;
  row: LedgerRow | null;
  /** Rows that may be of one that no row explains, and nothing tells whether they are: it may have run already. */
  claims?: LedgerRow[];
}

export interface Stranger {
  row: LedgerRow;
  state: 'missing' | 'unknown';
  /** Tags of the migrations here that it may be of, where there are some. */
  candidates?: string[];
}

export interface LedgerMatch {
  /** Every migration of the folder, in its order. */
  migrations: MatchedMigration[];
  /** Ledger rows that no migration explains: `unknown` is newer than every migration here, `missing` is not. */
  strangers: Stranger[];
  /** The greatest timestamp in the ledger, or null in an empty one. drizzle-orm 0.x skips whatever is not newer. */
  highWaterMark: number | null;
}

type Fits = (migration: LocalMigration, row: LedgerRow) => boolean;

/** A set of hundreds is asked for each migration, and mostly its first row is the one. */
function firstOf<T>(all: ReadonlySet<T>, is: (one: T) => boolean): T | null {
  for (const one of all) if (is(one)) return one;
  return null;
}

/**
 * Decides which migrations are applied, by matching ledger rows to migrations one to one: by timestamp and hash; else
 * by timestamp alone (edited since); else by hash alone where no other migration and no other row has it (moved). Hashes
 * alone do not identify: real histories hold byte-identical migrations.
 *
 * In the folders layout the name comes first, as for drizzle-orm 1.0. A row of another name is no edit; it is moved where
 * its hash says so. Rows without one were written by 0.x, with a time that is more exact than the folder's.
 */
export function matchLedger(migrations: readonly LocalMigration[], rows: readonly LedgerRow[]): LedgerMatch {
  const freeRows = new Set(rows);
  const states = new Map<LocalMigration, { state: 'applied' | 'edited'; row: LedgerRow }>();
  const guessed = new Set<LedgerRow>();
  const pair = (state: 'applied' | 'edited', fits: Fits, isGuess = false) => {
    // Mostly the first way to pair has paired them all.
    if (freeRows.size === 0) return;
    for (const migration of migrations) {
      if (states.has(migration)) continue;
      const row = firstOf(freeRows, (candidate) => fits(migration, candidate));
      if (!row) continue;
      freeRows.delete(row);
      states.set(migration, { state, row });
      if (isGuess) guessed.add(row);
    }
  };
  const names = new Set(migrations.map(({ name }) => name));
  const isNamed: Fits = (migration, row) => migration.name !== null && row.name === migration.name;
  // In the journal layout nobody looks at names; among folders a row of one of them belongs to that and to no other.
  const mayBe: Fits = (migration, row) =>
    migration.name === null || row.name === null || !names.has(row.name);
  const sameTime: Fits = (migration, row) => migration.timestamp === timeOf(row, migration);
  const sameBytes: Fits = (migration, row) =>
    migration.hash === row.hash || migration.hashes.includes(row.hash);
  const isEdited: Fits = (migration, row) =>
    (migration.name === null || row.name === null) && sameTime(migration, row);
  const isOnlyOne: Fits = (migration, row) =>
    sameBytes(migration, row) &&
    migrations.filter((other) => sameBytes(other, row)).length === 1 &&
    rows.filter((other) => sameBytes(migration, other)).length === 1;

  // In the journal layout none has one.
  if (migrations.some(({ name }) => name !== null)) {
    pair('applied', (migration, row) => isNamed(migration, row) && sameBytes(migration, row));
    pair('edited', isNamed);
  }
  const isSame: Fits = (migration, row) => sameTime(migration, row) && sameBytes(migration, row);
  pair('applied', (migration, row) => row.name === null && isSame(migration, row));
  pair('applied', (migration, row) => mayBe(migration, row) && isSame(migration, row));
  pair('edited', isEdited, true);
  pair('applied', (migration, row) => mayBe(migration, row) && isOnlyOne(migration, row));

  const doubtful = [...freeRows, ...guessed];
  const isOpen = (migration: LocalMigration) => !states.has(migration);
  const mayClaim: Fits = (migration, row) =>
    isEdited(migration, row) || (mayBe(migration, row) && sameBytes(migration, row));
  const times = rows.map((row) => row.createdAt).filter((time) => time !== null);
  const highWaterMark = times.length > 0 ? Math.max(...times) : null;
  const folderOf = new Map([...states].map(([folder, { row }]) => [row, folder]));
  const applied: Placed[] = rows.flatMap((row) => {
    // Of one that has moved since it is where it was that counts.
    const folder = folderOf.get(row);
    const name = row.name ?? (folder && sameTime(folder, row) ? folder.name : null);
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
      ...some('claims', isOpen(migration) ? doubtful.filter((row) => mayClaim(migration, row)) : []),
    })),
    strangers: [...freeRows].map((row) => ({
      row,
      state: row.createdAt !== null && row.createdAt > newestHere ? 'unknown' : 'missing',
      ...some(
        'candidates',
        migrations.filter((one) => isOpen(one) && mayClaim(one, row)).map(({ tag }) => tag),
      ),
    })),
    highWaterMark,
  };
}

function some<K extends string, T>(key: K, values: T[]): { [P in K]?: T[] } {
  return values.length === 0 ? {} : ({ [key]: values } as { [P in K]: T[] });
}

function timeOf({ createdAt }: LedgerRow, { name }: LocalMigration): number | null {
  return createdAt === null || name === null ? createdAt : wholeSeconds(createdAt);
}
