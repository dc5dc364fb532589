import type { Column, ForeignKey, Table } from './table';
import { valueOf } from './value-of';

/** How many rows a table is given. */
export const ROWS = 3;

/**
 * INSERTs of the rows for a table, one a statement: the first with nothing in what may be empty, so that a NOT NULL
 * meets it; the others whole. Pure.
 *
 * @returns null for a row that needs a value of a type that nobody has one for, with that column's name
 */
export function rowsFor(
  table: Table,
  dialect: 'postgresql' | 'mysql' | 'sqlite',
): { statements: string[]; unknown: string | null } {
  let unknown: string | null = null;
  const statements: string[] = [];
  for (let n = 1; n <= ROWS; n += 1) {
    const given: [string, string][] = [];
    for (const column of table.columns) {
      const { isGenerated, isFilled, isNullable, name, sql } = column;
      if (isGenerated || isFilled || (isNullable && n === 1)) continue;
      const value = parentOf(table, column, n) ?? valueOf(column, n, dialect);
      if (value !== null) given.push([sql, value]);
      else if (!isNullable) unknown = `${name} is of the type ${column.type}`;
    }
    const names = given.map(([name]) => name).join(', ');
    const values = given.map(([, value]) => value).join(', ');
    if (given.length > 0) statements.push(`INSERT INTO ${table.sql} (${names}) VALUES (${values})`);
    else
      statements.push(
        dialect === 'mysql'
          ? `INSERT INTO ${table.sql} () VALUES ()`
          : `INSERT INTO ${table.sql} DEFAULT VALUES`,
      );
  }
  return { statements, unknown };
}

/** The key of a row of the table that a column leads to; null where it leads nowhere, or to its own table. */
function parentOf({ foreignKeys, name }: Table, column: Column, n: number): string | null {
  const key = foreignKeys.find(({ columns }) => columns.includes(column.name));
  if (!key) return null;
  if (key.target.name === name) return column.isNullable ? 'NULL' : null;
  return rowOf(key, column, n);
}

function rowOf({ columns, target, keys }: ForeignKey, { name }: Column, n: number): string {
  const wanted = keys[columns.indexOf(name)] ?? keys[0]!;
  return `(SELECT ${wanted} FROM ${target.sql} ORDER BY ${keys.join(', ')} LIMIT 1 OFFSET ${n - 1})`;
}
