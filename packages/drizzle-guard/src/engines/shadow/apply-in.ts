import { wordsOf } from '../../errors/words-of';
import type { Applied, CatalogEntry } from './shadow';

/** What applying needs of an open database. */
export interface Session {
  run(statement: string): Promise<void>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
  catalog(): Promise<CatalogEntry[]>;
  alreadyExists(thrown: unknown): boolean;
  /** Whether a statement runs nowhere where the same tables are: it is no SQL, or names a column that its table lacks. */
  runsNowhere(thrown: unknown): boolean;
  /** Whether a statement was refused only because it ran in a transaction. */
  needsNoTransaction(thrown: unknown): boolean;
}

/** Runs the statements of one migration: all of them or none, where the database allows that. */
export async function applyIn(
  session: Session,
  statements: readonly string[],
  watched: readonly number[],
  inTransaction = true,
): Promise<Applied> {
  const idle: number[] = [];
  let position = 0;
  try {
    if (inTransaction) await session.run('BEGIN');
    for (; position < statements.length; position += 1) {
      const before = watched.includes(position) ? await session.catalog() : null;
      await session.run(statements[position]!);
      if (before && isEqual(before, await session.catalog())) idle.push(position);
    }
    if (inTransaction) await session.commit();
    return { failure: null, idle };
  } catch (thrown) {
    if (inTransaction) await session.rollback();
    if (inTransaction && session.needsNoTransaction(thrown))
      return applyIn(session, statements, watched, false);
    const failure = {
      // A constraint that is checked at the end belongs to no statement; the last one is named.
      position: Math.min(position, statements.length - 1),
      message: wordsOf(thrown),
      alreadyExists: session.alreadyExists(thrown),
      runsNowhere: session.runsNowhere(thrown),
      kept: inTransaction ? 0 : position,
    };
    return { failure, idle };
  }
}

function isEqual(one: readonly CatalogEntry[], other: readonly CatalogEntry[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
