import { chunksOf } from './statements';
import { tokensOf } from './tokens';

/** One command of SQL in a form that is equal for texts that differ only in white space, comments and case. */
export type Meaning = readonly string[];

/** The commands of a text of SQL, also where several stand in one statement; a body in dollar quotes is not opened. */
export function meaningsOf(sql: string): Meaning[] {
  return chunksOf(sql).flatMap((chunk) => {
    const commands: string[][] = [[]];
    for (const token of tokensOf(chunk))
      if (token === ';') commands.push([]);
      else commands.at(-1)!.push(token);
    return commands.filter((command) => command.length > 0);
  });
}

const WRITES_ROWS = new Set(['insert', 'update', 'delete']);

/** Whether a command reads or writes rows and does nothing else: a function that SELECT calls could do anything. */
export function isOfRows(meaning: Meaning): boolean {
  const [first = '', ...rest] = meaning.map((token) => token.toLowerCase());
  return WRITES_ROWS.has(first) || (first === 'select' && !rest.includes('into') && !rest.includes('('));
}
