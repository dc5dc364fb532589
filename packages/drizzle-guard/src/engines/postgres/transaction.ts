import { setTimeout as sleep } from 'node:timers/promises';
import { commandTextsOf } from '../../sql/pieces';
import { StepFailure, type Left, type Step } from '../connection';

/**
 * What a Postgres driver must offer. `execute` takes several statements in one text; `query` takes one, or with `atOnce`
 * several without values, and gives the rows of the last.
 */
export interface PostgresClient {
  query(sql: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  execute(sql: string): Promise<void>;
  close(): Promise<void>;
  /**
   * Sends the queries that `send` asks, which wait for nothing, in one go; they are answered in order. Absent where each
   * has to wait for the answer to the one before.
   */
  atOnce?<T>(send: () => T): T;
  /** Begins the next transaction before anybody waits for it; absent where `atOnce` is. */
  beginAhead?(begin: string): void;
  /** The id of the transaction that was begun ahead like this, and null where none was. */
  begunAhead?(begin: string): Promise<string | null>;
  /** Opens one more connection to the same database; absent where there can be one alone. */
  another?(): Promise<PostgresClient>;
}

/** What is done in one transaction, in this order. */
export interface InTransaction {
  /** How the transaction begins. */
  begin?: string;
  ledger(): Promise<unknown>;
  statements?: readonly string[];
  record?(): Promise<unknown>;
  /** Whether `record` is one query: then all is sent without waiting for answers, COMMIT included. */
  isSentAtOnce?: boolean;
  /** Whether another follows that begins the same way: then it begins with what is sent at once. */
  isFollowed?: boolean;
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
  {
    begin = 'begin',
    ledger,
    statements = [],
    record,
    isSentAtOnce = false,
    isFollowed = false,
  }: InTransaction,
): Promise<void> {
  let step: Step = 'begin';
  let id: string | null = null;
  let sent: readonly Promise<unknown>[] = [];
  const tasks: Task[] = [
    ...statements.map((sql, statement) => ({
      step: { statement },
      mayEnd: MAY_END.test(sql),
      run: () => client.execute(sql),
    })),
    ...(record ? [{ step: 'record' as const, run: record }] : []),
    { step: 'commit', run: () => client.execute('commit') },
  ];
  const { atOnce } = client;
  const waited = isSentAtOnce && atOnce ? tasks.findLastIndex(({ mayEnd }) => mayEnd) + 1 : tasks.length;
  try {
    id = await begun(client, begin);
    step = 'ledger';
    await ledger();
    for (const task of tasks.slice(0, waited)) {
      step = task.step;
      await task.run();
      if (task.mayEnd && (await transactionIn(client)) !== id) throw new EndedByItself();
    }
    const rest = tasks.slice(waited);
    // Where one of them fails, the server refuses those behind it, and makes a rollback of COMMIT.
    const send = () => {
      sent = rest.map(({ run }) => run());
      if (isFollowed) client.beginAhead?.(begin);
    };
    if (atOnce && rest.length > 0) atOnce(send);
    for (const answer of sent) answer.catch(() => undefined);
    for (const [position, answer] of sent.entries()) {
      step = rest[position]!.step;
      await answer;
    }
  } catch (thrown) {
    await Promise.allSettled(sent);
    const hasEnded = thrown instanceof EndedByItself;
    const isOne = typeof step === 'object' && commandTextsOf(statements[step.statement]!).length === 1;
    const { isConnected, fate } = await fateOf(client, id, {
      hasEnded,
      isOne,
      isCommitSent: sent.length > 0,
    });
    const isCommitted = fate === 'committed' && (step === 'commit' || sent.length > 0);
    if (isCommitted) return;
    // Of a lost connection nobody knows which answers did not come.
    if (sent.length > 0 && fate === 'not known') step = 'commit';
    throw new StepFailure(step, leftBy(step, fate, statements), isConnected, thrown);
  }
}

/** The id of a transaction that it begins. */
async function begun(client: PostgresClient, begin: string): Promise<string | null> {
  const ahead = await client.begunAhead?.(begin);
  if (ahead) return ahead;
  if (client.atOnce) return idOfBegun(client, begin);
  await client.execute(begin);
  return transactionIn(client, CURRENT);
}

/** Begins a transaction, and asks for its id in the same go. */
export function idOfBegun(client: Pick<PostgresClient, 'query'>, begin: string): Promise<string | null> {
  return transactionIn(client, CURRENT, `${begin}; `);
}

/** A migration may hold a COMMIT or ROLLBACK of its own. */
class EndedByItself extends Error {
  constructor() {
    super('it ended the transaction of its migration');
  }
}

type Fate = 'committed' | 'rolled back' | 'ended by itself' | 'not known';

async function fateOf(
  client: PostgresClient,
  id: string | null,
  { hasEnded, isOne, isCommitSent }: { hasEnded: boolean; isOne: boolean; isCommitSent: boolean },
): Promise<{ isConnected: boolean; fate: Fate }> {
  // In a failed transaction the question itself fails; another answer than its id means that it is over.
  const now = await transactionIn(client).catch(() => id);
  await client.execute('rollback').catch(() => undefined);
  try {
    const status = await statusOf(client, id);
    if (status === 'committed') return { isConnected: true, fate: 'committed' };
    // A ROLLBACK, or a COMMIT that is refused, has taken all of it back, and alone it has nothing behind it.
    const isTakenBack = isOne && status === 'aborted';
    const isOverBefore = !isTakenBack && (hasEnded || (!isCommitSent && now !== id));
    return { isConnected: true, fate: isOverBefore ? 'ended by itself' : 'rolled back' };
  } catch {
    return { isConnected: false, fate: await askedAgain(client, id) };
  }
}

async function statusOf(client: PostgresClient, id: string | null): Promise<unknown> {
  const [row] = await client.query('select txid_status($1::bigint) as status', [id]);
  return row?.['status'];
}

/** A server takes some time to notice that nobody is there any more. */
const ASKED = { times: 20, every: 250 };

/** What another connection is told of the transaction of one that is lost. */
async function askedAgain(client: PostgresClient, id: string | null): Promise<Fate> {
  const other = id === null ? undefined : await client.another?.().catch(() => undefined);
  if (!other) return 'not known';
  try {
    for (let time = 0; time < ASKED.times; time++) {
      const status = await statusOf(other, id);
      if (status === 'committed') return 'committed';
      if (status === 'aborted') return 'rolled back';
      await sleep(ASKED.every);
    }
    return 'not known';
  } catch {
    return 'not known';
  } finally {
    await other.close().catch(() => undefined);
  }
}

/** A lost connection takes an open transaction with it; whether it was still open is what may not be known. */
function leftBy(step: Step, fate: Fate, statements: readonly string[]): Left {
  const statement = typeof step === 'object' ? statements[step.statement]! : null;
  if (fate === 'not known') {
    if (step === 'commit') return 'unknown';
    return statement !== null && MAY_END.test(statement) ? 'unknown' : 'nothing';
  }
  // A COMMIT that is refused (a constraint that is checked at the end) has rolled back.
  return statement === null || fate === 'rolled back' ? 'nothing' : 'a part';
}

/** COPY too, which would take what is sent after it for its rows. */
const MAY_END = /\b(commit|end|rollback|abort|prepare|copy)\b/i;

const CURRENT = 'txid_current()';

/** The id of the transaction that the connection is in; null outside of one. */
async function transactionIn(
  client: Pick<PostgresClient, 'query'>,
  id = 'txid_current_if_assigned()',
  before = '',
): Promise<string | null> {
  const [row] = await client.query(`${before}select ${id}::text as id`);
  return (row?.['id'] as string | null) ?? null;
}
