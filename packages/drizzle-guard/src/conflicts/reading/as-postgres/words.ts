import { writtenTokensOf } from '../../../sql/tokens';

/** A statement as its words and signs; names in quotes, in small letters, since neither dialect tells them apart by case. */
export function wordsOf(sql: string): string[] {
  const words = writtenTokensOf(sql).map((token) =>
    /^["`]/.test(token)
      ? quoted(token.slice(1, -1).replaceAll(token[0]!.repeat(2), token[0]!))
      : /^'/.test(token)
        ? token.replaceAll("\\'", "''")
        : token.toLowerCase(),
  );
  if (words.at(-1) === ';') words.pop();
  return joined(words);
}

/** A text that ends where words are still to come is no SQL: nothing is made of it, and who runs it says why. */
export function unlessCutOff(translate: (sql: string) => string[] | null): (sql: string) => string[] | null {
  return (sql) => {
    try {
      return translate(sql);
    } catch (thrown) {
      if (thrown instanceof TypeError) return null;
      throw thrown;
    }
  };
}

const SIGNS = new Set(['>=', '<=', '<>', '!=', '||', '::', '->', '->>', '==', '<<', '>>']);

/** Numbers and signs are more than one token. */
function joined(tokens: readonly string[]): string[] {
  const words: string[] = [];
  for (const token of tokens) {
    const last = words.at(-1) ?? '';
    const isNumber = (/^\d+$/.test(last) && token === '.') || (/^\d+\.$/.test(last) && /^\d+$/.test(token));
    if (isNumber || SIGNS.has(last + token)) words[words.length - 1] = last + token;
    else words.push(token);
  }
  return words;
}

export function quoted(name: string): string {
  return `"${name.toLowerCase().replaceAll('"', '""')}"`;
}

/** A name without its quotes. */
export function bare(word: string): string {
  return word.startsWith('"') ? word.slice(1, -1).replaceAll('""', '"') : word;
}

/** Whether words stand at a place. */
export function isAt(words: readonly string[], at: number, ...wanted: readonly string[]): boolean {
  return wanted.every((word, ahead) => words[at + ahead] === word);
}

/** The words without runs of them: `[["engine", "=", null]]`, null for any word. */
export function withoutRuns(
  words: readonly string[],
  runs: readonly (readonly (string | null)[])[],
): string[] {
  const left: string[] = [];
  for (let at = 0; at < words.length;) {
    const run = runs.find((wanted) =>
      wanted.every((word, ahead) => word === null || words[at + ahead] === word),
    );
    if (run) at += run.length;
    else left.push(words[at++]!);
  }
  return left;
}

/** The words between commas that stand in no brackets. */
export function parted(words: readonly string[]): string[][] {
  const parts: string[][] = [[]];
  let depth = 0;
  for (const word of words) {
    depth += word === '(' ? 1 : word === ')' ? -1 : 0;
    if (word === ',' && depth === 0) parts.push([]);
    else parts.at(-1)!.push(word);
  }
  return parts;
}

/** A table as far as its last bracket: what stands behind it says how it is kept. */
export function upToLastBracket(words: readonly string[]): string[] {
  const end = words.lastIndexOf(')');
  return end === -1 || words.includes('as', end) ? [...words] : words.slice(0, end + 1);
}

/**
 * A trigger, whose name is one in its whole database, and which goes with its table: a function that is called by it stands
 * for its name.
 * @returns the statements; null where it is written otherwise
 */
export function triggerAsPostgres(words: readonly string[]): string[] | null {
  const at = words.indexOf('trigger');
  const isForgiving = isAt(words, at + 1, 'if', 'not', 'exists');
  const name = words[at + (isForgiving ? 4 : 1)];
  const on = words.indexOf('on', at);
  const table = words[on + 1];
  if (name === undefined || on === -1 || table === undefined) return null;
  const event = ['insert', 'update', 'delete'].find((one) => words.slice(at, on).includes(one)) ?? 'insert';
  const columns = words.flatMap((word, place) =>
    (word === 'new' || word === 'old') && words[place + 1] === '.' ? (words[place + 2] ?? []) : [],
  );
  const when = columns.map((column) => `new.${column} is null`).join(' or ');
  const stands = quoted(`trigger ${bare(name)}`);
  const body = words.join(' ').replaceAll("'", "''");
  return [
    `create function ${stands}() returns trigger language plpgsql as '${body}'`,
    `create trigger ${name} after ${event} on ${table} for each row ${when === '' ? '' : `when (${when})`} execute function ${stands}()`,
  ];
}

/** `drop trigger [if exists] x`. */
export function dropTriggerAsPostgres(words: readonly string[]): string[] {
  return [
    `drop function ${words.includes('exists') ? 'if exists' : ''} ${quoted(`trigger ${bare(words.at(-1)!)}`)}`,
  ];
}

/** An INSERT that names no columns gives a value to every one: with one more it is refused. */
export function insertOfAll(words: readonly string[]): string[] {
  const at = words.indexOf('into') + 1 || 1;
  const isOfAll = words[at + 1] !== '(' && words[at + 1] !== '.' && words[at] !== undefined;
  return [words.join(' '), ...(isOfAll ? [`select * from ${words[at]}`] : [])];
}
