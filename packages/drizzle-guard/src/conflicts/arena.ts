import type { Attempt, Ended } from '../engines/shadow/attempt';
import type { ReadMigration } from '../replay/replay-history';

/** The state at which two branches went apart, again and again. */
export interface Arena {
  /**
   * Runs migrations there one after another, and takes them back.
   * @param skipped statements of theirs that are left out
   * @param withRows whether it is looked at what is there then, and what the tables hold
   */
  run(
    migrations: readonly ReadMigration[],
    skipped: ReadonlySet<string>,
    withRows: boolean,
  ): Promise<Attempt>;
  /** Lets a second pass where rows hold a time that is told to the second: what is made again has another one then. */
  pass(ended: readonly Ended[]): Promise<void>;
  /** The same with no more rows than the migrations have made; null where it is that. */
  empty: Arena | null;
}

/** A statement by its migration and place. */
export function keyOf({ migration }: ReadMigration, position: number): string {
  return `${migration.tag}\n${migration.sqlFile}\n${position}`;
}

/** Nothing is left out. */
export const NONE: ReadonlySet<string> = new Set();
