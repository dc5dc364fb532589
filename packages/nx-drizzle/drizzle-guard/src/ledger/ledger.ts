/** What drizzle records of a migration. */
export interface LedgerEntry {
  /** sha256 of the SQL file, in hex. */
  hash: string;
  /** The migration's timestamp ("when"), in milliseconds; null in a row that somebody wrote by hand. */
  createdAt: number | null;
  /** The migration's folder (drizzle-orm 1.0, which knows it by that alone); null where 0.x wrote it. */
  name: string | null;
}

/** A row of drizzle's ledger. */
export interface LedgerRow extends LedgerEntry {
  id: number;
  /** ISO 8601; null where nobody recorded it (drizzle-orm 0.x). */
  appliedAt: string | null;
}

/** Where a database's ledger is: drizzle's own table, so that drizzle can be used again at any time. */
export interface LedgerPlace {
  schema: string;
  table: string;
}

/** Whether the ledger knows migrations by time and hash (drizzle-orm 0.x), or by name too (1.0). */
export type LedgerShape = 'hashes' | 'names';

/** A row that is not recorded as its migration is here: drizzle-orm would take the migration for one that has not run. */
export interface Correction {
  id: number;
  /** The migration's tag. */
  migration: string;
  /** What the row says instead, for people: a name or a time; null where it has no name because drizzle-orm 0.x wrote it. */
  from: string | null;
  /** What it is to say. */
  to: { name: string } | { createdAt: number };
}
