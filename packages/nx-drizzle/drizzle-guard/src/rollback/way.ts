import type { StatementLocks } from '../engines/shadow/locks';
import type { CountedLoss } from './losses';

/** SQL that takes a migration back. */
export interface Down {
  /** The file in which somebody wrote it, from the root; null where drizzle-kit wrote it between the snapshots. */
  file: string | null;
  statements: string[];
  /** sha256 of it, by which it is known again where it was left half-way. */
  hash: string;
}

/**
 * `proven`: run on a throw-away database, up and down and up again, it gives what was there before, and nothing is lost.
 * `lossy`: the same, and rows go with it. `manual`: it rests on whoever wrote it, or has to be written.
 */
export type Label = 'proven' | 'lossy' | 'manual';

/** The way back from a migration, with all that is known of it. */
export interface Way {
  /** The migration's tag. */
  migration: string;
  /** The id of its row in the ledger. */
  row: number;
  /** Null where there is none. */
  down: Down | null;
  label: Label;
  losses: CountedLoss[];
  /** Rows that the migration wrote into what stays: they are not taken back. */
  stays: string[];
  /** Why it is manual; null where it is not. */
  why: string | null;
  /** Whether it was run on a throw-away database and did not give what was there before. */
  isRefuted: boolean;
  /** Of each statement, where it was asked and can be told. */
  locks: StatementLocks[] | null;
}

/** Whether it can be gone at all: it may want somebody's consent. */
export function isOpen(way: Way): way is Way & { down: Down } {
  return way.down !== null && !way.isRefuted && (way.label !== 'manual' || way.down.file !== null);
}

export function labelOf(isProven: boolean, losses: readonly unknown[]): Label {
  if (!isProven) return 'manual';
  return losses.length > 0 ? 'lossy' : 'proven';
}
