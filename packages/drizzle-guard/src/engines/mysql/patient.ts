import { setTimeout as sleep } from 'node:timers/promises';
import { wordsOf } from '../../errors/words-of';
import { StepFailure, type Limits, type Run } from '../connection';
import { mysqlCode, type MysqlClient } from './client';

const NOT_HAD = ['ER_LOCK_WAIT_TIMEOUT', 'ER_LOCK_DEADLOCK'];
const TOO_LONG = ['ER_STATEMENT_TIMEOUT', 'ER_QUERY_TIMEOUT'];

/** Others pass in the pauses: who waits for the lock on a table keeps everybody waiting behind. */
const PAUSES = [250, 500, 1000, 2000];

/**
 * Does one statement or one transaction, and again where it did not get a lock in time: it has done nothing then. Where it
 * never does, it is said who may be in the way.
 *
 * @param onBlocked told how long each try took that did not get the lock; answers whether to try again
 */
export async function patient(
  client: MysqlClient,
  limits: Limits,
  work: () => Promise<void>,
  onBlocked: Run['onBlocked'] = () => true,
): Promise<void> {
  for (let time = 0; ; time++) {
    const start = performance.now();
    try {
      return await work();
    } catch (thrown) {
      const code = mysqlCode(thrown);
      if (TOO_LONG.includes(code))
        throw worded(
          thrown,
          ` (${limits.statementTimeout} ms)`,
          'give it more time ("migrate": { "statementTimeout": "10m" } in drizzle-guard.json)',
        );
      if (!NOT_HAD.includes(code) || !(thrown instanceof StepFailure)) throw thrown;
      const mayTryAgain = onBlocked(performance.now() - start);
      if (!mayTryAgain || time === PAUSES.length)
        throw worded(
          thrown,
          ` (${limits.lockTimeout ?? 'the server’s'} ms, ${time + 1} times)${await openTransactions(client)}`,
          'wait until what is in the way has ended, or end it (`KILL <connection>`)',
        );
      await sleep(PAUSES[time]!);
    }
  }
}

function worded(thrown: unknown, more: string, wayOut: string): unknown {
  if (!(thrown instanceof StepFailure)) return thrown;
  const { step, left, isConnected, cause } = thrown;
  return new StepFailure(step, left, isConnected, new Error(`${wordsOf(thrown)}${more}`, { cause }), wayOut);
}

/** Who PROCESS is not granted to is not told. */
async function openTransactions(client: MysqlClient): Promise<string> {
  const rows = await client
    .query(
      `select t.trx_mysql_thread_id as id, timestampdiff(second, t.trx_started, now()) as seconds, p.user as name, p.host as place
       from information_schema.innodb_trx t left join information_schema.processlist p on p.id = t.trx_mysql_thread_id
       where t.trx_mysql_thread_id <> connection_id() order by t.trx_started limit 5`,
    )
    .catch(() => []);
  const open = rows.map(
    ({ id, seconds, name, place }) =>
      `connection ${String(id)} (${String(name)} from ${String(place)}, ${String(seconds)} s)`,
  );
  return open.length === 0 ? '' : `; open transactions, one of which may be in the way: ${open.join(', ')}`;
}
