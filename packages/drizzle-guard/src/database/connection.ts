import { wordsOf } from '../errors/words-of';
import type { Correction, LedgerEntry, LedgerPlace, LedgerRow, LedgerShape } from '../ledger/ledger';

/** One open connection. Errors are the driver's own, unless one is named; whoever calls words them. */
export interface Connection {
  /**
   * The ledger's rows; [] where the table is not there. Writes nothing.
   * @throws GuardError `unreadable-ledger` where it may not be read, or is no ledger of drizzle's
   */
  readLedger(place: LedgerPlace): Promise<LedgerRow[]>;
  /** Creates drizzle's table where it is missing. */
  createLedger(place: LedgerPlace, shape: LedgerShape): Promise<void>;
  /**
   * Corrects rows, runs statements and records the migration in the ledger, in one transaction. A ledger of drizzle-orm
   * 0.x becomes one of 1.0 in it, where the migration has a name.
   * @throws StepFailure
   */
  apply(
    migration: { statements: readonly string[]; row: LedgerEntry },
    place: LedgerPlace,
    corrections: readonly Correction[],
  ): Promise<void>;
  /**
   * Corrects rows alone. Where the ledger has no names yet, drizzle-orm 1.0 gives them itself.
   * @throws StepFailure
   */
  correct(place: LedgerPlace, corrections: readonly Correction[]): Promise<void>;
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

/** What a transaction was at when it failed; statements are counted from 0. */
export type Step = 'begin' | 'ledger' | { statement: number } | 'record' | 'commit';

/**
 * What a transaction that failed has left behind: nothing; what ran before its own SQL ended it; or nobody knows,
 * because the connection was lost before the answer came.
 */
export type Left = 'nothing' | 'a part' | 'unknown';

/** A step of a transaction that the database refused, that ended the transaction, or that was never answered. */
export class StepFailure extends Error {
  readonly step: Step;
  readonly left: Left;
  /** Whether the database still answers. */
  readonly isConnected: boolean;

  constructor(step: Step, left: Left, isConnected: boolean, cause: unknown) {
    super(wordsOf(cause), { cause });
    this.name = 'StepFailure';
    this.step = step;
    this.left = left;
    this.isConnected = isConnected;
  }
}
