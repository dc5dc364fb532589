import { createHash } from 'node:crypto';

/** What a table, or a materialized view, holds. */
export interface TableRows {
  table: string;
  /** Each row by column, its values as text; of very many, what they come to. */
  rows: Readonly<Record<string, string | null>>[] | string;
}

/** From here on only whether all are the same is told. */
const MANY = 5000;

/** The rows in an order that is theirs, whatever order they were read in. */
export function rowsIn(table: string, read: readonly Record<string, unknown>[]): TableRows {
  const rows = read.map((row) =>
    Object.fromEntries(
      Object.keys(row)
        .sort()
        .map((column) => [column, textOf(row[column])]),
    ),
  );
  const keyed = rows.map((row) => [JSON.stringify(row), row] as const);
  keyed.sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
  if (rows.length <= MANY) return { table, rows: keyed.map(([, row]) => row) };
  const hash = createHash('sha256');
  for (const [text] of keyed) hash.update(`${text}\n`);
  return { table, rows: `${rows.length} rows, ${hash.digest('hex')}` };
}

/**
 * What all tables hold, each read by a question of its own.
 * @param names the question that gives their names, in an order
 * @param quoted a name as the database takes it
 */
export async function rowsOfEach(
  query: (sql: string) => Promise<Record<string, unknown>[]>,
  names: string,
  quoted: (name: string) => string,
): Promise<TableRows[]> {
  const read: TableRows[] = [];
  for (const { name } of await query(names))
    read.push(rowsIn(String(name), await query(`SELECT * FROM ${quoted(String(name))}`)));
  return read;
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString('hex')}`;
  if (typeof value === 'bigint') return String(value);
  return typeof value === 'object' ? JSON.stringify(value) : `${String(value)}`;
}
