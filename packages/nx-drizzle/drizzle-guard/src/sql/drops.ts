import { nameAt, nameOf } from './answers-in';
import { commandsOf, type Command } from './commands';

/** What a command takes away with all that is in it. */
export interface Drop {
  /** With its schema, as far as that is written. */
  table: string[];
  /** Null where it is the whole table, or its rows. */
  column: string | null;
  /** The command, where only rows go. */
  rows: string | null;
}

const FILLERS = ['if', 'exists', 'only'];
const NO_COLUMN = [
  'constraint',
  'index',
  'key',
  'primary',
  'foreign',
  'check',
  'partition',
  'default',
  'not',
];

/** The tables, columns and rows that SQL takes away, in its order. */
export function dropsIn(sql: string): Drop[] {
  return commandsOf(sql).flatMap(dropsOf);
}

function dropsOf(command: Command): Drop[] {
  const [verb = '', kind = '', ...rest] = command;
  switch (`${verb} ${kind}`.toLowerCase()) {
    case 'drop table':
      return listed(without(rest)).map((name) => ({ table: nameAt(name).name, column: null, rows: null }));
    case 'alter table':
      return columnsOf(without(rest));
    case 'delete from':
      return rowsOf(command, without(rest));
    case 'truncate table':
      return listed(without(rest)).flatMap((name) => rowsOf(command, name));
    default:
      return verb.toLowerCase() === 'truncate'
        ? listed(without([kind, ...rest])).flatMap((name) => rowsOf(command, name))
        : [];
  }
}

function rowsOf(command: Command, name: readonly string[]): Drop[] {
  const { name: table } = nameAt(name);
  return table.length === 0 ? [] : [{ table, column: null, rows: command.join(' ') }];
}

/** Each action of an ALTER TABLE that drops a column. */
function columnsOf(words: readonly string[]): Drop[] {
  const { name: table, after } = nameAt(words);
  return listed(after).flatMap((action) => {
    const [verb, ...more] = action;
    if (verb?.toLowerCase() !== 'drop') return [];
    const isSaid = more[0]?.toLowerCase() === 'column';
    if (!isSaid && NO_COLUMN.includes(more[0]?.toLowerCase() ?? '')) return [];
    const [column] = without(isSaid ? more.slice(1) : more);
    return column === undefined ? [] : [{ table, column: nameOf(column), rows: null }];
  });
}

/** Without what may stand before a name. */
function without(words: readonly string[]): string[] {
  const start = words.findIndex((word) => !FILLERS.includes(word.toLowerCase()));
  return start === -1 ? [] : words.slice(start);
}

/** What stands between commas that are in no parentheses. */
function listed(words: readonly string[]): string[][] {
  const parts: string[][] = [[]];
  let depth = 0;
  for (const word of words) {
    if (word === '(') depth += 1;
    if (word === ')') depth -= 1;
    if (word === ',' && depth === 0) parts.push([]);
    else parts.at(-1)!.push(word);
  }
  return parts.filter((part) => part.length > 0);
}
