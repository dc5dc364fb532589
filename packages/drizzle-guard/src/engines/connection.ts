import { wordsOf } from '../errors/words-of';
import type { Correction, LedgerEntry, LedgerPlace, LedgerRow, LedgerShape } from '../ledger/ledger';
import type { Unfinished } from '../ledger/unfinished';
import type { Place as MysqlPlace } from './mysql/credentials';
import type { Place as PostgresPlace } from './postgres/credentials';

export type { Unfinished } from '../ledger/unfinished';

/** Where a database is, for what works beside its connection: a program of the server's, or its files. Never printed. */
export type Whereabouts =
  | { kind: 'postgres'; place: PostgresPlace }
  | { kind: 'mysql'; place: MysqlPlace }
  /** `folder` is where the driver is looked for; both are absolute. */
  | { kind: 'sqlite'; file: string; folder: string; dialect: string }
  | { kind: 'pglite'; directory: string; folder: string }
  | { kind: 'libsql' };

/** How patient a run is, in milliseconds; null: without an end. */
export interface Limits {
  /** For another drizzle-guard that is at work on the same database. */
  lockWait: number;
  /** For a lock on a table that somebody else holds. */
  lockTimeout: number | null;
  statementTimeout: number | null;
}

/** What is run in one go. */
export interface Run {
  /** By what it is remembered while it is unfinished: the migration's tag. */
  tag: string;
  /** Of its SQL. */
  hash: string;
  statements: readonly string[];
  /** The statement to go on from, counted from 0, where those before it have run in an earlier try. */
  from?: number;
  /** The statements of what follows at once, before which nothing is corrected: they may be run before it is its turn. */
  followedBy?: readonly string[] | undefined;
  /**
   * Told of each try that did not get the lock on a table in time, and left nothing behind: how long it took. Answers
   * whether to try again.
   */
  onBlocked?: (milliseconds: number) => boolean;
}

/** What a ledger holds, and the table beside it. */
export interface LedgerHeld {
  /** By their ids; [] where there is no ledger. */
  rows: LedgerRow[];
  /** What was begun and not finished; [] where nothing ever was. */
  unfinished: Unfinished[];
}

/** What is applied and recorded in one go. */
export interface Work extends Omit<Run, 'hash'> {
  row: LedgerEntry;
}

/** What takes a migration back and out of the ledger in one go. */
export interface Undoing extends Run {
  /** The id of its row. */
  row: number;
}

/** One open connection. Errors are the driver's own, unless one is named; whoever calls words them. */
export interface Connection {
  /** Runs one statement and gives its rows. */
  query(sql: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
  /**
   * Keeps every other drizzle-guard from changing this database, until the connection is closed. Where opening has done
   * so already, and where this one has it, nothing happens.
   * @param onWait told once who holds it, in words, when it has to wait
   * @throws GuardError `lock-held` after `Limits.lockWait`, with who holds it
   */
  lock(onWait?: (holder: string) => void): Promise<void>;
  /**
   * Writes nothing.
   * @throws GuardError `unreadable-ledger` where it may not be read, or is no ledger of drizzle's
   */
  readLedger(place: LedgerPlace): Promise<LedgerHeld>;
  /** Creates drizzle's table where it is missing. */
  createLedger(place: LedgerPlace, shape: LedgerShape): Promise<void>;
  /**
   * Corrects rows, runs statements and records the migration in the ledger: in one transaction where the database and
   * the statements allow it, else step by step, remembered as unfinished until all of it is done. A ledger of
   * drizzle-orm 0.x becomes one of 1.0 in it, where the migration has a name.
   * @throws StepFailure
   */
  apply(work: Work, place: LedgerPlace, corrections: readonly Correction[]): Promise<void>;
  /**
   * Runs the statements that take a migration back, and takes its row out of the ledger: in one transaction where the
   * database and the statements allow it, else step by step, remembered as unfinished until all of it is done.
   * @throws StepFailure
   */
  undo(work: Undoing, place: LedgerPlace): Promise<void>;
  /**
   * Corrects rows alone. Where the ledger has no names yet, drizzle-orm 1.0 gives them itself.
   * @throws StepFailure
   */
  correct(place: LedgerPlace, corrections: readonly Correction[]): Promise<void>;
  /**
   * Records migrations that have not been run here, all or none: the database has what they make. Creates drizzle's
   * table where it is missing.
   * @throws StepFailure, and GuardError `failed-ledger` where the role may not create it
   */
  record(place: LedgerPlace, rows: readonly LedgerEntry[]): Promise<void>;
  /**
   * Forgets that something is unfinished, and says in the ledger what became of it, where that is to say something else.
   * @param row what is recorded; or the id of the row that is taken out
   */
  settle(place: LedgerPlace, run: string, row: LedgerEntry | number | null): Promise<void>;
  /** All of the data directory as one .tar.gz. PGlite alone: nobody else may open it meanwhile. */
  archive?(): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** A database that a config names, not opened yet. */
export interface Target {
  /** For people, without credentials: "pglite packages/db/.pglite", "postgres db.example.com:5432/shop". */
  description: string;
  /** Whether it is a file or folder inside the workspace: then it belongs to this checkout alone. */
  insideWorkTree: boolean;
  /** Whether it is a file or a server on this machine. */
  isLocal: boolean;
  whereabouts: Whereabouts;
  /** False where opening it would create it; of a server always true. */
  exists(): boolean;
  /**
   * Opens it and writes nothing. Data that one process alone may open (PGlite) is locked by that for as long as it is
   * open; of everything else `Connection.lock` is what takes the lock.
   * @param onWait told once who holds the lock, in words, where opening has to wait for it
   * @throws GuardError `lock-held`, `driver-missing`, `cannot-connect`
   */
  open(limits: Limits, onWait?: (holder: string) => void): Promise<Connection>;
}

/** What a transaction was at when it failed; statements are counted from 0. */
export type Step = 'begin' | 'ledger' | { statement: number } | 'record' | 'commit';

/**
 * What a migration that failed has left behind: nothing; what ran before its own SQL ended the transaction; what ran of
 * one that cannot be taken back, which is remembered (`Unfinished`); or nobody knows, because the connection was lost
 * before the answer came.
 */
export type Left = 'nothing' | 'a part' | 'unfinished' | 'unknown';

/** A step of a transaction that the database refused, that ended the transaction, or that was never answered. */
export class StepFailure extends Error {
  readonly step: Step;
  readonly left: Left;
  /** Whether the database still answers. */
  readonly isConnected: boolean;
  /** What to do about it, where the engine knows; as the beginning of a sentence. */
  readonly wayOut: string | undefined;

  constructor(step: Step, left: Left, isConnected: boolean, cause: unknown, wayOut?: string) {
    super(wordsOf(cause), { cause });
    this.name = 'StepFailure';
    this.step = step;
    this.left = left;
    this.isConnected = isConnected;
    this.wayOut = wayOut;
  }
}
