import type { LedgerPlace } from '../../ledger/ledger';
import type { Run, Unfinished } from '../connection';
import type { SqliteClient } from './client';

/** Kept beside the ledger while a migration is at work that cannot be taken back as a whole; gone when none is. */
const TABLE = '__drizzle_guard_runs';

export async function readRuns(client: SqliteClient, { table }: LedgerPlace): Promise<Unfinished[]> {
  if (!(await hasRuns(client))) return [];
  const rows = await client.query(
    `SELECT migration, hash, done, total, since FROM ${TABLE} WHERE ledger = ? ORDER BY rowid`,
    [table],
  );
  return rows.map(({ migration, hash, done, total, since }) => ({
    migration: String(migration),
    hash: String(hash),
    done: Number(done),
    total: Number(total),
    since: String(since),
  }));
}

/** Notes that a migration is begun, or begun again. */
export async function beginRun(client: SqliteClient, { table }: LedgerPlace, work: Run): Promise<void> {
  await client.execute(
    `CREATE TABLE IF NOT EXISTS ${TABLE} (ledger text NOT NULL, migration text NOT NULL, hash text NOT NULL, done integer NOT NULL, total integer NOT NULL, since text NOT NULL, PRIMARY KEY (ledger, migration))`,
  );
  await client.query(
    `INSERT INTO ${TABLE} (ledger, migration, hash, done, total, since) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (ledger, migration) DO UPDATE SET hash = excluded.hash, done = excluded.done, total = excluded.total`,
    [table, work.tag, work.hash, work.from ?? 0, work.statements.length, new Date().toISOString()],
  );
}

/** Notes how many statements of it have run. */
export async function noteRun(
  client: SqliteClient,
  { table }: LedgerPlace,
  migration: string,
  done: number,
): Promise<void> {
  await client.query(`UPDATE ${TABLE} SET done = ? WHERE ledger = ? AND migration = ?`, [
    done,
    table,
    migration,
  ]);
}

/** Forgets it. To be called within a transaction. */
export async function endRun(client: SqliteClient, { table }: LedgerPlace, migration: string): Promise<void> {
  if (!(await hasRuns(client))) return;
  await client.query(`DELETE FROM ${TABLE} WHERE ledger = ? AND migration = ?`, [table, migration]);
  const [left] = await client.query(`SELECT count(*) AS n FROM ${TABLE}`);
  if (Number(left?.['n']) === 0) await client.execute(`DROP TABLE ${TABLE}`);
}

async function hasRuns(client: SqliteClient): Promise<boolean> {
  const rows = await client.query(`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?`, [TABLE]);
  return rows.length > 0;
}
