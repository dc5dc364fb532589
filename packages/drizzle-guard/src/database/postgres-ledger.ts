import type { LedgerEntry, LedgerPlace, NamedRow } from '../ledger/ledger';
import { StatementFailure, type Connection } from './connection';

/** What a Postgres driver must offer. `execute` takes several statements in one text; `query` takes one. */
export interface PostgresClient {
  query(sql: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  execute(sql: string): Promise<void>;
  close(): Promise<void>;
}

/** drizzle's ledger (drizzle-orm 0.45, pg-core/dialect `migrate`; 1.0.0-rc.5, up-migrations/pg) over any Postgres client. */
export function postgresConnection(client: PostgresClient): Connection {
  return {
    async readLedger(place) {
      const [found] = await client.query('select to_regclass($1)::text as name', [nameOf(place)]);
      if (!found || found['name'] === null) return [];
      // drizzle-orm 0.x has no `name` and `applied_at`.
      const rows = await client.query(`select * from ${nameOf(place)} order by id`);
      return rows.map((row) => ({
        id: Number(row['id']),
        hash: String(row['hash']),
        createdAt: row['created_at'] === null ? null : Number(row['created_at']),
        name: typeof row['name'] === 'string' ? row['name'] : null,
        appliedAt: row['applied_at'] instanceof Date ? row['applied_at'].toISOString() : null,
      }));
    },
    async createLedger(place, shape, named) {
      const more = shape === 'names' ? `, name text, applied_at ${APPLIED_AT}` : '';
      await client.execute(
        `create schema if not exists ${quote(place.schema)};
         create table if not exists ${nameOf(place)} (id serial primary key, hash text not null, created_at bigint${more})`,
      );
      if (shape === 'names') await inTransaction(client, () => addNames(client, place, named));
    },
    async apply({ statements, row }, place) {
      await client.execute(`begin; set local ${MARK} = 'open'`);
      let position = 0;
      try {
        for (; position < statements.length; position++) {
          await client.execute(statements[position]!);
          if (!(await isMarked(client))) throw new Error('it ended the transaction of its migration');
        }
        await client.query(...insertOf(row, place));
        await client.execute('commit');
      } catch (thrown) {
        // In a failed transaction the question itself fails; an answer means that there is none to roll back.
        const rolledBack = await isMarked(client).catch(() => true);
        await client.execute('rollback').catch(() => undefined);
        throw new StatementFailure(position, rolledBack, thrown);
      }
    },
    close: () => client.close(),
  };
}

/** A setting that ends with the transaction: a migration may hold a COMMIT of its own. */
const MARK = 'drizzle_guard.migration';

async function isMarked(client: PostgresClient): Promise<boolean> {
  const [row] = await client.query(`select current_setting('${MARK}', true) as mark`);
  return row?.['mark'] === 'open';
}

const APPLIED_AT = 'timestamp with time zone default now()';

/** What drizzle-orm 1.0 does to a table of 0.x: when its rows were applied is not known, and stays so. */
async function addNames(
  client: PostgresClient,
  place: LedgerPlace,
  named: readonly NamedRow[],
): Promise<void> {
  const table = nameOf(place);
  const columns = await client.query(
    `select 1 from pg_attribute where attrelid = to_regclass($1) and attname = 'name' and not attisdropped`,
    [table],
  );
  if (columns.length === 0) {
    await client.execute(`alter table ${table} add column name text`);
    await client.execute(`alter table ${table} add column if not exists applied_at ${APPLIED_AT}`);
    await client.execute(`update ${table} set applied_at = null`);
  }
  for (const { id, name } of named)
    await client.query(`update ${table} set name = $1 where id = $2`, [name, id]);
}

function insertOf({ hash, createdAt, name }: LedgerEntry, place: LedgerPlace): [string, unknown[]] {
  if (name === null)
    return [`insert into ${nameOf(place)} (hash, created_at) values ($1, $2)`, [hash, createdAt]];
  return [
    `insert into ${nameOf(place)} (hash, created_at, name) values ($1, $2, $3)`,
    [hash, createdAt, name],
  ];
}

async function inTransaction(client: PostgresClient, work: () => Promise<void>): Promise<void> {
  await client.execute('begin');
  try {
    await work();
    await client.execute('commit');
  } catch (thrown) {
    await client.execute('rollback').catch(() => undefined);
    throw thrown;
  }
}

function nameOf({ schema, table }: LedgerPlace): string {
  return `${quote(schema)}.${quote(table)}`;
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
