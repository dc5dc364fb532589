/** How a restore is remembered, where it cannot be taken back: this and the name of the backup stand for the migration. */
export const RESTORE = 'restore:';

/**
 * A migration that was begun where the database cannot take it back as a whole, and that is neither finished nor
 * recorded in the ledger. Kept in a table of our own beside that (`__drizzle_guard_runs`).
 */
export interface Unfinished {
  /** The migration's tag. */
  migration: string;
  /** Of its SQL when it was begun. */
  hash: string;
  /** How many of its statements are known to have run. */
  done: number;
  /** How many it had. */
  total: number;
  /** Where one was begun and never answered: the last statement that may or may not have run, counted from 0. */
  begun?: number;
  /** When it was begun, ISO 8601. */
  since: string;
}
