import { GuardError } from '../../errors/guard-error';
import { wordsOf } from '../../errors/words-of';
import type { Correction, LedgerEntry, LedgerPlace, LedgerRow, LedgerShape } from '../../ledger/ledger';
import { mysqlCode, quoted, type MysqlClient } from '../mysql/client';

/**
 * drizzle's ledger in MySQL, as its migrators make it (drizzle-orm 0.45, mysql-core/dialect; 1.0.0-rc.5,
 * mysql-core/async/session and up-migrations/mysql). It lies in the connection's database: `migrations.schema` is none of
 * drizzle's words there.
 */
export interface MysqlLedger {
  /** @throws GuardError `unreadable-ledger` */
  read(place: LedgerPlace): Promise<LedgerRow[]>;
  /** @throws GuardError `failed-ledger` where the user may not create it */
  create(place: LedgerPlace, shape: LedgerShape): Promise<void>;
  hasNames(place: LedgerPlace): Promise<boolean>;
  /** Gives a table of 0.x the columns of 1.0. It commits. */
  addNames(place: LedgerPlace): Promise<void>;
  /** Where the table has no names yet, drizzle-orm 1.0 gives them itself. */
  correct(place: LedgerPlace, corrections: readonly Correction[]): Promise<void>;
  insert(place: LedgerPlace, entry: LedgerEntry): Promise<void>;
  holds(place: LedgerPlace, entry: LedgerEntry): Promise<boolean>;
  /** Takes the row with this id out. */
  remove(place: LedgerPlace, id: number): Promise<void>;
  has(place: LedgerPlace, id: number): Promise<boolean>;
}

export function mysqlLedger(client: MysqlClient): MysqlLedger {
  const at = ({ table }: LedgerPlace) => `${quoted(client.database)}.${quoted(table)}`;
  /** None where there is no such table. */
  const columnsOf = async (place: LedgerPlace): Promise<string[]> => {
    try {
      return await client.columns(`select * from ${at(place)} limit 0`);
    } catch (thrown) {
      if (mysqlCode(thrown) === 'ER_NO_SUCH_TABLE') return [];
      throw thrown;
    }
  };
  const hasNames = async (place: LedgerPlace) => (await columnsOf(place)).includes('name');
  return {
    async read(place) {
      try {
        const columns = await columnsOf(place);
        return columns.length === 0 ? [] : await rowsOf(client, place, at(place), columns);
      } catch (thrown) {
        if (thrown instanceof GuardError) throw thrown;
        throw unreadable(place, `cannot be read: ${wordsOf(thrown)}`, thrown);
      }
    },
    async create(place, shape) {
      if ((await columnsOf(place)).length > 0) return;
      const more =
        shape === 'names' ? ', name text, applied_at timestamp null default current_timestamp' : '';
      await granted(
        client,
        `create table if not exists ${at(place)} (id serial primary key, hash text not null, created_at bigint${more})`,
      );
    },
    hasNames,
    async addNames(place) {
      await granted(
        client,
        `alter table ${at(place)} add column name text, add column applied_at timestamp null default current_timestamp`,
      );
      // When its rows were applied is not known, and stays so.
      await client.execute(`update ${at(place)} set applied_at = null`);
    },
    async correct(place, corrections) {
      if (corrections.length === 0) return;
      const isNamed = await hasNames(place);
      for (const { id, to } of corrections) {
        const [column, value] = 'name' in to ? ['name', to.name] : ['created_at', to.createdAt];
        if (column !== 'name' || isNamed)
          await client.query(`update ${at(place)} set ${column} = ? where id = ?`, [value, id]);
      }
    },
    async insert(place, { hash, createdAt, name }) {
      const [column, values] = name !== null && (await hasNames(place)) ? [', name', [name]] : ['', []];
      const marks = ['?', '?', ...values.map(() => '?')].join(', ');
      await client.query(`insert into ${at(place)} (hash, created_at${column}) values (${marks})`, [
        hash,
        createdAt,
        ...values,
      ]);
    },
    async holds(place, { hash, createdAt, name }) {
      const rows =
        name === null
          ? await client.query(`select 1 from ${at(place)} where hash = ? and created_at <=> ? limit 1`, [
              hash,
              createdAt,
            ])
          : await client.query(`select 1 from ${at(place)} where name = ? limit 1`, [name]);
      return rows.length > 0;
    },
    async remove(place, id) {
      await client.query(`delete from ${at(place)} where id = ?`, [id]);
    },
    async has(place, id) {
      return (await client.query(`select 1 from ${at(place)} where id = ?`, [id])).length > 0;
    },
  };
}

async function rowsOf(
  client: MysqlClient,
  place: LedgerPlace,
  table: string,
  columns: readonly string[],
): Promise<LedgerRow[]> {
  const lacking = ['id', 'hash', 'created_at'].filter((column) => !columns.includes(column));
  if (lacking.length > 0)
    throw unreadable(place, `is no ledger of drizzle's: it has no column ${lacking.join(', ')}`);
  // A time is counted in seconds: as text it would be in the time zone of the connection.
  const seconds = columns.includes('applied_at') ? ', unix_timestamp(applied_at) as `seconds`' : '';
  const rows = await client.query(`select l.*${seconds} from ${table} l order by id`);
  return rows.map((row) => {
    const { id, hash, created_at: time, name, seconds: applied } = row;
    const createdAt = time === null ? null : Number(time);
    if (!Number.isInteger(Number(id)) || typeof hash !== 'string' || Number.isNaN(createdAt))
      throw unreadable(place, `is no ledger of drizzle's: it holds a row that is not one (id ${String(id)})`);
    const appliedAt = Number(applied ?? 0);
    return {
      ...{ id: Number(id), hash, createdAt },
      name: typeof name === 'string' ? name : null,
      appliedAt: appliedAt > 0 ? new Date(appliedAt * 1000).toISOString() : null,
    };
  });
}

const FORBIDDEN = ['ER_TABLEACCESS_DENIED_ERROR', 'ER_DBACCESS_DENIED_ERROR'];

async function granted(client: MysqlClient, sql: string): Promise<void> {
  try {
    await client.execute(sql);
  } catch (thrown) {
    if (!FORBIDDEN.includes(mysqlCode(thrown))) throw thrown;
    const [who] = await client.query('select current_user() as name');
    const user = String(who!['name'])
      .split('@')
      .map((part) => `'${part}'`);
    throw new GuardError(
      'failed-ledger',
      `the ledger could not be written: ${wordsOf(thrown)}`,
      `let an administrator run \`GRANT CREATE, ALTER, DROP, SELECT, INSERT, UPDATE, DELETE ON ${quoted(client.database)}.* TO ${user.join('@')};\`, then run \`drizzle-guard migrate\` again`,
      { cause: thrown },
    );
  }
}

export function unreadable({ table }: LedgerPlace, why: string, cause?: unknown): GuardError {
  return new GuardError(
    'unreadable-ledger',
    `the ledger ${table} ${why}, so it is not known what has been applied`,
    'see whether `migrations` in the drizzle config names the table that drizzle writes, and whether this user may read the database (SELECT); nothing was done',
    { cause },
  );
}
