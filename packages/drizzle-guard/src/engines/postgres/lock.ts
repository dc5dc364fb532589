import { setTimeout as sleep } from 'node:timers/promises';
import { GuardError } from '../../errors/guard-error';
import { wordsOf } from '../../errors/words-of';
import { hasHungUp, lostConnection, type ServerClient } from './client';

/** Of everything that drizzle-guard does to one database; advisory locks are kept for each database by itself. */
const KEY = "hashtextextended('drizzle-guard migrate', 0)";

const EVERY = 200;

/** SQL that may give up what its session holds. */
export const MAY_UNLOCK = /\bdiscard\b|advisory_unlock/i;

/** What holds the lock. */
export interface Lock {
  /** The server's process at the other end; null where a pooler hands each transaction to another one. */
  process: number | null;
  /** Whether it is still held. */
  isHeld(): boolean;
  /** Asked in a transaction: it is held until that ends, whatever its SQL gives up, and afterwards as before. */
  keep(): Promise<unknown>;
  release(): Promise<void>;
}

/**
 * Takes the advisory lock of a database: for the session, on the one connection that is worked with. Where a pooler hands
 * each transaction to another backend, a session's lock would be somebody else's in the next statement, and stay when
 * both have gone: there a transaction of a second connection holds it.
 *
 * @param description the database, for people
 * @throws GuardError `lock-held`, `read-only-database`
 */
export async function takeLock(
  client: ServerClient,
  description: string,
  wait: number,
  onWait: (holder: string) => void,
): Promise<Lock> {
  await refuseReadOnly(client, description);
  const process = await processOf(client);
  const isDirect = process !== null;
  const holding = isDirect ? client : await client.another();
  const { acquire, release } = isDirect ? SESSION : TRANSACTION;
  try {
    const deadline = Date.now() + wait;
    for (let isTold = false; ;) {
      if (await acquire(holding)) break;
      const holder = await holderOf(client);
      if (Date.now() >= deadline) throw held(description, holder);
      if (!isTold) onWait(`${holder}, which is at work on ${description}`);
      isTold = true;
      await sleep(Math.min(EVERY, Math.max(1, deadline - Date.now())));
    }
  } catch (thrown) {
    const isLost = !(thrown instanceof GuardError) && (await hasHungUp(holding));
    if (holding !== client) await holding.close().catch(() => undefined);
    if (/statement pooling/.test(wordsOf(thrown))) throw withoutTransactions(description, thrown);
    throw isLost ? lostConnection(description, thrown) : thrown;
  }
  return {
    process,
    isHeld: () => !holding.isLost(),
    keep: async () => {
      if (isDirect) await client.query(`select pg_advisory_xact_lock(${KEY}), pg_advisory_lock(${KEY})`);
    },
    async release() {
      await release(holding).catch(() => undefined);
      if (holding !== client) await holding.close().catch(() => undefined);
    },
  };
}

interface Way {
  acquire(client: ServerClient): Promise<boolean>;
  release(client: ServerClient): Promise<unknown>;
}

const SESSION: Way = {
  acquire: (client) => tried(client, 'pg_try_advisory_lock'),
  release: (client) => client.query(`select pg_advisory_unlock(${KEY})`),
};

const TRANSACTION: Way = {
  async acquire(client) {
    await client.execute(
      'begin; set local idle_in_transaction_session_timeout = 0; set local statement_timeout = 0',
    );
    const isHeld = await tried(client, 'pg_try_advisory_xact_lock');
    if (!isHeld) await client.execute('rollback');
    return isHeld;
  },
  release: (client) => client.execute('rollback'),
};

async function tried(client: ServerClient, how: string): Promise<boolean> {
  const [row] = await client.query(`select ${how}(${KEY}) as held`);
  return row?.['held'] === true;
}

/**
 * Null where the server's other end is not this process: with anything in between it is not. Sockets in the file system
 * have no port; but a pooler names a process of its own.
 */
async function processOf(client: ServerClient): Promise<number | null> {
  const [row] = await client.query('select inet_client_port() as port, pg_backend_pid() as pid');
  const pid = Number(row?.['pid']);
  const isDirect = (row?.['port'] ?? null) === client.port && client.process === pid;
  return isDirect ? pid : null;
}

async function refuseReadOnly(client: ServerClient, description: string): Promise<void> {
  const [row] = await client.query(
    "select pg_is_in_recovery() as replica, current_setting('transaction_read_only') as only",
  );
  if (row?.['replica'] !== true && row?.['only'] !== 'on') return;
  throw new GuardError(
    'read-only-database',
    `${description} takes no changes: it is ${row['replica'] === true ? 'a replica that follows another server' : 'read-only for this user (default_transaction_read_only)'}; nothing was applied`,
    'give the connection of the server that is written to',
  );
}

/** PgBouncer with `pool_mode=statement`. */
function withoutTransactions(description: string, cause: unknown): GuardError {
  return new GuardError(
    'cannot-connect',
    `${description} is reached through a pooler that takes no transactions: ${wordsOf(cause)}; nothing was done`,
    'give the connection of the server itself, or of a pooler of transactions or sessions',
    { cause },
  );
}

/** Who holds the lock, for people. */
async function holderOf(client: ServerClient): Promise<string> {
  const [row] = await client.query(
    `select a.pid, a.application_name as name, coalesce(host(a.client_addr), 'this machine') as address,
            coalesce(a.xact_start, a.query_start, a.backend_start) as since
     from pg_locks l left join pg_stat_activity a on a.pid = l.pid
     where l.locktype = 'advisory' and l.granted and l.objsubid = 1
       and l.database = (select oid from pg_database where datname = current_database())
       and (l.classid::bigint << 32) | l.objid::bigint = ${KEY}`,
  );
  if (!row) return 'another process';
  const since = row['since'] instanceof Date ? ` since ${row['since'].toISOString()}` : '';
  return `process ${String(row['pid'])} of the server (${String(row['name'] || 'no name')}, from ${String(row['address'])}${since})`;
}

function held(description: string, holder: string): GuardError {
  return new GuardError(
    'lock-held',
    `${description} is in use by ${holder}; nothing was done`,
    'wait for it to end, then run the command again; "migrate": { "lockWait": "5m" } in drizzle-guard.json waits longer',
  );
}
