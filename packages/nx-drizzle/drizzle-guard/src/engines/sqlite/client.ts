export type Row = Record<string, unknown>;

/** What is asked of a driver of SQLite, on one connection. Errors are the driver's own. */
export interface SqliteClient {
  /** Runs one statement and gives its rows. */
  query(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Runs a text of any number of statements. */
  execute(sql: string): Promise<void>;
  close(): Promise<void>;
}

/** Primary codes of SQLite's results that are told apart here (sqlite.org/rescode.html). */
const CODES: Readonly<Record<number, string>> = {
  5: 'SQLITE_BUSY',
  6: 'SQLITE_LOCKED',
  7: 'SQLITE_NOMEM',
  8: 'SQLITE_READONLY',
  9: 'SQLITE_INTERRUPT',
  10: 'SQLITE_IOERR',
  11: 'SQLITE_CORRUPT',
  13: 'SQLITE_FULL',
  14: 'SQLITE_CANTOPEN',
  26: 'SQLITE_NOTADB',
};

/** SQLite's primary code of an error, whichever driver threw it; null for another error. */
export function sqliteCode(thrown: unknown): string | null {
  if (!(thrown instanceof Error)) return null;
  const { code, errcode } = thrown as { code?: unknown; errcode?: unknown };
  // node:sqlite tells the number, the extended one of which the last byte is the primary one.
  if (typeof errcode === 'number') return CODES[errcode & 0xff] ?? null;
  if (typeof code !== 'string') return null;
  return Object.values(CODES).find((known) => code === known || code.startsWith(`${known}_`)) ?? null;
}

/** After these SQLite has taken the whole transaction back by itself (sqlite.org/lang_transaction.html). */
export function rollsBackByItself(thrown: unknown): boolean {
  return /^SQLITE_(?:FULL|IOERR|NOMEM|BUSY|INTERRUPT)$/.test(sqliteCode(thrown) ?? '');
}

/** A name, or a text that may be one, as SQLite takes it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
