import { tokensOf } from '../../sql/tokens';
import { failureIn, type Session } from './apply-in';
import type { CatalogEntry, ShadowFailure } from './shadow';
import type { TableRows } from './table-rows';

/** What is there, more of it than a snapshot could say. */
export interface Ended {
  catalog: CatalogEntry[];
  /** What the tables hold. */
  rows: TableRows[];
}

/** What of a database is looked at. */
export interface Look {
  /** Whether that has what only statements can do that `speaksOfSettings` (Postgres). */
  settings: boolean;
}

/** What migrations lead to that were run for a look, and of which nothing has stayed. */
export interface Attempt extends Ended {
  /** What was refused, and in which of the migrations, counted from 0; then nothing else is told. */
  failure: (ShadowFailure & { migration: number }) | null;
}

/** What an attempt needs of an open database beside a session. */
export interface Attempting extends Session {
  look(look: Look): Promise<Ended>;
  /** Has checked now what the end of a migration checks. */
  settle(): Promise<void>;
  /** Whether a statement was refused because another one before it has not been committed. */
  needsCommit(thrown: unknown): boolean;
}

/** A migration that ends the transaction could not be taken back. */
const ENDS = new Set(['commit', 'rollback', 'abort', 'end']);

/**
 * Runs migrations in one transaction, looks at what is there, and takes all of it back.
 * @param look what is looked at then; null for nothing
 * @returns null where they cannot be run in one transaction
 */
export async function attemptIn(
  session: Attempting,
  migrations: readonly (readonly string[])[],
  look: Look | null,
): Promise<Attempt | null> {
  if (migrations.flat().some(mayEnd)) return null;
  try {
    const failure = await runAll(session, migrations);
    if (failure === 'not in one') return null;
    if (failure) return { failure, catalog: [], rows: [] };
    // The look takes longer than what was run. Where it fails, that is no fault of theirs, and is thrown.
    return { failure: null, ...(look ? await session.look(look) : { catalog: [], rows: [] }) };
  } finally {
    await session.rollback();
  }
}

/** What was refused, and null where nothing was. */
async function runAll(
  session: Attempting,
  migrations: readonly (readonly string[])[],
): Promise<Attempt['failure'] | 'not in one'> {
  let [migration, position] = [0, 0];
  try {
    await session.run('BEGIN');
    for (const [at, statements] of migrations.entries()) {
      migration = at;
      for (position = 0; position < statements.length; position += 1)
        await session.run(statements[position]!);
      await session.settle();
    }
    return null;
  } catch (thrown) {
    if (session.needsNoTransaction(thrown) || session.needsCommit(thrown)) return 'not in one';
    // What its end checks belongs to no statement; the last one is named.
    const refused = Math.max(0, Math.min(position, migrations[migration]!.length - 1));
    return { ...failureIn(session, thrown, refused, 0), migration };
  }
}

function mayEnd(statement: string): boolean {
  const tokens = tokensOf(statement);
  return tokens.some((token, at) => ENDS.has(token) && (at === 0 || tokens[at - 1] === ';'));
}
