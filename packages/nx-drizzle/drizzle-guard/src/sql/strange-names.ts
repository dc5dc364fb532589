import { goneAfter, goneIn, type TaggedSql } from './gone';
import { isOfRows } from './meanings';
import { commandsOf, type Command } from './commands';
import { writtenTokensOf } from './tokens';

/**
 * Whether commands about rows speak of a table or a column that is not known to be there: one that the SQL before it has
 * dropped or renamed, or names nowhere. Whether it is there only running it tells.
 * @param earlier the migrations before it
 */
export function speaksOfStrange(sql: string, earlier: readonly TaggedSql[]): boolean {
  const commands = commandsOf(sql);
  const rows = commands.filter(isOfRows);
  if (rows.length === 0) return false;
  const others = commands.filter((command) => !isOfRows(command)).map((command) => command.join(' '));
  const before = [...earlier, { tag: '', sql: others.join(';\n') }];
  const gone = goneAfter(before);
  if (rows.some((command) => goneIn(command, gone))) return true;
  const known = new Set(before.flatMap((one) => writtenTokensOf(one.sql).map(plain)));
  return rows.some((command) => namesOf(command).some((name) => !known.has(name)));
}

/** The table that is written, its columns that are, and every name in quotes. */
function namesOf(command: Command): string[] {
  const words = command.map((token) => token.toLowerCase());
  const quoted = command.filter((token) => /^["`]/.test(token));
  const [verb] = words;
  const from =
    verb === 'update' ? 1 : words.findIndex((word) => word === (verb === 'insert' ? 'into' : 'from')) + 1;
  if (verb === 'select' || from === 0) return quoted.map(plain);
  let at = from;
  while (words[at] === 'only' || words[at] === 'or' || words[at + 1] === '.')
    at += words[at + 1] === '.' ? 2 : 1;
  const table = command[at];
  const columns =
    verb === 'update' ? setIn(command, words) : verb === 'insert' ? listIn(command, at + 1) : [];
  return [...quoted, ...(table === undefined ? [] : [table]), ...columns].map(plain);
}

/** `SET a = 1, b = (…), c = 2`. */
function setIn(command: Command, words: readonly string[]): string[] {
  const columns: string[] = [];
  let depth = 0;
  for (let at = words.indexOf('set'); at >= 0 && at < words.length; at++) {
    if (words[at] === 'where' || words[at] === 'from' || words[at] === 'returning') break;
    if (words[at] === '(') depth += 1;
    if (words[at] === ')') depth -= 1;
    const isStart = depth === 0 && (words[at] === 'set' || words[at] === ',');
    if (isStart && words[at + 2] === '=') columns.push(command[at + 1]!);
  }
  return columns;
}

/** `(a, b)`; none where the values follow at once. */
function listIn(command: Command, at: number): string[] {
  if (command[at] !== '(') return [];
  const end = command.indexOf(')', at);
  return command.slice(at + 1, end).filter((token) => token !== ',');
}

function plain(token: string): string {
  const quote = token[0]!;
  return /["`]/.test(quote) ? token.slice(1, -1).replaceAll(quote.repeat(2), quote) : token.toLowerCase();
}
