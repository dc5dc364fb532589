import { commandsIn, isExecutable } from './mysql-statements';

/** What a command may begin with that stays in one database. */
const STAYING = new Set([
  ...['create', 'alter', 'drop', 'rename', 'truncate', 'insert', 'update', 'delete', 'replace', 'select'],
  ...['with', 'values', 'table', '(', 'set', 'start', 'begin', 'commit', 'rollback', 'savepoint', 'release'],
  ...[
    'lock',
    'unlock',
    'call',
    'do',
    'analyze',
    'optimize',
    'check',
    'repair',
    'show',
    'explain',
    'describe',
  ],
]);

/** What CREATE, ALTER and DROP make or change for a whole server. */
const OF_SERVERS = new Set([
  ...[
    'database',
    'schema',
    'user',
    'role',
    'server',
    'tablespace',
    'logfile',
    'undo',
    'resource',
    'instance',
  ],
]);

/** Words that lead out of a database wherever they stand: to files, to other settings, to text that is run. */
const LEADING_OUT = new Set([
  ...[
    'outfile',
    'dumpfile',
    'soname',
    'directory',
    'global',
    'persist',
    'persist_only',
    'prepare',
    'execute',
  ],
]);

/** The same where a body may begin a command with them. */
const LEADING_OUT_OF_BODIES = new Set([
  ...[
    'grant',
    'revoke',
    'kill',
    'load',
    'use',
    'install',
    'uninstall',
    'flush',
    'shutdown',
    'purge',
    'reset',
  ],
]);

/** Engines that keep their rows elsewhere. */
const ELSEWHERE = new Set(['federated', 'connect', 'spider', 's3']);

/**
 * What a statement of MySQL or MariaDB reaches beside the database that it is run in, in words; null where that is
 * nothing. In doubt it says something: what is not run is only not proved.
 * @param sql one statement of a migration, as drizzle-orm would run it
 * @param databases the names of the others on the server
 */
export function reachedByMysql(sql: string, databases: Iterable<string>): string | null {
  const others = new Set([...databases].map((name) => name.toLowerCase()));
  const commands = commandsIn(sql).map((command) => command.filter((word) => !isExecutable(word)));
  const hasBody = /\b(?:procedure|function|trigger|event)\b/i.test(sql) && commands[0]?.[0] === 'create';
  for (const [at, command] of commands.entries()) {
    const [first = '', second = ''] = command;
    const isInBody = hasBody && at > 0;
    if (first === 'set' && (second === 'password' || second === 'role' || second === 'default'))
      return `SET ${second.toUpperCase()}`;
    if (first !== '' && !isInBody && !STAYING.has(first)) return first.toUpperCase();
    const reached = reachedBy(command, hasBody) ?? otherIn(command, others);
    if (reached !== null) return reached;
  }
  return sql.includes('\\') ? otherInText(sql, others) : null;
}

function reachedBy(command: readonly string[], hasBody: boolean): string | null {
  for (const [at, word] of command.entries()) {
    const next = command[at + 1] ?? '';
    if (LEADING_OUT.has(word)) return word.toUpperCase();
    if (hasBody && LEADING_OUT_OF_BODIES.has(word) && !/^(?:index|key)$/.test(next))
      return word.toUpperCase();
    if (/^(?:create|alter|drop)$/.test(word)) {
      const object = next === 'or' ? (command[at + 3] ?? '') : next;
      if (OF_SERVERS.has(object)) return `${word} ${object}`.toUpperCase();
    }
    if (word === 'engine') {
      const engine = bare(next === '=' ? (command[at + 2] ?? '') : next);
      if (ELSEWHERE.has(engine)) return `the engine ${engine}`;
    }
  }
  return null;
}

/** A database stands before the first dot of a name. */
function otherIn(command: readonly string[], others: ReadonlySet<string>): string | null {
  const found = command.find(
    (word, at) => command[at + 1] === '.' && command[at - 1] !== '.' && others.has(bare(word)),
  );
  return found === undefined ? null : `the database ${bare(found)}`;
}

/** Where a backslash ends a string depends on the server's sql_mode: then names in strings count too. */
function otherInText(sql: string, others: ReadonlySet<string>): string | null {
  for (const [, word = ''] of sql.matchAll(
    /(`(?:[^`]|``)*`|"[^"]*"|[\w$\u0080-\uffff]+)(?:\s|\/\*.*?\*\/)*\./gs,
  ))
    if (others.has(bare(word))) return `the database ${bare(word)}`;
  return null;
}

function bare(word: string): string {
  const name = /^(["'`]).*\1$/s.test(word) ? word.slice(1, -1).replaceAll('``', '`') : word;
  return name.toLowerCase();
}
