import { quoted, type Row, type SqliteClient } from './client';

/** Rows that refer to something that is not there; null where SQLite cannot tell, because a key fits no table. */
export type Violations = readonly Row[] | null;

export async function violationsIn(client: SqliteClient): Promise<Violations> {
  try {
    return await client.query('PRAGMA foreign_key_check');
  } catch {
    return null;
  }
}

/**
 * What a migration has broken, in words; null where it has broken nothing. What was broken before is counted, because
 * a table that is made anew may give its rows other numbers.
 */
export async function brokenKeys(
  client: SqliteClient,
  before: Violations,
  after: Violations,
): Promise<string | null> {
  if (before === null) return null;
  if (after === null) return 'it leaves a foreign key that fits no table (`PRAGMA foreign_key_check`)';
  const told: string[] = [];
  for (const [child, parent] of pairsOf(after)) {
    const of = (rows: readonly Row[]) =>
      rows.filter((row) => row['table'] === child && row['parent'] === parent);
    const known = new Set(of(before).map(({ rowid }) => rowid));
    const more = of(after).length - of(before).length;
    if (more <= 0) continue;
    const fresh = of(after).filter(({ rowid }) => rowid === null || !known.has(rowid));
    told.push(
      `${more} of ${child} refer to rows of ${parent} that are not there (${await shown(client, fresh)})`,
    );
  }
  return told.length === 0 ? null : `it leaves rows whose foreign keys lead nowhere: ${told.join('; ')}`;
}

function pairsOf(rows: readonly Row[]): [string, string][] {
  const keys = rows.map(({ table, parent }) => JSON.stringify([table, parent]));
  return [...new Set(keys)].map((key) => JSON.parse(key) as [string, string]);
}

const SHOWN = 5;

/** The columns that refer and what they say, of the first few rows. */
async function shown(client: SqliteClient, rows: readonly Row[]): Promise<string> {
  const told: string[] = [];
  for (const { table, rowid, fkid } of rows.slice(0, SHOWN)) {
    const keys = await client.query(`PRAGMA foreign_key_list(${quoted(String(table))})`);
    const columns = keys.filter(({ id }) => id === fkid).map(({ from }) => String(from));
    const list = columns.map(quoted).join(', ');
    const [row] =
      rowid === null
        ? []
        : await client.query(`SELECT ${list} FROM ${quoted(String(table))} WHERE rowid = ?`, [rowid]);
    told.push(
      `${rowid === null ? '' : `row ${String(rowid)}: `}${columns.map((column) => `${column} ${String(row?.[column] ?? '')}`.trim()).join(', ')}`,
    );
  }
  return told.join('; ') + (rows.length > SHOWN ? `; and ${rows.length - SHOWN} more` : '');
}
