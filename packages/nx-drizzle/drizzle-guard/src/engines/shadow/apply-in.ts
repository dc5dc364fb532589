import { wordsOf } from '../../errors/words-of';
import type { Applied, CatalogEntry, ShadowFailure } from './shadow';

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
    // A constraint that is checked at the end belongs to no statement; the last one is named.
    const refused = Math.min(position, statements.length - 1);
    return { failure: failureIn(session, thrown, refused, inTransaction ? 0 : position), idle };
  }
}

export function failureIn(session: Session, thrown: unknown, position: number, kept: number): ShadowFailure {
  return {
    position,
    message: wordsOf(thrown),
    alreadyExists: session.alreadyExists(thrown),
    runsNowhere: session.runsNowhere(thrown),
    kept,
  };
}

function isEqual(one: readonly CatalogEntry[], other: readonly CatalogEntry[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
