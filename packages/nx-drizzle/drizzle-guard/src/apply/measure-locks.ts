import type { StatementLocks } from '../engines/shadow/locks';
import { wordsOf } from '../errors/words-of';
import { GuardError } from '../errors/guard-error';
import type { LiveDatabase } from './live-database';
import type { ReadMigration } from './read-migrations';
import { refusalOf, shadowAt } from './shadow-at';

export interface MeasuredPending {
  /** By the migration's tag, of those that could be run. */
  locks: ReadonlyMap<string, StatementLocks[]>;
  /** Why those of the others are not known, in words; null where nothing is missing. */
  notMeasured: string | null;
}

/** SQLite has one lock, which every statement that writes takes. */
const WHOLE_DATABASE = new Set(['sqlite', 'turso']);

const NOT_TOLD = 'MySQL does not tell which locks a statement has taken';

/**
 * Runs pending migrations on a shadow at the state of the database, and sees what each of their statements locks. The
 * shadow has the database's tables and not its rows.
 */
export async function measurePending(
  live: LiveDatabase,
  pending: readonly ReadMigration[],
): Promise<MeasuredPending> {
  const locks = new Map<string, StatementLocks[]>();
  const { dialect } = live.settings;
  if (pending.length === 0 || WHOLE_DATABASE.has(dialect)) return { locks, notMeasured: null };
  if (dialect === 'mysql') return { locks, notMeasured: NOT_TOLD };
  try {
    const shadow = await shadowAt(live, pending);
    try {
      for (const migration of pending) {
        const measured = await shadow.measure!(migration.statements);
        if (measured.failure) return { locks, notMeasured: refusalOf(migration, measured.failure) };
        locks.set(migration.tag, measured.locks);
      }
      return { locks, notMeasured: null };
    } finally {
      await shadow.close();
    }
  } catch (thrown) {
    if (!(thrown instanceof GuardError)) throw thrown;
    return { locks, notMeasured: wordsOf(thrown) };
  }
}
