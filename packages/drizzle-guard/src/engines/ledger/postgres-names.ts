import type { LedgerPlace } from '../../ledger/ledger';
import type { PostgresClient } from '../postgres/transaction';

export function nameOf({ schema, table }: LedgerPlace): string {
  return `${quote(schema)}.${quote(table)}`;
}

export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** @param name as SQL names it. Of a connection that is new this is a fraction of what a question to the catalog costs */
export async function isTableThere(client: Pick<PostgresClient, 'query'>, name: string): Promise<boolean> {
  const [row] = await client.query('select to_regclass($1) is not null as there', [name]);
  return row?.['there'] === true;
}
