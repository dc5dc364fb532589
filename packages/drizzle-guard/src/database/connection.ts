import { wordsOf } from '../errors/words-of';
import type { LedgerEntry, LedgerRow, LedgerPlace, LedgerShape, NamedRow } from '../ledger/ledger';

/** One open connection. Errors are the driver's own; whoever calls words them. */
export interface Connection {
  /** The ledger's rows; [] where the table is not there. Writes nothing. */
  readLedger(place: LedgerPlace): Promise<LedgerRow[]>;
  /** Creates drizzle's table where it is missing. A table of drizzle-orm 0.x is turned into one of 1.0 for that shape. */
  createLedger(place: LedgerPlace, shape: LedgerShape, named: readonly NamedRow[]): Promise<void>;
  /**
   * Runs statements and records the migration in the ledger, in one transaction.
   * @throws StatementFailure after rolling back
   */
  apply(migration: { statements: readonly string[]; row: LedgerEntry }, place: LedgerPlace): Promise<void>;
  close(): Promise<void>;
}

/** A database that a config names, not opened yet. */
export interface Target {
  /** For people, without credentials: "pglite packages/db/.pglite". */
  description: string;
  /** Whether it is a file or folder inside the workspace: then it belongs to this checkout alone. */
  insideWorkTree: boolean;
  /** Whether it is a file or a server on this machine. */
  isLocal: boolean;
  /** False where opening it would create it. */
  exists(): boolean;
  /**
   * Takes the lock that keeps every other drizzle-guard from this database, then opens it.
   * @throws GuardError `lock-held`, `driver-missing`, `cannot-connect`
   */
  open(): Promise<Connection>;
}

/** The statement of a migration that the database refused, or that ended the transaction it ran in. */
export class StatementFailure extends Error {
  /** Counts from 0. */
  readonly position: number;
  /** False where the migration's own SQL had ended the transaction: what ran before stays. */
  readonly rolledBack: boolean;

  constructor(position: number, rolledBack: boolean, cause: unknown) {
    super(wordsOf(cause), { cause });
    this.name = 'StatementFailure';
    this.position = position;
    this.rolledBack = rolledBack;
  }
}
