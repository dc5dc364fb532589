import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { GuardError } from '../../errors/guard-error';
import type { Limits } from '../connection';
import type { MysqlClient } from './client';

const EVERY = 200;

/** SQL that may give up what its connection holds. */
export const MAY_UNLOCK = /\brelease_(?:all_locks|lock)\b/i;

/** GET_LOCK's names are those of the whole server, of at most 64 characters, in any case. */
export function lockName(database: string): string {
  return `drizzle-guard:${createHash('sha256').update(database.toLowerCase()).digest('hex').slice(0, 32)}`;
}

/**
 * Takes the lock, which ends with its connection: killed or lost, the server lets go of it when what it was doing is done.
 * @param description the database, for people
 * @throws GuardError `lock-held`, `read-only-database`
 */
export async function takeLock(
  client: MysqlClient,
  description: string,
  { lockWait }: Limits,
  onWait: (holder: string) => void,
): Promise<void> {
  await refuseReadOnly(client, description);
  const name = lockName(client.database);
  const deadline = Date.now() + lockWait;
  for (let isTold = false; ;) {
    const left = deadline - Date.now();
    // MySQL counts whole seconds; the first try is to be quick, so that waiting is told.
    const seconds = isTold && left >= 1000 ? 1 : 0;
    const [row] = await client.query(`select get_lock(?, ${seconds}) as held`, [name]);
    if (Number(row?.['held']) === 1) return;
    if (Date.now() >= deadline) throw held(description, await holderOf(client, name));
    if (!isTold) onWait(`${await holderOf(client, name)}, which is at work on ${description}`);
    isTold = true;
    if (seconds === 0) await sleep(Math.min(EVERY, Math.max(1, left)));
  }
}

/** Takes it once more, where what ran may have given it up. */
export async function takeAgain(client: MysqlClient, { lockWait }: Limits): Promise<void> {
  const [row] = await client.query(`select get_lock(?, ${Math.ceil(lockWait / 1000)}) as held`, [
    lockName(client.database),
  ]);
  if (Number(row?.['held']) !== 1)
    throw new Error('the SQL gave up the lock that keeps others out, and another process has taken it');
}

/** How long a statement waits for what others hold, and how long it may take: for this connection. */
export async function limit(client: MysqlClient, { lockTimeout, statementTimeout }: Limits): Promise<void> {
  if (lockTimeout !== null) {
    const seconds = Math.max(1, Math.ceil(lockTimeout / 1000));
    await client.execute(
      `set session lock_wait_timeout = ${seconds}, session innodb_lock_wait_timeout = ${seconds}`,
    );
  }
  if (statementTimeout === null) return;
  const [row] = await client.query('select version() as version');
  // MySQL has such a limit for SELECT alone.
  await client.execute(
    /mariadb/i.test(String(row?.['version']))
      ? `set session max_statement_time = ${statementTimeout / 1000}`
      : `set session max_execution_time = ${statementTimeout}`,
  );
}

async function refuseReadOnly(client: MysqlClient, description: string): Promise<void> {
  const [row] = await client.query('select @@global.read_only as read_only');
  if (/^(0|off)$/i.test(String(row?.['read_only']))) return;
  throw new GuardError(
    'read-only-database',
    `${description} takes no changes: the server is read-only (read_only is on, as on a replica); nothing was applied`,
    'give the connection of the server that is written to',
  );
}

/** Who holds the lock, for people. Others' connections are shown to who has PROCESS; without it their number is all. */
async function holderOf(client: MysqlClient, name: string): Promise<string> {
  const [row] = await client.query('select is_used_lock(?) as id', [name]);
  const id = row?.['id'] ?? null;
  return id === null ? 'another process' : connectionOf(client, Number(id));
}

async function connectionOf(client: MysqlClient, id: number): Promise<string> {
  const [who] = await client
    .query('select user, host, time from information_schema.processlist where id = ?', [id])
    .catch(() => []);
  const known = who && Object.fromEntries(Object.entries(who).map(([key, one]) => [key.toLowerCase(), one]));
  const more = known
    ? ` (${String(known['user'])} from ${String(known['host'])}, ${String(known['time'])} s at what it does)`
    : '';
  return `connection ${id} of the server${more}`;
}

function held(description: string, holder: string): GuardError {
  return new GuardError(
    'lock-held',
    `${description} is in use by ${holder}; nothing was done`,
    'wait for it to end, then run the command again; "migrate": { "lockWait": "5m" } in drizzle-guard.json waits longer',
  );
}
