import { writtenTokensOf } from './tokens';

/** What belongs to a whole server, behind CREATE, ALTER, DROP. */
const OF_SERVERS = new Set([
  ...['database', 'role', 'user', 'group', 'tablespace', 'system', 'subscription', 'server'],
]);

/** Functions that read or write files, or speak to other servers and to other connections. */
const LEADING_OUT =
  /^(?:dblink\w*|lo_import|lo_export|pg_(?:read|ls|stat)_\w+|pg_file_\w+|pg_(?:terminate|cancel)_backend|pg_reload_conf)$/;

/**
 * What a statement of Postgres reaches beside the database that it is run in, in words; null where that is nothing, as far
 * as its text tells: what a body puts together itself is not seen.
 * @param sql one statement of a migration, as drizzle-orm would run it
 */
export function reachedByPostgres(sql: string): string | null {
  const words = wordsOf(sql);
  for (const [at, word] of words.entries()) {
    const next = words[at + 1] ?? '';
    if (/^(?:create|alter|drop)$/.test(word) && OF_SERVERS.has(next)) return `${word} ${next}`.toUpperCase();
    if (word === 'reassign' && next === 'owned') return 'REASSIGN OWNED';
    if (LEADING_OUT.test(word) && next === '(') return word;
  }
  return (
    commandsOf(words)
      .map(reachedBy)
      .find((reached) => reached !== null) ?? null
  );
}

function reachedBy(command: readonly string[]): string | null {
  const [first] = command;
  if (first === 'copy' && !command.some((word) => word === 'stdin' || word === 'stdout')) return 'COPY';
  if ((first === 'grant' || first === 'revoke') && !command.includes('on'))
    return `${first.toUpperCase()} of a role`;
  return first === 'load' || first === 'vacuum' ? first.toUpperCase() : null;
}

/** In small letters; also those in the bodies of functions and of DO. */
function wordsOf(sql: string): string[] {
  const tokens = writtenTokensOf(sql);
  const hasBody =
    tokens[0]?.toLowerCase() === 'do' || tokens.some((token) => /^(?:function|procedure)$/i.test(token));
  return tokens.flatMap((token) => {
    if (!/^['$]/.test(token)) return [token.toLowerCase()];
    const tag = /^\$\w*\$/.exec(token)?.[0] ?? "'";
    return hasBody && token.length >= 2 * tag.length ? [';', ...wordsInside(token, tag), ';'] : [token];
  });
}

function wordsInside(token: string, tag: string): string[] {
  const inside = token.slice(tag.length, -tag.length).replaceAll("''", "'");
  return writtenTokensOf(inside).flatMap((word) =>
    /^['$]/.test(word)
      ? [';', ...writtenTokensOf(word.replaceAll(/['$]/g, ' ')).map(small), ';']
      : [small(word)],
  );
}

function small(word: string): string {
  return word.toLowerCase();
}

function commandsOf(words: readonly string[]): string[][] {
  const commands: string[][] = [[]];
  for (const word of words)
    if (word === ';') commands.push([]);
    else commands.at(-1)!.push(word);
  return commands;
}
