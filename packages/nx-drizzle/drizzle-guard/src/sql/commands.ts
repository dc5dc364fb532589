import { chunksOf } from './statements';
import { writtenTokensOf } from './tokens';

/** One command of SQL, as its tokens. */
export type Command = readonly string[];

/**
 * The commands of a migration's SQL: of each statement what stands between semicolons, also in dollar quotes, where
 * drizzle-kit before 0.31 wrote constraints.
 */
export function commandsOf(text: string): Command[] {
  return chunksOf(text).flatMap((sql) => {
    const commands: string[][] = [[]];
    for (const token of openedTokensOf(sql))
      if (token === ';') commands.push([]);
      else commands.at(-1)!.push(token);
    return commands.filter((command) => command.length > 0);
  });
}

function openedTokensOf(sql: string): string[] {
  return writtenTokensOf(sql).flatMap((token) => {
    const [, body] = /^\$(?:\w*)\$([\s\S]*)\$\w*\$$/.exec(token) ?? [];
    return body === undefined ? [token] : openedTokensOf(body);
  });
}

/**
 * Whether a command has a name as a word of its own, in quotes or without, also in a string, which may be SQL that is
 * executed. The name of a key holds those of its columns, joined by underscores: it does not name them.
 */
export function names(command: Command, name: string): boolean {
  return command.some((token) => {
    const quote = token[0]!;
    if (quote === "'") return token === `'${name}'` || names(writtenTokensOf(token.slice(1, -1)), name);
    return token === name || nameIn(token, quote) === name;
  });
}

function nameIn(token: string, quote: string): string | null {
  return /["`]/.test(quote) ? token.slice(1, -1).replaceAll(quote.repeat(2), quote) : null;
}

/** Whether words follow each other in a command, whatever their case. */
export function says(command: Command, ...words: readonly string[]): boolean {
  return command.some((_, at) => words.every((word, ahead) => command[at + ahead]?.toLowerCase() === word));
}

const OF_ROWS = new Set(['insert', 'update', 'delete', 'select']);

/** Whether SQL writes rows at most: then it changes no state. */
export function isDataOnly(commands: readonly Command[]): boolean {
  return commands.every(([first = '']) => OF_ROWS.has(first.toLowerCase()));
}
