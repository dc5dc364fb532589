import type { Shadow } from '../engines/shadow/shadow';
import { rowsFor } from './rows-for';
import { parentsFirst } from './table';
import { tablesIn, type FilledDialect } from './tables-in';

/** What was put into a shadow's tables. */
export interface Filled {
  /** How many have rows now. */
  tables: number;
  rows: number;
  /** Those that are to have some and could be given none, and why. */
  empty: { table: string; why: string }[];
}

const FILLED: Readonly<Record<string, FilledDialect>> = {
  ...{ postgresql: 'postgresql', mysql: 'mysql', singlestore: 'mysql', sqlite: 'sqlite', turso: 'sqlite' },
};

/**
 * Puts a few rows into every table of a shadow, so that what comes then meets data.
 * @param only the names of tables that are to have rows; null for all
 */
export async function fill(
  shadow: Shadow,
  dialect: string,
  only: ReadonlySet<string> | null,
): Promise<Filled> {
  const kind = FILLED[dialect];
  const filled: Filled = { tables: 0, rows: 0, empty: [] };
  if (!kind) return filled;
  const tables = await tablesIn((sql) => shadow.query(sql), kind);
  for (const table of parentsFirst(tables)) {
    if (only && !only.has(table.name)) continue;
    const { statements, unknown } = rowsFor(table, kind);
    let rows = 0;
    let why = unknown;
    for (const statement of statements) {
      const { failure } = await shadow.apply([statement]);
      if (failure === null) rows += 1;
      else why ??= failure.message.split('\n')[0]!;
    }
    filled.rows += rows;
    if (rows > 0) filled.tables += 1;
    else filled.empty.push({ table: table.name, why: why ?? 'no row could be made' });
  }
  return filled;
}
