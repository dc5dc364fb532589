import { StatementFailure, type Connection, type LedgerPlace } from './connection';

/** What a Postgres driver must offer. `execute` takes several statements in one text; `query` takes one. */
export interface PostgresClient {
  query(sql: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  execute(sql: string): Promise<void>;
  close(): Promise<void>;
}

/** drizzle's ledger (drizzle-orm 0.45, pg-core/dialect `migrate`) over any Postgres client. */
export function postgresConnection(client: PostgresClient): Connection {
  return {
    async readLedger(place) {
      const [found] = await client.query('select to_regclass($1)::text as name', [nameOf(place)]);
      if (!found || found['name'] === null) return [];
      const rows = await client.query(`select hash, created_at from ${nameOf(place)} order by id`);
      return rows.map((row) => ({
        hash: String(row['hash']),
        createdAt: row['created_at'] === null ? null : Number(row['created_at']),
      }));
    },
    async createLedger(place) {
      await client.execute(
        `create schema if not exists ${quote(place.schema)};
         create table if not exists ${nameOf(place)} (id serial primary key, hash text not null, created_at bigint)`,
      );
    },
    async apply({ statements, row }, place) {
      await client.execute(`begin; set local ${MARK} = 'open'`);
      let position = 0;
      try {
        for (; position < statements.length; position++) {
          await client.execute(statements[position]!);
          if (!(await isMarked(client))) throw new Error('it ended the transaction of its migration');
        }
        await client.query(`insert into ${nameOf(place)} (hash, created_at) values ($1, $2)`, [
          row.hash,
          row.createdAt,
        ]);
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

function nameOf({ schema, table }: LedgerPlace): string {
  return `${quote(schema)}.${quote(table)}`;
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
