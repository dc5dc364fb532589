import { GuardError } from '../../errors/guard-error';
import type { LedgerPlace, LedgerRow } from '../../ledger/ledger';
import { nameOf } from '../ledger/postgres-names';
import { quoted as inMysql } from '../mysql/client';
import { RUNS } from '../mysql/runs';
import { quoted as inSqlite } from '../sqlite/client';
import type { Shadow } from './shadow';

interface Words {
  /** The table as SQL names it. */
  name: string;
  /** Asks for its columns; none where it is not there. */
  columns: string;
  /** What a row is known by. */
  id: string;
}

/** What a copy says of migrations. */
export interface TakenLedger {
  rows: LedgerRow[];
  /** Names of what was begun and not finished when it was copied. */
  unfinished: string[];
}

/**
 * Reads drizzle's ledger in a shadow that began with a copy, and takes it out with what is kept beside it: a shadow holds
 * what migrations make.
 * @throws GuardError `unreadable-ledger`
 */
export async function takeLedger(shadow: Shadow, dialect: string, place: LedgerPlace): Promise<TakenLedger> {
  const ledger = wordsFor(dialect, place);
  const runs = wordsFor(dialect, { ...place, table: RUNS });
  const columnsOf = async ({ columns }: Words) =>
    (await shadow.query(columns)).map(({ name }) => String(name));
  const columns = await columnsOf(ledger);
  const rows = columns.length === 0 ? [] : await rowsOf(shadow, ledger, columns);
  const begun =
    (await columnsOf(runs)).length === 0 ? [] : await shadow.query(`SELECT migration FROM ${runs.name}`);
  const more = dialect === 'postgresql' ? ' CASCADE' : '';
  await shadow.apply([ledger, runs].map(({ name }) => `DROP TABLE IF EXISTS ${name}${more}`));
  return { rows, unfinished: begun.map(({ migration }) => String(migration)) };
}

async function rowsOf(shadow: Shadow, { name, id }: Words, columns: readonly string[]): Promise<LedgerRow[]> {
  const lacking = ['id', 'hash', 'created_at'].filter((column) => !columns.includes(column));
  if (lacking.length > 0)
    throw unreadable(name, `is no ledger of drizzle's: it has no column ${lacking.join(', ')}`);
  const named = columns.includes('name') ? 'name' : 'NULL';
  const rows = await shadow.query(
    `SELECT ${id} AS number, hash AS hash, created_at AS made, ${named} AS called FROM ${name} ORDER BY ${id}`,
  );
  return rows.map(({ number, hash, made, called }) => {
    const createdAt = made === null ? null : Number(made);
    if (typeof hash !== 'string' || Number.isNaN(createdAt))
      throw unreadable(name, `is no ledger of drizzle's: it holds a row that is not one (${String(number)})`);
    const known = { id: Number(number), hash, createdAt, appliedAt: null };
    return { ...known, name: typeof called === 'string' ? called : null };
  });
}

function wordsFor(dialect: string, place: LedgerPlace): Words {
  const { table } = place;
  if (dialect === 'postgresql') {
    const name = nameOf(place);
    const columns = `SELECT attname::text AS name FROM pg_attribute WHERE attrelid = to_regclass(${text(name)}) AND attnum > 0 AND NOT attisdropped`;
    return { name, columns, id: 'id' };
  }
  if (dialect === 'mysql') {
    const columns = `SELECT COLUMN_NAME AS name FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ${text(table.replaceAll('\\', '\\\\'))}`;
    return { name: inMysql(table), columns, id: 'id' };
  }
  const columns = `SELECT name FROM pragma_table_info(${text(table)})`;
  return { name: inSqlite(table), columns, id: 'rowid' };
}

function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

function unreadable(name: string, why: string): GuardError {
  return new GuardError(
    'unreadable-ledger',
    `the ledger ${name} of the copy ${why}, so it is not known what has been applied`,
    'see whether `migrations` in the drizzle config names the table that drizzle writes; nothing was rehearsed',
  );
}
