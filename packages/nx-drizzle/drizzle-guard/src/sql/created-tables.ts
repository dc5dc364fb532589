import { mysqlTokensOf } from './mysql-statements';
import { writtenTokensOf } from './tokens';

/** A table as SQL names it, without its quotes. */
export interface TableName {
  /** Null where it is not said. */
  schema: string | null;
  name: string;
}

/**
 * The tables that statements create, run one after another, and neither drop nor rename. What happens in the body of a
 * function or a DO block is not looked into: nobody knows whether it does.
 */
export function createdTables(statements: readonly string[], dialect = 'postgresql'): TableName[] {
  const tokensOf = dialect === 'mysql' ? mysqlTokensOf : writtenTokensOf;
  const tables = new Map<string, TableName>();
  for (const statement of statements)
    for (const words of commandsIn(tokensOf(statement))) {
      const made = tableIn(words, CREATE);
      if (made) tables.set(keyOf(made.table), made.table);
      const dropped = tableIn(words, DROP);
      if (dropped) for (const table of listFrom(words, dropped.next, dropped.table)) forget(tables, table);
      const altered = tableIn(words, ALTER);
      if (altered) alter(tables, altered.table, words.slice(altered.next));
    }
  return [...tables.values()];
}

const CREATE = /^create (?:unlogged )?table (?:if not exists )?/;
const DROP = /^drop table (?:if exists )?/;
const ALTER = /^alter table (?:if exists )?(?:only )?/;

function commandsIn(tokens: readonly string[]): string[][] {
  const commands: string[][] = [[]];
  for (const token of tokens)
    if (token === ';') commands.push([]);
    else commands.at(-1)!.push(token);
  return commands;
}

/** The table that stands behind the words of a beginning, and where the words go on. */
function tableIn(words: readonly string[], beginning: RegExp): { table: TableName; next: number } | null {
  const start = beginning.exec(`${words.slice(0, 8).join(' ').toLowerCase()} `)?.[0];
  return start === undefined ? null : tableAt(words, start.trim().split(' ').length);
}

function tableAt(words: readonly string[], at: number): { table: TableName; next: number } | null {
  const first = words[at];
  if (first === undefined || !/^[\w"`\u0080-\uffff]/.test(first)) return null;
  const second = words[at + 1] === '.' ? words[at + 2] : undefined;
  if (second === undefined) return { table: { schema: null, name: unquoted(first) }, next: at + 1 };
  return { table: { schema: unquoted(first), name: unquoted(second) }, next: at + 3 };
}

function listFrom(words: readonly string[], from: number, first: TableName): TableName[] {
  const tables = [first];
  for (let at = from; words[at] === ',';) {
    const next = tableAt(words, at + 1);
    if (!next) break;
    tables.push(next.table);
    at = next.next;
  }
  return tables;
}

function alter(tables: Map<string, TableName>, table: TableName, rest: readonly string[]): void {
  const says = rest.slice(0, 2).join(' ').toLowerCase();
  const moved =
    says === 'rename to'
      ? { schema: table.schema, name: unquoted(rest[2] ?? '') }
      : says === 'set schema'
        ? { schema: unquoted(rest[2] ?? ''), name: table.name }
        : null;
  if (moved && forget(tables, table)) tables.set(keyOf(moved), moved);
}

function forget(tables: Map<string, TableName>, table: TableName): boolean {
  return tables.delete(keyOf(table));
}

/** What is not quoted, Postgres writes small; and no two tables of a sound history differ in case alone. */
function keyOf({ schema, name }: TableName): string {
  return `${schema === 'public' ? '' : (schema ?? '')}.${name}`.toLowerCase();
}

function unquoted(word: string): string {
  const quote = word[0]!;
  return quote === '"' || quote === '`' ? word.slice(1, -1).replaceAll(quote.repeat(2), quote) : word;
}
