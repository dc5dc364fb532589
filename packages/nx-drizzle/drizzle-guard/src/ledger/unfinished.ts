/** How a restore is remembered, where it cannot be taken back: this and the name of the backup stand for the migration. */
export const RESTORE = 'restore:';

/** How a rollback is remembered: this and the tag of the migration that it takes back. */
const UNDO = 'undo:';

export function undoingOf(tag: string): string {
  return `${UNDO}${tag}`;
}

/** The migration that something unfinished takes back; null where it is none of a rollback. */
export function undoneBy(run: string): string | null {
  return run.startsWith(UNDO) ? run.slice(UNDO.length) : null;
}

/**
 * A migration that was begun where the database cannot take it back as a whole, and that is neither finished nor
 * recorded in the ledger. Kept in a table of our own beside that (`__drizzle_guard_runs`).
 */
export interface Unfinished {
  /** The migration's tag; of what is no migration another name (`RESTORE`, `undoingOf`). */
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
