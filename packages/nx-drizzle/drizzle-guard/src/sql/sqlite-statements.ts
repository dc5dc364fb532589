import { commandsOf, type Command } from './commands';

/** Settings that SQLite does not change inside of a transaction (sqlite.org/pragma.html): it refuses, or says nothing. */
const OUTSIDE = new Set(['journal_mode', 'synchronous', 'wal_checkpoint']);

/**
 * Whether a statement of SQLite forbids a transaction: VACUUM, DETACH, and pragmas that are refused within one.
 * @param sql one statement of a migration, as drizzle-orm would run it
 */
export function forbidsTransaction(sql: string): boolean {
  return commandsOf(sql).some((command) => {
    const first = command[0]!.toLowerCase();
    const pragma = pragmaOf(command);
    return first === 'vacuum' || first === 'detach' || (pragma !== null && OUTSIDE.has(pragma.name));
  });
}

/** Whether it ends in foreign keys that are not enforced: a pragma that does nothing inside of a transaction. */
export function switchesForeignKeysOff(sql: string): boolean {
  return commandsOf(sql).some((command) => {
    const { name, value } = pragmaOf(command) ?? {};
    return name === 'foreign_keys' && /^(?:off|no|false|0)$/.test(value ?? '');
  });
}

/** Whether it makes something new and touches no row that is there: then it can break no foreign key. */
export function onlyCreates(sql: string): boolean {
  return commandsOf(sql).every(([first = '']) => first.toLowerCase() === 'create');
}

/**
 * The statements that take a migration out of its transaction for nothing but switching foreign keys, and into the next
 * one: COMMIT, the pragma, BEGIN. So migrations are written by hand for drizzle-orm's migrators that run all of them in
 * one transaction; where the pragma stands around a migration, they are not needed.
 * @param statements of one migration
 * @returns positions
 */
export function bridges(statements: readonly string[]): Set<number> {
  const found = new Set<number>();
  const is = (at: number, word: RegExp) => {
    const commands = commandsOf(statements[at] ?? '');
    return commands.length === 1 && word.test(commands[0]!.join(' '));
  };
  for (let at = 0; at < statements.length; at += 1) {
    if (!is(at, COMMIT)) continue;
    let end = at + 1;
    while (is(end, FOREIGN_KEYS)) end += 1;
    if (end === at + 1 || !is(end, BEGIN)) continue;
    for (; at < end; at += 1) found.add(at);
    found.add(end);
  }
  return found;
}

const COMMIT = /^(?:commit|end)(?: transaction)?$/i;
const FOREIGN_KEYS = /^pragma (?:\w+ \. )?foreign_keys\b/i;
const BEGIN = /^begin(?: (?:deferred|immediate|exclusive))?(?: transaction)?$/i;

/** How many commands a statement holds: drizzle-orm runs what stands between two breakpoints as one. */
export function countCommands(sql: string): number {
  return commandsOf(sql).length;
}

/** `PRAGMA main.foreign_keys = OFF`, `PRAGMA foreign_keys(0)`; null for what is no pragma that is given a value. */
function pragmaOf(command: Command): { name: string; value: string } | null {
  const [first = '', ...rest] = command.map((token) => token.toLowerCase());
  if (first !== 'pragma') return null;
  const [name = '', sign = '', value = ''] = rest[1] === '.' ? rest.slice(2) : rest;
  if (name === 'wal_checkpoint') return { name, value };
  return sign === '=' || sign === '(' ? { name, value: value.replaceAll(/['"]/g, '') } : null;
}
