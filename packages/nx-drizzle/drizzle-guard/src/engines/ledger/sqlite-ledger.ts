import { GuardError } from '../../errors/guard-error';
import { wordsOf } from '../../errors/words-of';
import type { Correction, LedgerEntry, LedgerPlace, LedgerRow, LedgerShape } from '../../ledger/ledger';
import { quoted, sqliteCode, type SqliteClient } from '../sqlite/client';

/**
 * drizzle's ledger in SQLite, as its migrators make it (drizzle-orm 0.45, sqlite-core/dialect and libsql/migrator;
 * 1.0.0-rc.5, up-migrations/sqlite). In the `id SERIAL` of 0.x every row has NULL, since SERIAL is no type of SQLite's:
 * a row is known by its rowid.
 */
export interface SqliteLedger {
  /** @throws GuardError `unreadable-ledger` */
  read(place: LedgerPlace): Promise<LedgerRow[]>;
  count(place: LedgerPlace): Promise<number>;
  create(place: LedgerPlace, shape: LedgerShape): Promise<void>;
  /** Gives a table of 0.x the columns of 1.0, where it lacks them. */
  addNames(place: LedgerPlace): Promise<void>;
  /** Where the table has no names yet, drizzle-orm 1.0 gives them itself. */
  correct(place: LedgerPlace, corrections: readonly Correction[]): Promise<void>;
  insert(place: LedgerPlace, entry: LedgerEntry): Promise<void>;
  holds(place: LedgerPlace, entry: LedgerEntry): Promise<boolean>;
  /** Takes the row with this number out. */
  remove(place: LedgerPlace, id: number): Promise<void>;
  has(place: LedgerPlace, id: number): Promise<boolean>;
}

export function sqliteLedger(client: SqliteClient): SqliteLedger {
  /** None where there is no such table. */
  const columnsOf = async ({ table }: LedgerPlace) =>
    (await client.query('SELECT name FROM pragma_table_info(?)', [table])).map(({ name }) => String(name));
  return {
    async read(place) {
      try {
        return await rowsOf(client, place, await columnsOf(place));
      } catch (thrown) {
        if (thrown instanceof GuardError) throw thrown;
        if (sqliteCode(thrown) === 'SQLITE_BUSY') throw busy(thrown);
        throw unreadable(place, `cannot be read: ${wordsOf(thrown)}`, thrown);
      }
    },
    async count({ table }) {
      const [row] = await client.query(`SELECT count(*) AS n FROM ${quoted(table)}`);
      return Number(row!['n']);
    },
    async create({ table }, shape) {
      const columns =
        shape === 'names'
          ? 'id INTEGER PRIMARY KEY, hash text NOT NULL, created_at numeric, name text, applied_at TEXT'
          : 'id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric';
      await client.execute(`CREATE TABLE IF NOT EXISTS ${quoted(table)} (${columns})`);
    },
    async addNames(place) {
      if ((await columnsOf(place)).includes('name')) return;
      await client.execute(`ALTER TABLE ${quoted(place.table)} ADD COLUMN name text`);
      await client.execute(`ALTER TABLE ${quoted(place.table)} ADD COLUMN applied_at TEXT`);
    },
    async correct(place, corrections) {
      const columns = await columnsOf(place);
      for (const { id, to } of corrections) {
        const [column, value] = 'name' in to ? ['name', to.name] : ['created_at', to.createdAt];
        if (columns.includes(column))
          await client.query(`UPDATE ${quoted(place.table)} SET ${column} = ? WHERE rowid = ?`, [value, id]);
      }
    },
    async insert({ table }, { hash, createdAt, name }) {
      const [more, values] =
        name === null ? ['', []] : [', name, applied_at', [name, new Date().toISOString()]];
      const marks = [hash, createdAt, ...values].map(() => '?').join(', ');
      await client.query(`INSERT INTO ${quoted(table)} (hash, created_at${more}) VALUES (${marks})`, [
        hash,
        createdAt,
        ...values,
      ]);
    },
    async holds({ table }, { hash, createdAt, name }) {
      const [row] =
        name === null
          ? await client.query(`SELECT 1 FROM ${quoted(table)} WHERE hash = ? AND created_at = ?`, [
              hash,
              createdAt,
            ])
          : await client.query(`SELECT 1 FROM ${quoted(table)} WHERE name = ?`, [name]);
      return row !== undefined;
    },
    async remove({ table }, id) {
      await client.query(`DELETE FROM ${quoted(table)} WHERE rowid = ?`, [id]);
    },
    async has({ table }, id) {
      return (await client.query(`SELECT 1 FROM ${quoted(table)} WHERE rowid = ?`, [id])).length > 0;
    },
  };
}

async function rowsOf(client: SqliteClient, place: LedgerPlace, columns: string[]): Promise<LedgerRow[]> {
  if (columns.length === 0) return [];
  const lacking = ['id', 'hash', 'created_at'].filter((column) => !columns.includes(column));
  if (lacking.length > 0)
    throw unreadable(place, `is no ledger of drizzle's: it has no column ${lacking.join(', ')}`);
  const rows = await client.query(
    `SELECT rowid AS "row number", * FROM ${quoted(place.table)} ORDER BY rowid`,
  );
  return rows.map((row) => {
    const { 'row number': id, hash, created_at: time, name, applied_at: appliedAt } = row;
    const createdAt = time === null ? null : Number(time);
    if (typeof hash !== 'string' || Number.isNaN(createdAt))
      throw unreadable(
        place,
        `is no ledger of drizzle's: it holds a row that is not one (row ${String(id)})`,
      );
    return {
      id: Number(id),
      hash,
      createdAt,
      name: typeof name === 'string' ? name : null,
      appliedAt: typeof appliedAt === 'string' ? appliedAt : null,
    };
  });
}

/** While somebody commits, SQLite lets nobody read (unless its journal is a WAL). */
function busy(thrown: unknown): GuardError {
  return new GuardError(
    'lock-held',
    `the ledger cannot be read now: ${wordsOf(thrown)}; nothing was done`,
    'run the command again when that has ended',
    { cause: thrown },
  );
}

function unreadable({ table }: LedgerPlace, why: string, cause?: unknown): GuardError {
  return new GuardError(
    'unreadable-ledger',
    `the ledger ${table} ${why}, so it is not known what has been applied`,
    'see whether `migrations` in the drizzle config names the table that drizzle writes; nothing was done',
    { cause },
  );
}
