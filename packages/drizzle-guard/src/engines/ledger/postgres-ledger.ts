import { GuardError } from '../../errors/guard-error';
import { wordsOf } from '../../errors/words-of';
import type { Correction, LedgerEntry, LedgerPlace, LedgerRow, LedgerShape } from '../../ledger/ledger';
import type { Connection } from '../connection';
import { inTransaction, type PostgresClient } from '../postgres/transaction';

export type { PostgresClient } from '../postgres/transaction';

/** drizzle's ledger (drizzle-orm 0.45, pg-core/dialect `migrate`; 1.0.0-rc.5, up-migrations/pg) over any Postgres client. */
export function postgresConnection(client: PostgresClient): Connection {
  return {
    query: (sql, values) => client.query(sql, values && [...values]),
    // Whoever opens a database that has to be locked replaces these.
    lock: async () => undefined,
    readUnfinished: async () => [],
    settle: async () => undefined,
    async readLedger(place) {
      try {
        return await rowsOf(client, place);
      } catch (thrown) {
        if (thrown instanceof GuardError) throw thrown;
        throw unreadable(place, `cannot be read: ${wordsOf(thrown)}`, thrown);
      }
    },
    createLedger: (place, shape) => createLedger(client, place, shape),
    async apply({ statements, row }, place, corrections) {
      await inTransaction(client, {
        async ledger() {
          if (row.name !== null && !(await columnsOf(client, place)).includes('name'))
            await addNames(client, place);
          await correctRows(client, place, corrections);
        },
        statements,
        record: () => client.query(...insertOf(row, place)),
      });
    },
    async correct(place, corrections) {
      await inTransaction(client, {
        async ledger() {
          const columns = await columnsOf(client, place);
          const possible = corrections.filter(({ to }) => !('name' in to) || columns.includes('name'));
          await correctRows(client, place, possible);
        },
      });
    },
    async record(place, rows) {
      await inTransaction(client, {
        async ledger() {
          const isNamed = rows.some(({ name }) => name !== null);
          await createLedger(client, place, isNamed ? 'names' : 'hashes');
          if (isNamed && !(await columnsOf(client, place)).includes('name')) await addNames(client, place);
        },
        async record() {
          for (const row of rows) await client.query(...insertOf(row, place));
        },
      });
    },
    close: () => client.close(),
  };
}

async function createLedger(client: PostgresClient, place: LedgerPlace, shape: LedgerShape): Promise<void> {
  const more = shape === 'names' ? `, name text, applied_at ${APPLIED_AT}` : '';
  await client.execute(
    `create schema if not exists ${quote(place.schema)};
     create table if not exists ${nameOf(place)} (id serial primary key, hash text not null, created_at bigint${more})`,
  );
}

async function rowsOf(client: PostgresClient, place: LedgerPlace): Promise<LedgerRow[]> {
  const columns = await columnsOf(client, place);
  if (columns.length === 0) return [];
  const lacking = ['id', 'hash', 'created_at'].filter((column) => !columns.includes(column));
  if (lacking.length > 0)
    throw unreadable(place, `is no ledger of drizzle's: it has no column ${lacking.join(', ')}`);
  // drizzle-orm 0.x has no `name` and `applied_at`.
  const rows = await client.query(`select * from ${nameOf(place)} order by id`);
  return rows.map((row) => {
    const { id, hash, created_at: time, name, applied_at: appliedAt } = row;
    const createdAt = time === null ? null : Number(time);
    if (!Number.isInteger(Number(id)) || typeof hash !== 'string' || Number.isNaN(createdAt))
      throw unreadable(place, `is no ledger of drizzle's: it holds a row that is not one (id ${String(id)})`);
    return {
      id: Number(id),
      hash,
      createdAt,
      name: typeof name === 'string' ? name : null,
      appliedAt: appliedAt instanceof Date ? appliedAt.toISOString() : null,
    };
  });
}

/** None where there is no such table. */
async function columnsOf(client: PostgresClient, place: LedgerPlace): Promise<string[]> {
  const columns = await client.query(
    `select attname::text as name from pg_attribute
     where attrelid = to_regclass($1) and attnum > 0 and not attisdropped order by attnum`,
    [nameOf(place)],
  );
  return columns.map(({ name }) => String(name));
}

const APPLIED_AT = 'timestamp with time zone default now()';

/** What drizzle-orm 1.0 does to a table of 0.x: when its rows were applied is not known, and stays so. */
async function addNames(client: PostgresClient, place: LedgerPlace): Promise<void> {
  const table = nameOf(place);
  await client.execute(`alter table ${table} add column name text`);
  await client.execute(`alter table ${table} add column if not exists applied_at ${APPLIED_AT}`);
  await client.execute(`update ${table} set applied_at = null`);
}

async function correctRows(
  client: PostgresClient,
  place: LedgerPlace,
  corrections: readonly Correction[],
): Promise<void> {
  for (const { id, to } of corrections) {
    const [column, value] = 'name' in to ? ['name', to.name] : ['created_at', to.createdAt];
    await client.query(`update ${nameOf(place)} set ${column} = $1 where id = $2`, [value, id]);
  }
}

function insertOf({ hash, createdAt, name }: LedgerEntry, place: LedgerPlace): [string, unknown[]] {
  if (name === null)
    return [`insert into ${nameOf(place)} (hash, created_at) values ($1, $2)`, [hash, createdAt]];
  return [
    `insert into ${nameOf(place)} (hash, created_at, name) values ($1, $2, $3)`,
    [hash, createdAt, name],
  ];
}

function unreadable({ schema, table }: LedgerPlace, why: string, cause?: unknown): GuardError {
  return new GuardError(
    'unreadable-ledger',
    `the ledger ${schema}.${table} ${why}, so it is not known what has been applied`,
    'see whether `migrations` in the drizzle config names the table that drizzle writes, and whether this user may read it; nothing was done',
    { cause },
  );
}

function nameOf({ schema, table }: LedgerPlace): string {
  return `${quote(schema)}.${quote(table)}`;
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
