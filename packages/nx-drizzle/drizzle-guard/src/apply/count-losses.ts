import type { Connection } from '../engines/connection';
import type { CountedLoss, Loss } from '../rollback/losses';

/** Counts what a database holds of what would be lost. Writes nothing. */
export async function countLosses(
  connection: Connection,
  dialect: string,
  losses: readonly Loss[],
): Promise<CountedLoss[]> {
  const counted: CountedLoss[] = [];
  for (const loss of losses) counted.push({ ...loss, rows: await rowsOf(connection, dialect, loss) });
  return counted;
}

/** Null where nobody can tell. */
async function rowsOf(
  connection: Connection,
  dialect: string,
  { table, column }: Loss,
): Promise<number | null> {
  const quote = dialect === 'mysql' ? '`' : '"';
  const quoted = (name: string) => `${quote}${name.replaceAll(quote, quote + quote)}${quote}`;
  const counted = column === null ? '*' : quoted(column);
  // A schema with a dot in its name is not told apart, and then there is no such table.
  const [schema, ...name] = dialect === 'postgresql' ? table.split('.') : [];
  const from = schema === undefined ? quoted(table) : `${quoted(schema)}.${quoted(name.join('.'))}`;
  try {
    const [row] = await connection.query(`select count(${counted}) as n from ${from}`);
    return Number(row!['n']);
  } catch {
    return null;
  }
}
