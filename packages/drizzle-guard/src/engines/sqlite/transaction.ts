import { GuardError } from '../../errors/guard-error';
import { wordsOf } from '../../errors/words-of';
import { tokensOf } from '../../sql/tokens';
import { StepFailure, type Left, type Step } from '../connection';
import { rollsBackByItself, type SqliteClient } from './client';

/** What is done in one transaction, in this order. */
export interface InTransaction {
  ledger(): Promise<unknown>;
  statements?: readonly string[];
  /** The number of the first of them, where others have run before. */
  from?: number;
  record?(): Promise<unknown>;
  /** Looks at the whole before it is committed; throws where it may not be. */
  verify?(): Promise<unknown>;
  /** Whether what `record` wrote is there. */
  isRecorded?(): Promise<boolean>;
}

/**
 * Does all of it or nothing. The write lock is taken at once (BEGIN IMMEDIATE): a transaction that begins with reading
 * may be refused the lock in its middle, without waiting.
 *
 * @throws StepFailure which tells what was left behind; a GuardError as it is, when all was rolled back
 */
export async function inTransaction(client: SqliteClient, work: InTransaction): Promise<void> {
  const { statements = [], from = 0 } = work;
  let step: Step = 'begin';
  try {
    await client.execute('BEGIN IMMEDIATE');
    step = 'ledger';
    await work.ledger();
    for (const [position, statement] of statements.entries()) {
      step = { statement: from + position };
      await runWithin(client, statement);
    }
    step = 'record';
    await work.record?.();
    step = 'commit';
    await work.verify?.();
    await client.execute('COMMIT');
  } catch (thrown) {
    await client.execute('ROLLBACK').catch(() => undefined);
    if (thrown instanceof GuardError) throw thrown;
    const isConnected = await client.query('SELECT 1').then(
      () => true,
      () => false,
    );
    if (step === 'commit' && isConnected && ((await work.isRecorded?.()) ?? false)) return;
    const statement = typeof step === 'object' ? statements[step.statement - from]! : null;
    throw new StepFailure(step, leftBy(step, statement, isConnected, thrown), isConnected, thrown);
  }
}

/** A migration may hold a COMMIT or ROLLBACK of its own. */
class EndedByItself extends Error {
  /** @param words of another error that it came with */
  constructor(words: string | null) {
    super(`${words === null ? '' : `${words}; and `}it ended the transaction of its migration`);
  }
}

const MAY_END = /\b(?:commit|end|rollback|begin|release)\b/i;
const MARK = 'drizzle_guard';

/** Those of savepoints, which may be older than the mark and take it with them; a transaction outlives them. */
const OF_SAVEPOINTS = /^(?:release|rollback (?:transaction )?to)\b[^;]*;?$/i;
const ROLLBACK = /^rollback(?: transaction)?;?$/i;

const wordsIn = (statement: string) => tokensOf(statement).join(' ').replace(/ ;$/, ';');

/** A savepoint is gone with its transaction, also where another one was begun in its place. */
async function runWithin(client: SqliteClient, statement: string): Promise<void> {
  if (statement === '') return;
  if (!MAY_END.test(statement) || OF_SAVEPOINTS.test(wordsIn(statement))) return client.execute(statement);
  await client.execute(`SAVEPOINT ${MARK}`);
  let failure: { thrown: unknown } | null = null;
  try {
    await client.execute(statement);
  } catch (thrown) {
    if (rollsBackByItself(thrown) || /\bor\s+rollback\b/i.test(statement)) throw thrown;
    failure = { thrown };
  }
  const isOver = await client.execute(`RELEASE ${MARK}`).then(
    () => false,
    (thrown: unknown) => /no such savepoint/.test(wordsOf(thrown)),
  );
  if (isOver) throw new EndedByItself(failure && wordsOf(failure.thrown));
  if (failure) throw failure.thrown;
}

/** A lost connection takes an open transaction with it; whether it was still open is what may not be known. */
function leftBy(step: Step, statement: string | null, isConnected: boolean, thrown: unknown): Left {
  if (thrown instanceof EndedByItself) return ROLLBACK.test(wordsIn(statement ?? '')) ? 'nothing' : 'a part';
  if (isConnected) return 'nothing';
  return step === 'commit' || (statement !== null && MAY_END.test(statement)) ? 'unknown' : 'nothing';
}
