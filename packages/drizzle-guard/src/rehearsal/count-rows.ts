import type { Shadow } from '../engines/shadow/shadow';
import { FILLED, type Filled } from './fill';
import { tablesIn } from './tables-in';

/** The rows that a shadow has brought along. */
export async function countRows(shadow: Shadow, dialect: string): Promise<Filled> {
  const counted: Filled = { tables: 0, rows: 0, empty: [], own: true };
  const kind = FILLED[dialect];
  for (const { sql } of kind ? await tablesIn((asked) => shadow.query(asked), kind) : []) {
    const [row] = await shadow.query(`SELECT count(*) AS n FROM ${sql}`);
    const rows = Number(row?.['n']);
    counted.rows += rows;
    if (rows > 0) counted.tables += 1;
  }
  return counted;
}
