import { commandsOf, names, type Command } from './commands';

/** A table, a column or another object that a migration drops or calls something else. */
export interface Gone {
  /** The migration, and its command. */
  tag: string;
  command: string;
  name: string;
  /** Of a column, its table. */
  table: string | null;
}

/** The SQL of a migration. */
export interface TaggedSql {
  tag: string;
  sql: string;
}

interface Effect {
  makes: boolean;
  name: string;
  table: string | null;
}

/** What is not there any more after migrations, in order, that was there before them. */
export function goneAfter(migrations: readonly TaggedSql[]): Gone[] {
  let gone: Gone[] = [];
  for (const { tag, sql } of migrations)
    for (const command of commandsOf(sql))
      for (const { makes, name, table } of effectsOf(command))
        if (makes) gone = gone.filter((one) => one.name !== name || one.table !== table);
        else gone.push({ tag, command: command.join(' '), name, table });
  return gone;
}

/** What of that is there again after these. */
export function withoutMade(gone: readonly Gone[], texts: readonly string[]): Gone[] {
  const made = texts
    .flatMap(commandsOf)
    .flatMap(effectsOf)
    .filter(({ makes }) => makes);
  return gone.filter(({ name, table }) => !made.some((one) => one.name === name && one.table === table));
}

/** Whether two sides make, drop or rename the same table, column or other object. */
export function haveOneSubject(mine: readonly string[], theirs: readonly string[]): boolean {
  const subjects = (texts: readonly string[]) =>
    texts
      .flatMap(commandsOf)
      .flatMap(effectsOf)
      .map(({ name, table }) => JSON.stringify([table, name]));
  const there = new Set(subjects(theirs));
  return subjects(mine).some((subject) => there.has(subject));
}

/** That of which a command speaks. */
export function goneIn(command: Command, gone: readonly Gone[]): Gone | undefined {
  return gone.find(({ name, table }) => names(command, name) && (table === null || names(command, table)));
}

const OBJECTS = ['table', 'view', 'type', 'schema', 'sequence'];
const NO_COLUMN = ['constraint', 'index', 'key', 'primary', 'foreign', 'unique', 'check', 'default', 'not'];
const FILLERS = ['if', 'not', 'exists', 'only', 'materialized'];

function effectsOf(command: Command): Effect[] {
  const words = command.map((token) => token.toLowerCase());
  const kind = words[1] === 'materialized' ? words[2]! : words[1]!;
  if (!OBJECTS.includes(kind)) return [];
  const rest = command
    .slice(words[1] === 'materialized' ? 3 : 2)
    .filter((token, at) => at > 3 || !FILLERS.includes(token.toLowerCase()));
  const [verb] = words;
  if (verb === 'create') return [{ makes: true, name: nameAt(rest).name, table: null }];
  if (verb === 'drop')
    return listed(rest).map((one) => ({ makes: false, name: nameAt(one).name, table: null }));
  return verb === 'alter' ? altered(rest, kind) : [];
}

function altered(rest: Command, kind: string): Effect[] {
  const { name: object, after } = nameAt(rest);
  const [action, ...more] = after;
  const first = more[0]?.toLowerCase();
  if (action?.toLowerCase() === 'rename' && first === 'to')
    return [
      { makes: false, name: object, table: null },
      { makes: true, name: nameAt(more.slice(1)).name, table: null },
    ];
  if (kind !== 'table') return [];
  const [column, ...behind] = (first === 'column' ? more.slice(1) : more).filter(
    (token, at) => at > 2 || !FILLERS.includes(token.toLowerCase()),
  );
  if (column === undefined || (first !== 'column' && NO_COLUMN.includes(first!))) return [];
  const own = { name: plain(column), table: object };
  switch (action?.toLowerCase()) {
    case 'add':
      return [{ makes: true, ...own }];
    case 'drop':
      return [{ makes: false, ...own }];
    case 'rename':
      return [
        { makes: false, ...own },
        ...(behind[1] === undefined ? [] : [{ makes: true, name: plain(behind[1]), table: object }]),
      ];
    default:
      return [];
  }
}

/** `"app"."orders"` is called `orders`; and what stands behind it. */
function nameAt(tokens: Command): { name: string; after: Command } {
  let at = 0;
  while (tokens[at + 1] === '.' && tokens[at + 2] !== undefined) at += 2;
  return { name: plain(tokens[at] ?? ''), after: tokens.slice(at + 1) };
}

function listed(tokens: Command): Command[] {
  const lists: string[][] = [[]];
  for (const token of tokens)
    if (token === ',') lists.push([]);
    else lists.at(-1)!.push(token);
  return lists.filter((list) => list.length > 0);
}

function plain(token: string): string {
  const quote = token[0] ?? '';
  return /["`]/.test(quote) ? token.slice(1, -1).replaceAll(quote.repeat(2), quote) : token;
}
