import { commandTextsOf } from '../../sql/pieces';
import { StepFailure, type Left, type Step } from '../connection';
import { fateOf, transactionIn, type Fate } from './fate';

/**
 * What a Postgres driver must offer. `execute` takes several statements in one text; `query` takes one, or where it is
 * pipelined several without values, and gives the rows of the last.
 */
export interface PostgresClient {
  query(sql: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  execute(sql: string): Promise<void>;
  close(): Promise<void>;
  /** Whether a query waits for no answer before it is sent; what is asked in one go is sent so, and answered in order. */
  isPipelined?: boolean;
  /**
   * Sends how the next transaction begins, and its statements, before anybody waits for it. Absent where nothing is
   * pipelined.
   * @param behind the id of the transaction that it follows: where that one is not committed, nothing of this one is done
   */
  sendAhead?(next: Next, behind: string): void;
  /** What was sent ahead of these statements; null where nothing was. */
  sentAhead?(of: readonly string[]): Ahead | null;
  /** Opens one more connection to the same database; absent where there can be one alone. */
  another?(): Promise<PostgresClient>;
}

/** What is done in one transaction, in this order. */
export interface InTransaction {
  /** The statements of the migration that it is, where they may have been sent ahead. */
  of?: readonly string[];
  /** How the transaction begins. */
  begin?: string;
  ledger(): Promise<unknown>;
  statements?: readonly string[];
  record?(): Promise<unknown>;
  /** Whether `record` is one query: then all is sent without waiting for answers, COMMIT included. */
  isSentAtOnce?: boolean;
  /** What follows, and may be sent with what is sent at once. */
  next?: Next | undefined;
}

/** The transaction that follows another. */
export type Next = Required<Pick<InTransaction, 'of' | 'begin' | 'statements'>>;

/** What was sent of a transaction before its turn. */
export interface Ahead {
  id: Promise<string | null>;
  /** Of its statements; none where they could not be sent yet. */
  answers: readonly Promise<unknown>[];
}

/** One query of a transaction. */
interface Task {
  step: Step;
  /** Whether it may end the transaction: nothing is sent before it is known that it has not. */
  mayEnd?: boolean;
  run(): Promise<unknown>;
}

/**
 * Does all of it or nothing.
 * @throws StepFailure which tells what was left behind; not where a lost answer to COMMIT turns out to have been yes
 */
export async function inTransaction(
  client: PostgresClient,
  { of, begin = 'begin', ledger, statements = [], record, isSentAtOnce = false, next }: InTransaction,
): Promise<void> {
  let step: Step = 'begin';
  let id: string | null = null;
  let isCommitSent = false;
  const tasks: Task[] = [
    ...statements.map((sql, statement) => ({
      step: { statement },
      mayEnd: mayEnd(sql),
      run: () => client.execute(sql),
    })),
    ...(record ? [{ step: 'record' as const, run: record }] : []),
    { step: 'commit', run: () => client.execute('commit') },
  ];
  const ahead = of && client.sentAhead?.(of);
  let sent = ahead?.answers ?? [];
  const waited =
    isSentAtOnce && client.isPipelined ? tasks.findLastIndex((task) => task.mayEnd) + 1 : tasks.length;
  try {
    id = await (ahead ? ahead.id : begun(client, begin));
    step = 'ledger';
    await ledger();
    for (const task of tasks.slice(sent.length, waited)) {
      step = task.step;
      await task.run();
      if (task.mayEnd && (await transactionIn(client)) !== id) throw new EndedByItself();
    }
    const rest = tasks.slice(Math.max(sent.length, waited));
    // Where one of them fails, the server refuses those behind it, and makes a rollback of COMMIT.
    sent = [...sent, ...rest.map(({ run }) => run())];
    isCommitSent = rest.length > 0;
    if (isCommitSent && next && id !== null) client.sendAhead?.(next, id);
    for (const answer of sent) answer.catch(() => undefined);
    for (const [position, answer] of sent.entries()) {
      step = tasks[tasks.length - sent.length + position]!.step;
      await answer;
    }
  } catch (thrown) {
    await Promise.allSettled(sent);
    const hasEnded = thrown instanceof EndedByItself;
    const isOne = typeof step === 'object' && commandTextsOf(statements[step.statement]!).length === 1;
    const { isConnected, fate } = await fateOf(client, { id, hasEnded, isOne, isCommitSent });
    if (fate === 'committed' && (step === 'commit' || isCommitSent)) return;
    // Of a lost connection nobody knows which answers did not come.
    if (isCommitSent && fate === 'not known') step = 'commit';
    throw new StepFailure(step, leftBy(step, fate, statements), isConnected, thrown);
  }
}

/** The id of a transaction that it begins. */
async function begun(client: PostgresClient, begin: string): Promise<string | null> {
  if (client.isPipelined) return begunWith(client, begin);
  await client.execute(begin);
  return idOfBegun(client);
}

/** Begins a transaction, and asks for its id in the same go. */
export function begunWith(client: Pick<PostgresClient, 'query'>, begin: string): Promise<string | null> {
  return idOfBegun(client, `${begin}; `);
}

async function idOfBegun(client: Pick<PostgresClient, 'query'>, begin = ''): Promise<string | null> {
  const [row] = await client.query(`${begin}select txid_current()::text as id`);
  return (row?.['id'] as string | null) ?? null;
}

/** A migration may hold a COMMIT or ROLLBACK of its own. */
class EndedByItself extends Error {
  constructor() {
    super('it ended the transaction of its migration');
  }
}

/** A lost connection takes an open transaction with it; whether it was still open is what may not be known. */
function leftBy(step: Step, fate: Fate, statements: readonly string[]): Left {
  const statement = typeof step === 'object' ? statements[step.statement]! : null;
  if (fate === 'not known') {
    if (step === 'commit') return 'unknown';
    return statement !== null && mayEnd(statement) ? 'unknown' : 'nothing';
  }
  // A COMMIT that is refused (a constraint that is checked at the end) has rolled back.
  return statement === null || fate === 'rolled back' ? 'nothing' : 'a part';
}

/** COPY too, which would take what is sent after it for its rows. */
export function mayEnd(sql: string): boolean {
  return /\b(commit|end|rollback|abort|prepare|copy)\b/i.test(sql);
}
