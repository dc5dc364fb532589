import type { LedgerPlace } from '../../ledger/ledger';
import {
  changesDatabase,
  controlsTransactions,
  isAllOrNothing,
  locksTables,
  takesTransaction,
} from '../../sql/mysql-statements';
import { StepFailure, type Left, type Limits, type Run, type Step } from '../connection';
import { answers, quoted, type MysqlClient } from './client';
import { MAY_UNLOCK, takeAgain } from './lock';
import { patient } from './patient';
import { createRuns, forget, note, readRuns } from './runs';
import { inTransaction } from './transaction';

/** What is done besides the statements of a migration. */
export interface Around {
  limits: Limits;
  /** Says in the ledger that it is done: in a transaction. */
  record(): Promise<unknown>;
  /** Whether another connection sees that there. */
  isRecorded(other: MysqlClient): Promise<boolean>;
}

/**
 * Runs the statements of a migration: in one transaction where that holds all of its statements and the tables of the database take part
 * in one, else statement by statement, with a note of how far it has come.
 * @throws StepFailure
 */
export async function apply(
  client: MysqlClient,
  work: Run,
  place: LedgerPlace,
  { limits, record, isRecorded }: Around,
): Promise<void> {
  const { statements, from = 0, tag, onBlocked } = work;
  const isWhole =
    from === 0 &&
    statements.every(isOfRows) &&
    (await failingAt(client, 'begin', () => haveTransactions(client)));
  if (isWhole)
    return patient(
      client,
      limits,
      () => inTransaction(client, { statements, record, isRecorded }),
      onBlocked,
    );
  await stepByStep(client, work, place, limits);
  const recordAndForget = async () => {
    await record();
    await forget(client, place, tag);
  };
  try {
    await patient(
      client,
      limits,
      () => inTransaction(client, { record: recordAndForget, isRecorded }),
      onBlocked,
    );
  } catch (thrown) {
    if (!(thrown instanceof StepFailure) || thrown.left === 'unknown') throw thrown;
    const { step, isConnected, cause } = thrown;
    await note(client, place, work, { done: statements.length, begun: null }).catch(() => undefined);
    throw new StepFailure(step === 'begin' ? 'record' : step, 'unfinished', isConnected, cause);
  }
}

async function stepByStep(client: MysqlClient, work: Run, place: LedgerPlace, limits: Limits): Promise<void> {
  const { statements, tag, from = 0 } = work;
  try {
    await createRuns(client);
  } catch (thrown) {
    throw new StepFailure('ledger', 'nothing', await answers(client), thrown);
  }
  const isOwn = statements.some(controlsTransactions);
  let isLocking = false;
  /** Null where a statement may have changed it. */
  let areTransactional: boolean | null = null;
  for (let at = from; at < statements.length; at++) {
    const statement = statements[at]!;
    const ofRows = isOfRows(statement);
    let isTogether = false;
    let isUndone = !ofRows && isAllOrNothing(statement);
    const alone = async () => {
      // While a migration keeps tables locked, no note can be made: this one is about all of that.
      const begun = locksTables(statement) === 'locks' ? lockedUntil(statements, at) : at;
      if (!isLocking) await failingAt(client, 'begin', () => note(client, place, work, { done: at, begun }));
      await failingAt(client, { statement: at }, () => client.execute(statement));
    };
    // Then it is never not known whether it has run.
    const withNote = () =>
      inTransaction(client, {
        statements: [statement],
        from: at,
        record: () => note(client, place, work, { done: at + 1, begun: null }),
        isRecorded: async (other) =>
          (await readRuns(other, place)).some(({ migration, done }) => migration === tag && done > at),
      });
    try {
      if (ofRows && !isOwn && !isLocking) {
        areTransactional ??= await failingAt(client, 'begin', () => haveTransactions(client));
        isTogether = areTransactional;
        isUndone = isTogether;
      }
      const once = isTogether ? withNote : alone;
      await (isUndone && !isOwn && !isLocking ? patient(client, limits, once, work.onBlocked) : once());
    } catch (thrown) {
      throw await whatWasKept(client, work, place, { at, isTogether, isUndone, isOwn, isLocking, thrown });
    }
    if (!ofRows) areTransactional = null;
    const locks = locksTables(statement);
    if (locks !== null) isLocking = locks === 'locks';
  }
  try {
    await asBefore(client, { isLocking, isOwn, isElsewhere: statements.some(changesDatabase) });
    if (statements.some((statement) => MAY_UNLOCK.test(statement))) await takeAgain(client, limits);
  } catch (thrown) {
    throw new StepFailure('record', 'unfinished', await answers(client), thrown);
  }
}

/** The statement that unlocks what one has locked, or the last. */
function lockedUntil(statements: readonly string[], from: number): number {
  const end = statements.findIndex((one, at) => at > from && locksTables(one) === 'unlocks');
  return end === -1 ? statements.length - 1 : end;
}

async function failingAt<T>(client: MysqlClient, step: Step, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw new StepFailure(step, 'nothing', await answers(client), thrown);
  }
}

interface Failed {
  at: number;
  /** Whether it was in one transaction with its note. */
  isTogether: boolean;
  /** Whether it has done nothing where the database refused it. */
  isUndone: boolean;
  isOwn: boolean;
  isLocking: boolean;
  thrown: unknown;
}

/** Nothing is remembered of what left nothing behind. */
async function whatWasKept(
  client: MysqlClient,
  work: Run,
  place: LedgerPlace,
  { at, isTogether, isUndone, isOwn, isLocking, thrown }: Failed,
): Promise<unknown> {
  if (!(thrown instanceof StepFailure)) return thrown;
  const { step, cause, wayOut } = thrown;
  const isConnected = await answers(client);
  const failure = (left: Left) => new StepFailure(step, left, isConnected, cause, wayOut);
  const isFirst = at === 0;
  if (!isConnected) {
    if (isFirst && (isTogether || step === 'begin')) return failure(thrown.left);
    return failure('unfinished');
  }
  if (isOwn) {
    // Its own transaction is taken back, and with that the notes that were made in it: what they say now is true.
    await client.execute('rollback').catch(() => undefined);
    return failure('unfinished');
  }
  if (isLocking) await client.execute('unlock tables').catch(() => undefined);
  const isClean = step === 'begin' || isUndone;
  if (isFirst && isClean) {
    await forget(client, place, work.tag).catch(() => undefined);
    return failure('nothing');
  }
  await note(client, place, work, { done: at, begun: isClean ? null : at }).catch(() => undefined);
  return failure('unfinished');
}

/** The next migration is not to feel what this one has set. */
async function asBefore(
  client: MysqlClient,
  { isLocking, isOwn, isElsewhere }: { isLocking: boolean; isOwn: boolean; isElsewhere: boolean },
): Promise<void> {
  if (isOwn) await client.execute('commit');
  if (isOwn) await client.execute('set autocommit = 1');
  if (isLocking) await client.execute('unlock tables');
  if (isElsewhere) await client.execute(`use ${quoted(client.database)}`);
}

/** Whether all tables of the database take part in transactions: those of MyISAM do not. */
async function haveTransactions(client: MysqlClient): Promise<boolean> {
  const without = await client.query(
    `select 1 from information_schema.tables t join information_schema.engines e on e.engine = t.engine
     where t.table_schema = ? and t.table_type = 'BASE TABLE' and e.transactions <> 'YES' limit 1`,
    [client.database],
  );
  return without.length === 0;
}

/** What may let others in is noted first, so that they find something unfinished. */
function isOfRows(statement: string): boolean {
  return takesTransaction(statement) && !MAY_UNLOCK.test(statement);
}
