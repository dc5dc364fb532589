import { isOfRows, meaningsOf, type Meaning } from '../sql/meanings';

/**
 * What the SQL of a migration is beside what drizzle-kit writes between its snapshots:
 * - `agrees`: it does that, and beside it no more than reading and writing rows;
 * - `makes-nothing`: it cannot lead from the one state to the other, whatever the database;
 * - `edited`: something else, and only running it tells what it gives.
 */
export interface Reading {
  kind: 'agrees' | 'makes-nothing' | 'edited';
  /** What drizzle-kit writes and the SQL has not. */
  lacking: string[];
}

/** What `drizzle-kit pull` writes above the SQL that it leaves in a comment, because the database has it already. */
const PULLED = /^-- Current sql file was generated after introspecting the database/;

/** Whether a migration stands for what was there before it, and is not meant to be run. */
export function isPulled(sql: string): boolean {
  return PULLED.test(sql.trimStart()) && meaningsOf(sql).length === 0;
}

/**
 * Reads the SQL of a migration beside what drizzle-kit writes between its two snapshots. Pure.
 * @param written null where drizzle-kit would have to ask whether something was renamed: more than nothing
 */
export function compareStatements(sql: string, written: readonly string[] | null): Reading {
  const isIdle = isOfRowsOnly(sql);
  if (written === null) return { kind: isIdle ? 'makes-nothing' : 'edited', lacking: [] };
  const read = [sql, ...written].some(isHardToRead) ? asWritten : meaningsOf;
  const lacking = lackingIn(read(sql), written, read);
  if (lacking === null) return { kind: 'agrees', lacking: [] };
  const isWanted = written.flatMap(commandsOf).some((meaning) => !isOfRows(meaning));
  return { kind: isIdle && isWanted ? 'makes-nothing' : 'edited', lacking };
}

/** Whether no statement of a text could change a state: there is none, or they are about rows. */
export function isOfRowsOnly(sql: string): boolean {
  return commandsOf(sql).every(isOfRows);
}

/** A backslash ends a string later in MySQL and in E'…' than elsewhere, and what looks like a comment may be none. */
function isHardToRead(sql: string): boolean {
  return sql.includes('\\') && sql.includes("'");
}

function commandsOf(sql: string): Meaning[] {
  return isHardToRead(sql) ? asWritten(sql) : meaningsOf(sql);
}

/** Null where a text has all these statements in their order, and beside them only such as are about rows. */
function lackingIn(
  own: readonly Meaning[],
  written: readonly string[],
  read: (sql: string) => Meaning[],
): string[] | null {
  const wanted = written.flatMap((statement) =>
    read(statement).map((meaning) => ({ statement, key: keyOf(meaning) })),
  );
  let at = 0;
  let isOnlyRows = true;
  for (const meaning of own) {
    if (keyOf(meaning) === wanted[at]?.key) at += 1;
    else if (!isOfRows(meaning)) isOnlyRows = false;
  }
  if (at === wanted.length && isOnlyRows) return null;
  const present = new Set(own.map(keyOf));
  return [...new Set(wanted.filter(({ key }) => !present.has(key)).map(({ statement }) => statement))];
}

function keyOf(meaning: Meaning): string {
  return meaning.join(' ');
}

/** Statements of which nothing but white space and the semicolons at the ends of lines is taken away. */
function asWritten(sql: string): Meaning[] {
  return sql
    .split(/--> statement-breakpoint|;[^\S\n]*(?:\n|$)/)
    .map((chunk) => chunk.match(/[()]|[^\s()]+/g) ?? [])
    .filter((words) => words.length > 0);
}
