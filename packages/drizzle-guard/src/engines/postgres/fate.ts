import { setTimeout as sleep } from 'node:timers/promises';
import type { PostgresClient } from './transaction';

/** What became of a transaction. */
export type Fate = 'committed' | 'rolled back' | 'ended by itself' | 'not known';

/** What is known of a transaction in which something failed. */
export interface Failed {
  /** Null where it has not begun. */
  id: string | null;
  /** Whether it was seen to be over before its COMMIT. */
  hasEnded: boolean;
  /** Whether what failed is one command alone. */
  isOne: boolean;
  isCommitSent: boolean;
}

/** Takes back what is still open of a transaction, and asks what became of it. */
export async function fateOf(
  client: PostgresClient,
  { id, hasEnded, isOne, isCommitSent }: Failed,
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

/** The id of the transaction that the connection is in; null outside of one. */
export async function transactionIn(client: Pick<PostgresClient, 'query'>): Promise<string | null> {
  const [row] = await client.query('select txid_current_if_assigned()::text as id');
  return (row?.['id'] as string | null) ?? null;
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
