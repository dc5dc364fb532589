import type { Connection } from '../../engines/connection';
import type { LedgerPlace } from '../../ledger/ledger';
import { RESTORE } from '../../ledger/unfinished';
import { quoted } from '../../engines/mysql/client';
import { CREATE_RUNS, RUNS } from '../../engines/mysql/runs';
import type { Manifest } from '../manifest';

export { RUNS } from '../../engines/mysql/runs';

/** Remembers that a restore is at work, so that a database of which a part is there is not taken for a whole one. */
export async function beginRestore(
  connection: Connection,
  { table }: LedgerPlace,
  { file, sha256 }: Manifest,
): Promise<void> {
  await connection.query(`create table if not exists ${RUNS} ${CREATE_RUNS}`);
  await connection.query(
    `replace into ${RUNS} (ledger, migration, hash, done, total, begun) values (?, ?, ?, 0, 1, 0)`,
    [table, `${RESTORE}${file}`, sha256],
  );
}

/** Forgets it: where the backup has such a table, that is in its place by now. */
export async function endRestore(connection: Connection, { table }: LedgerPlace): Promise<void> {
  await connection.query(`delete from ${RUNS} where ledger = ? and migration like ?`, [table, `${RESTORE}%`]);
}

/** Drops all that a dump would hold, but what remembers that. */
export async function emptyDatabase(connection: Connection, database: string): Promise<void> {
  const inHere = quoted(database);
  const drops = await connection.query(`
    select 'view' as kind, table_name as name from information_schema.views where table_schema = database()
    union all select if(table_type = 'SEQUENCE', 'sequence', 'table'), table_name from information_schema.tables
      where table_schema = database() and table_type <> 'VIEW' and table_name <> '${RUNS}'
    union all select lower(routine_type), routine_name from information_schema.routines where routine_schema = database()
    union all select 'event', event_name from information_schema.events where event_schema = database()`);
  await connection.query('set session foreign_key_checks = 0');
  for (const { kind, name } of drops)
    await connection.query(`drop ${String(kind)} if exists ${inHere}.${quoted(String(name))}`);
}
