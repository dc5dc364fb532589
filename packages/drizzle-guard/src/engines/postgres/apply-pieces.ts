import { piecesOf, stretchesOf, type Piece } from '../../sql/pieces';
import type { LedgerPlace } from '../../ledger/ledger';
import { StepFailure, type Run } from '../connection';
import { advance, begin, forget, invalidIndexes } from './runs';
import { inTransaction, type InTransaction, type Next, type PostgresClient } from './transaction';

/** What is done besides the statements of a migration. */
export interface Around {
  /** How a transaction begins. */
  begin: string;
  /** Before its first statement. */
  ledger(): Promise<unknown>;
  /** In the transaction of its last one. */
  record(): Promise<unknown>;
  /** Present where a statement may give up the lock: keeps it from there on, until the transaction ends and afterwards. */
  keep?: (() => Promise<unknown>) | undefined;
}

/**
 * Runs the statements of a migration: in one transaction where all of its statements take one, else in stretches. What forbids a
 * transaction runs alone then, and how far it came is remembered until it is recorded in the ledger.
 * @throws StepFailure
 */
export async function applyPieces(
  client: PostgresClient,
  work: Run,
  place: LedgerPlace,
  given: Around,
): Promise<void> {
  const around = given.keep ? keeping(given, given.keep) : given;
  const pieces = piecesOf(work.statements);
  const from = work.from ?? 0;
  if (from === 0 && pieces.every(({ isLone }) => !isLone))
    return together(client, pieces, {
      ...around,
      of: work.statements,
      isSentAtOnce: !given.keep,
      next: nextOf(work, around),
    });
  const { tag } = work;
  try {
    await begin(client, place, { migration: tag, hash: work.hash, total: pieces.length });
  } catch (thrown) {
    // Of a lost connection nobody knows whether it is remembered as begun.
    const isConnected = await answers(client);
    throw new StepFailure('ledger', isConnected ? 'nothing' : 'unknown', isConnected, thrown);
  }
  const stretches = stretchesOf(pieces.slice(from));
  // What records it needs a transaction too.
  if (stretches.at(-1)?.isLone ?? true) stretches.push({ isLone: false, pieces: [] });
  let done = from;
  try {
    for (const stretch of stretches) {
      const after = done + stretch.pieces.length;
      const record =
        stretch === stretches.at(-1)
          ? () => recorded(client, place, tag, around)
          : () => advance(client, place, tag, after);
      if (stretch.isLone) {
        await alone(client, stretch.pieces[0]!);
        // Kept, whether that can be remembered or not.
        done = after;
        await record();
      } else {
        const { begin } = around;
        await together(client, stretch.pieces, { begin, ledger: async () => undefined, record });
      }
      done = after;
    }
  } catch (thrown) {
    const isAtEnd = done === pieces.length - stretches.at(-1)!.pieces.length;
    throw await whatWasKept(client, place, { tag, done, isAtEnd }, thrown);
  }
}

/** What follows at once, where one transaction takes all of it. */
function nextOf({ followedBy: of = [] }: Run, { begin }: Around): Next | undefined {
  const pieces = piecesOf(of);
  const isPlain = pieces.length > 0 && pieces.every(({ isLone }) => !isLone);
  return isPlain ? { of, begin, statements: pieces.map(({ sql }) => sql) } : undefined;
}

/** Before anything in a transaction could give it up, and again before others may pass. */
function keeping(around: Around, keep: () => Promise<unknown>): Around {
  return {
    ...around,
    async ledger() {
      await keep();
      await around.ledger();
    },
    async record() {
      await keep();
      await around.record();
    },
  };
}

async function recorded(
  client: PostgresClient,
  place: LedgerPlace,
  tag: string,
  { ledger, record }: Around,
): Promise<void> {
  await ledger();
  await record();
  await forget(client, place, tag);
}

/** @throws StepFailure whose statements are counted in the whole migration */
async function together(
  client: PostgresClient,
  pieces: readonly Piece[],
  around: Omit<InTransaction, 'statements'>,
): Promise<void> {
  try {
    await inTransaction(client, { ...around, statements: pieces.map(({ sql }) => sql) });
  } catch (thrown) {
    if (!(thrown instanceof StepFailure) || typeof thrown.step !== 'object') throw thrown;
    const { step, left, isConnected, cause } = thrown;
    throw new StepFailure({ statement: pieces[step.statement]!.statement }, left, isConnected, cause);
  }
}

async function alone(client: PostgresClient, { sql, statement }: Piece): Promise<void> {
  try {
    await client.execute(sql);
  } catch (thrown) {
    const isConnected = await answers(client);
    throw new StepFailure({ statement }, isConnected ? 'nothing' : 'unknown', isConnected, thrown);
  }
}

function answers(client: PostgresClient): Promise<boolean> {
  return client.query('select 1').then(
    () => true,
    () => false,
  );
}

/** Nothing is remembered of what left nothing behind. */
async function whatWasKept(
  client: PostgresClient,
  place: LedgerPlace,
  { tag, done, isAtEnd }: { tag: string; done: number; isAtEnd: boolean },
  thrown: unknown,
): Promise<StepFailure> {
  const failure =
    thrown instanceof StepFailure
      ? thrown
      : new StepFailure('record', 'nothing', await answers(client), thrown);
  const { step, isConnected, cause } = failure;
  // The last COMMIT records all of it and forgets that it was unfinished.
  if (!isConnected && isAtEnd && step === 'commit' && failure.left === 'unknown') return failure;
  if (!isConnected) return new StepFailure(step, 'unfinished', false, cause);
  const invalid = await invalidIndexes(client).catch(() => []);
  if (done === 0 && failure.left === 'nothing' && invalid.length === 0) {
    const isForgotten = await forget(client, place, tag).then(
      () => true,
      () => false,
    );
    if (isForgotten) return failure;
  }
  const left =
    invalid.length === 0
      ? cause
      : new Error(
          `${failure.message}; invalid indexes are there, which a failed CREATE INDEX CONCURRENTLY leaves behind: ${invalid.map((name) => `DROP INDEX ${name};`).join(' ')}`,
          { cause },
        );
  return new StepFailure(step, failure.left === 'a part' ? 'a part' : 'unfinished', true, left);
}
