import type { LedgerPlace } from '../../ledger/ledger';
import { nameOf, quote } from '../ledger/postgres-names';
import type { Unfinished } from '../connection';
import type { PostgresClient } from './transaction';

// What has begun and cannot be taken back is remembered beside the ledger, until it is recorded there.

const TABLE = '__drizzle_guard_runs';

/** What is begun; kept where it is remembered already, because somebody goes on with it. */
export async function begin(
  client: PostgresClient,
  place: LedgerPlace,
  { migration, hash, total }: Pick<Unfinished, 'migration' | 'hash' | 'total'>,
): Promise<void> {
  const table = runsBeside(place);
  await client.execute(
    `create table if not exists ${table} (migration text primary key, hash text not null, done integer not null, total integer not null, since timestamp with time zone not null default now())`,
  );
  await client.query(
    `insert into ${table} (migration, hash, done, total) values ($1, $2, 0, $3) on conflict (migration) do nothing`,
    [migration, hash, total],
  );
}

export function advance(
  client: PostgresClient,
  place: LedgerPlace,
  migration: string,
  done: number,
): Promise<unknown> {
  return client.query(`update ${runsBeside(place)} set done = $2 where migration = $1`, [migration, done]);
}

export function forget(client: PostgresClient, place: LedgerPlace, migration: string): Promise<unknown> {
  return client.query(`delete from ${runsBeside(place)} where migration = $1`, [migration]);
}

/** @throws where the table is not there */
export async function unfinishedIn(client: PostgresClient, place: LedgerPlace): Promise<Unfinished[]> {
  const rows = await client.query(
    `select migration, hash, done, total, since from ${runsBeside(place)} order by since`,
  );
  return rows.map(({ migration, hash, done, total, since }) => ({
    migration: String(migration),
    hash: String(hash),
    done: Number(done),
    total: Number(total),
    since: (since as Date).toISOString(),
  }));
}

/** The name of the table, which is there where something was begun. */
export function runsBeside({ schema }: LedgerPlace): string {
  return nameOf({ schema, table: TABLE });
}

/** Indexes that a statement has begun and not finished: they cost every write, and serve no query. */
export async function invalidIndexes(client: PostgresClient): Promise<string[]> {
  const rows = await client.query(
    `select n.nspname as schema, c.relname as name from pg_index i
     join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
     where not i.indisvalid order by 1, 2`,
  );
  return rows.map(({ schema, name }) => `${quote(String(schema))}.${quote(String(name))}`);
}
