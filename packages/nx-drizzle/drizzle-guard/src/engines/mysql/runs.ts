import type { LedgerPlace } from '../../ledger/ledger';
import type { Run, Unfinished } from '../connection';
import { mysqlCode, quoted, type MysqlClient } from './client';
import { lockName } from './lock';

/** Kept beside the ledger while a migration is at work that cannot be taken back as a whole; gone when none is. */
export const RUNS = '__drizzle_guard_runs';

export const CREATE_RUNS =
  '(ledger varchar(64) not null, migration varchar(180) not null, hash varchar(64) not null, done int not null, total int not null, begun int null, since timestamp not null default current_timestamp, primary key (ledger, migration))';

export function createRuns(client: MysqlClient): Promise<void> {
  return client.execute(`create table if not exists ${tableIn(client)} ${CREATE_RUNS}`);
}

/** How far a migration has come. */
export interface Progress {
  /** How many of its statements have run. */
  done: number;
  /** The one that is begun, and may or may not have run, until its answer is there; counted from 0. */
  begun: number | null;
}

export function note(
  client: MysqlClient,
  { table }: LedgerPlace,
  { tag, hash, statements }: Run,
  { done, begun }: Progress,
): Promise<unknown> {
  return client.query(
    `insert into ${tableIn(client)} (ledger, migration, hash, done, total, begun) values (?, ?, ?, ?, ?, ?)
     on duplicate key update hash = values(hash), done = values(done), total = values(total), begun = values(begun), since = since`,
    [table, tag, hash, done, statements.length, begun],
  );
}

/** Forgets it, where anything is known of it. */
export async function forget(client: MysqlClient, { table }: LedgerPlace, migration: string): Promise<void> {
  await unlessMissing(
    client.query(`delete from ${tableIn(client)} where ledger = ? and migration = ?`, [table, migration]),
  );
}

/** What nobody is at work on: who is holds the lock. */
export async function unfinishedIn(client: MysqlClient, place: LedgerPlace): Promise<Unfinished[]> {
  const runs = await readRuns(client, place);
  if (runs.length === 0) return runs;
  const [row] = await client.query('select is_used_lock(?) as id', [lockName(client.database)]);
  const holder = row?.['id'] ?? null;
  if (holder !== null && Number(holder) !== client.id) return [];
  // It may have ended in between.
  return readRuns(client, place);
}

/** Where nothing of a migration has run, it is not unfinished. */
export async function readRuns(client: MysqlClient, { table }: LedgerPlace): Promise<Unfinished[]> {
  const rows = await unlessMissing(
    client.query(
      `select migration, hash, done, total, begun, unix_timestamp(since) as since from ${tableIn(client)}
       where ledger = ? and not (done = 0 and begun is null) order by since, migration`,
      [table],
    ),
  );
  return (rows ?? []).map(({ migration, hash, done, total, begun, since }) => ({
    migration: String(migration),
    hash: String(hash),
    done: Number(done),
    total: Number(total),
    since: new Date(Number(since) * 1000).toISOString(),
    ...(begun === null ? {} : { begun: Number(begun) }),
  }));
}

/** Takes the table away where it holds nothing. To be called under the lock. */
export async function dropEmptyRuns(client: MysqlClient): Promise<void> {
  const rows = await unlessMissing(client.query(`select 1 from ${tableIn(client)} limit 1`));
  if (rows?.length === 0) await client.execute(`drop table ${tableIn(client)}`);
}

function tableIn({ database }: MysqlClient): string {
  return `${quoted(database)}.${RUNS}`;
}

async function unlessMissing<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (thrown) {
    if (mysqlCode(thrown) === 'ER_NO_SUCH_TABLE') return null;
    throw thrown;
  }
}
