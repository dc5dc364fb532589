import { setTimeout as sleep } from 'node:timers/promises';
import { wordsOf } from '../../errors/words-of';
import { StepFailure, type Limits, type Run } from '../connection';
import type { ServerClient } from './client';

/** lock_not_available, query_canceled. */
const [NOT_AVAILABLE, CANCELLED] = ['55P03', '57014'];

/** Others pass in the pauses: who waits for a strong lock keeps everybody waiting behind. */
const PAUSES = [250, 500, 1000, 2000];

/**
 * Does a migration, and again where it did not get the lock on a table in time and nothing of it was left behind. Where it
 * never does, it is said who was in the way.
 * @param process the server's, where it stays the same
 * @param onBlocked told how long each try took that did not get the lock; answers whether to try again
 */
export async function patient(
  client: ServerClient,
  process: number | null,
  { lockTimeout, statementTimeout }: Limits,
  work: () => Promise<void>,
  onBlocked: Run['onBlocked'] = () => true,
): Promise<void> {
  for (let time = 0; ; time++) {
    const start = performance.now();
    const watch = lockTimeout === null ? null : watchBlockers(client, process, lockTimeout);
    try {
      return await work();
    } catch (thrown) {
      const code = codeOf(thrown);
      const blockers = (await watch?.end()) ?? '';
      if (code === CANCELLED && statementTimeout !== null)
        throw worded(
          thrown,
          ` (${statementTimeout} ms)`,
          'give it more time ("migrate": { "statementTimeout": "10m" } in drizzle-guard.json)',
        );
      if (code !== NOT_AVAILABLE) throw thrown;
      const mayTryAgain = onBlocked(performance.now() - start);
      const isClean = thrown instanceof StepFailure && thrown.left === 'nothing';
      if (!isClean || !mayTryAgain || time === PAUSES.length)
        throw worded(
          thrown,
          ` (${lockTimeout} ms${isClean ? `, ${time + 1} times` : ''})${blockers === '' ? '' : `; in the way was ${blockers}`}`,
          'wait until what is in the way has ended, or end it (`select pg_terminate_backend(<process>)`)',
        );
      await sleep(PAUSES[time]!);
    } finally {
      await watch?.end();
    }
  }
}

/** The same failure with more words. */
function worded(thrown: unknown, more: string, wayOut: string): unknown {
  if (!(thrown instanceof StepFailure)) return thrown;
  const { step, left, isConnected, cause } = thrown;
  return new StepFailure(step, left, isConnected, new Error(`${wordsOf(thrown)}${more}`, { cause }), wayOut);
}

function codeOf(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) return '';
  const { code, cause } = thrown as { code?: unknown; cause?: unknown };
  return typeof code === 'string' ? code : codeOf(cause);
}

/**
 * Looks, shortly before the time is up, who is in the way: afterwards nobody can tell. Only then a second connection is
 * opened.
 */
function watchBlockers(
  client: ServerClient,
  process: number | null,
  lockTimeout: number,
): { end(): Promise<string> } {
  let isEnded = false;
  let seen = Promise.resolve('');
  const pid = process ?? processOf(client);
  const timer = setTimeout(() => {
    seen = lookedAt(client, pid, Math.max(50, lockTimeout * 0.2), () => isEnded).catch(() => '');
  }, lockTimeout * 0.5);
  return {
    end() {
      isEnded = true;
      clearTimeout(timer);
      return seen;
    },
  };
}

function processOf(client: ServerClient): Promise<number> {
  const pid = client.query('select pg_backend_pid() as pid').then(([row]) => Number(row?.['pid']));
  pid.catch(() => undefined);
  return pid;
}

/** Who was in the way when somebody last was. */
async function lookedAt(
  client: ServerClient,
  pid: number | Promise<number>,
  every: number,
  isEnded: () => boolean,
): Promise<string> {
  let blockers = '';
  const other = await client.another();
  try {
    while (!isEnded()) {
      blockers = (await blockersOf(other, await pid)) || blockers;
      for (const until = Date.now() + every; !isEnded() && Date.now() < until;) await sleep(50);
    }
  } finally {
    await other.close().catch(() => undefined);
  }
  return blockers;
}

async function blockersOf(client: ServerClient, pid: number): Promise<string> {
  const rows = await client.query(
    `select pid, application_name as name, state, extract(epoch from now() - xact_start)::int as seconds
     from pg_stat_activity where pid = any(pg_blocking_pids($1))`,
    [pid],
  );
  return rows
    .map(
      ({ pid: blocker, name, state, seconds }) =>
        `process ${String(blocker)} of the server (${String(name || 'no name')}, ${String(state)}, its transaction is ${String(seconds)} s old)`,
    )
    .join(', ');
}
