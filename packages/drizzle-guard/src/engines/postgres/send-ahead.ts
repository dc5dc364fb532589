import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerClient } from './client';
import { begunWith, mayEnd, type Ahead } from './transaction';

/**
 * Fails outside of a transaction: statements that are sent before BEGIN is answered would otherwise stand for themselves
 * where it was refused (cancelled, say).
 */
const INSIDE = `select ${heldOr('pg_catalog.txid_current_if_assigned() is not null', 'its transaction has not begun')}; `;

/**
 * A client that can send what follows a transaction together with its COMMIT: how the next one begins and its statements,
 * which the server then runs without waiting for anybody. Of it nothing is committed before the COMMIT is answered. What
 * else is asked of the client takes it back first, so that nobody finds a transaction open.
 */
export function withSendAhead(client: ServerClient): ServerClient {
  let ahead: (Ahead & { of: readonly string[] }) | null = null;
  let takingBack: Promise<void> | null = null;
  const alone =
    <A extends unknown[], T>(ask: (...args: A) => Promise<T>) =>
    (...args: A): Promise<T> => {
      if (ahead) {
        takingBack = takeBack(client, ahead).finally(() => (takingBack = null));
        ahead = null;
      }
      return takingBack ? takingBack.then(() => ask(...args)) : ask(...args);
    };
  return {
    ...client,
    query: alone(client.query),
    execute: alone(client.execute),
    close: alone(client.close),
    sendAhead({ of, begin, statements }, behind) {
      const isCommitted = heldOr(
        `pg_catalog.txid_status(${behind}) operator(pg_catalog.=) 'committed'`,
        'what it follows is not committed',
      );
      const id = begunWith(client, `${begin}; select ${isCommitted}`);
      const isSent = !statements.some(mayEnd);
      const answers = isSent ? statements.map((sql) => client.execute(INSIDE + sql)) : [];
      for (const answer of [id, ...answers]) answer.catch(() => undefined);
      ahead = { of, id, answers };
    },
    sentAhead(of) {
      if (ahead?.of !== of) return null;
      const sent = ahead;
      ahead = null;
      return sent;
    },
  };
}

/** Of what is taken back nobody waits for the end; in milliseconds. */
const SHORT = 200;

async function takeBack(client: ServerClient, { id, answers }: Ahead): Promise<void> {
  let isAnswered = false;
  const all = Promise.allSettled([id, ...answers]).then(() => void (isAnswered = true));
  const aMoment = () => Promise.race([all, sleep(SHORT, undefined, { ref: false })]);
  await aMoment();
  while (!isAnswered) {
    await client.cancel();
    await aMoment();
  }
  await client.execute('rollback').catch(() => undefined);
}

/** SQL that is refused with these words where a condition does not hold, whatever the search path finds first. */
function heldOr(condition: string, words: string): string {
  return `(case when ${condition} then '1' else '${words}' end)::pg_catalog.int4`;
}
