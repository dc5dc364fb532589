import { setTimeout as sleep } from 'node:timers/promises';
import { StepFailure, type Left, type Step } from '../connection';

/** What a Postgres driver must offer. `execute` takes several statements in one text; `query` takes one. */
export interface PostgresClient {
  query(sql: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  execute(sql: string): Promise<void>;
  close(): Promise<void>;
  /** Whether it sends a query without waiting for the answer to the one before; they are answered in order. */
  isPipelined?: boolean;
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
  /** Whether `record` is one query: then it is committed without waiting for the answer to that. */
  recordsAtOnce?: boolean;
}

/**
 * Does all of it or nothing.
 * @throws StepFailure which tells what was left behind; not where a lost answer to COMMIT turns out to have been yes
 */
export async function inTransaction(
  client: PostgresClient,
  { begin = 'begin', ledger, statements = [], record, recordsAtOnce = false }: InTransaction,
): Promise<void> {
  let step: Step = 'begin';
  let id: string | null = null;
  let committing: Promise<void> | undefined;
  try {
    const begun = client.execute(begin);
    if (!client.isPipelined) await begun;
    [, id] = await Promise.all([begun, transactionIn(client, 'txid_current()')]);
    step = 'ledger';
    await ledger();
    for (const [position, statement] of statements.entries()) {
      step = { statement: position };
      await client.execute(statement);
      if (MAY_END.test(statement) && (await transactionIn(client)) !== id) throw new EndedByItself();
    }
    step = 'record';
    const recorded = record?.();
    // Where recording fails, the server makes a rollback of it.
    if (recordsAtOnce && client.isPipelined) committing = client.execute('commit');
    committing?.catch(() => undefined);
    await recorded;
    step = 'commit';
    await (committing ?? client.execute('commit'));
  } catch (thrown) {
    await committing?.catch(() => undefined);
    const { isConnected, fate } = await fateOf(client, id, thrown instanceof EndedByItself);
    // Of a lost connection nobody knows which of the two answers it was that did not come.
    if (committing && !isConnected) step = 'commit';
    if ((step === 'commit' || committing) && fate === 'committed') return;
    throw new StepFailure(step, leftBy(step, fate, statements), isConnected, thrown);
  }
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
  hasEnded: boolean,
): Promise<{ isConnected: boolean; fate: Fate }> {
  // In a failed transaction the question itself fails; another answer than its id means that it is over.
  const now = await transactionIn(client).catch(() => id);
  await client.execute('rollback').catch(() => undefined);
  try {
    const isCommitted = (await statusOf(client, id)) === 'committed';
    if (isCommitted) return { isConnected: true, fate: 'committed' };
    return { isConnected: true, fate: hasEnded || now !== id ? 'ended by itself' : 'rolled back' };
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

const MAY_END = /\b(commit|end|rollback|abort|prepare)\b/i;

/** The id of the transaction that the connection is in; null outside of one. */
async function transactionIn(
  client: PostgresClient,
  id = 'txid_current_if_assigned()',
): Promise<string | null> {
  const [row] = await client.query(`select ${id}::text as id`);
  return (row?.['id'] as string | null) ?? null;
}
