/**
 * A piece of SQL as MySQL and MariaDB read it: `--` begins a comment before white space alone, `#` does too, and a
 * backslash in a string escapes. What stands in an executable comment (of the form slash, star, exclamation mark) is SQL.
 */
const TOKEN =
  /--(?=\s|$)[^\n]*|#[^\n]*|\/\*M?!\d*|\/\*[\s\S]*?\*\/|'(?:[^'\\]|\\[\s\S]|'')*'|"(?:[^"\\]|\\[\s\S]|"")*"|`(?:[^`]|``)*`|[\w$\u0080-\uffff]+|\S/g;

const COMMENT = /^(?:--\s|--$|#|\/\*(?!M?!))/;
const EXECUTABLE = /^\/\*M?!/;

/** The words and signs of a text as they are written, without comments and the marks of executable ones. */
export function mysqlTokensOf(sql: string): string[] {
  return (sql.match(TOKEN) ?? []).filter((token) => !COMMENT.test(token) && !EXECUTABLE.test(token));
}

/** Whether a word begins an executable comment. */
export function isExecutable(word: string): boolean {
  return EXECUTABLE.test(word);
}

/** The commands of a statement, as their words in small letters. */
export function commandsIn(sql: string): string[][] {
  const commands: string[][] = [[]];
  for (const token of sql.match(TOKEN) ?? []) {
    if (COMMENT.test(token)) continue;
    if (token === ';') commands.push([]);
    else commands.at(-1)!.push(/^['"`]/.test(token) ? token : token.toLowerCase());
  }
  return commands.filter((command) => command.length > 0);
}

const OF_ROWS = new Set(['insert', 'update', 'delete', 'replace', 'select', 'with']);
const TO_FILES = ['outfile', 'dumpfile'];

/** What a SET may not name where a transaction is to go on: some commit it, and some outlive it. */
const NO_PLAIN_SET = [
  ...['autocommit', 'password', 'role', 'transaction', 'statement', 'default'],
  ...['global', 'persist', 'persist_only'],
];

/**
 * Whether a transaction holds all that a statement does: then it can be taken back. Everything else commits what stands
 * before it (MySQL 8.4 manual, "Statements That Cause an Implicit Commit"), or might, or leaves files behind.
 * @param sql one statement of a migration, as drizzle-orm would run it
 */
export function takesTransaction(sql: string): boolean {
  return commandsIn(sql).every((command) => {
    const first = command[0]!;
    if (command.some((word) => EXECUTABLE.test(word))) return false;
    if (first === 'set') return !command.some((word) => NO_PLAIN_SET.includes(word));
    return OF_ROWS.has(first) && !command.some((word) => TO_FILES.includes(word));
  });
}

const OF_TRANSACTIONS = new Set(['begin', 'start', 'commit', 'rollback', 'savepoint', 'release', 'xa']);

/** Whether it begins or ends transactions itself. */
export function controlsTransactions(sql: string): boolean {
  return commandsIn(sql).some(
    (command) => OF_TRANSACTIONS.has(command[0]!) || (command[0] === 'set' && command.includes('autocommit')),
  );
}

/** Whether it locks tables until it is said otherwise: meanwhile no other table can be used. */
export function locksTables(sql: string): 'locks' | 'unlocks' | null {
  const verbs = commandsIn(sql).flatMap(([first, second]) =>
    (first === 'lock' || first === 'unlock') && /^tables?$/.test(second ?? '') ? [first] : [],
  );
  const last = verbs.at(-1);
  if (last === undefined) return null;
  return last === 'lock' ? 'locks' : 'unlocks';
}

/** Whether what follows it may be in another database. */
export function changesDatabase(sql: string): boolean {
  return commandsIn(sql).some(([first]) => first === 'use');
}

const OF_ONE_THING = new Set(['table', 'index', 'view', 'unique', 'fulltext', 'spatial', 'or', 'temporary']);

/**
 * Whether a statement that the database refuses has done nothing. MariaDB drops the tables before one that is not there,
 * and of several commands the first ones have run.
 */
export function isAllOrNothing(sql: string): boolean {
  if (takesTransaction(sql)) return true;
  const commands = commandsIn(sql);
  const [first = '', second = ''] = commands[0] ?? [];
  if (commands.length > 1 || commands.flat().some((word) => EXECUTABLE.test(word))) return false;
  if (first === 'drop') return !commands[0]!.includes(',');
  return first === 'truncate' || (['create', 'alter', 'rename'].includes(first) && OF_ONE_THING.has(second));
}
