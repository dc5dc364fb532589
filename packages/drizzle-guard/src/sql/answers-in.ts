import { shellWord } from '../text/shell-word';
import { writeName } from '../text/qualified-name';
import { commandsOf, type Command } from './commands';

/**
 * The flags of `drizzle-guard generate` that answer drizzle-kit's questions as they were answered when a migration's SQL was
 * made: what it renames, and what it creates.
 */
export function answersIn(sql: string): string[] {
  return commandsOf(sql).flatMap((command) => answerIn(command) ?? []);
}

const KINDS = ['table', 'type', 'schema', 'view', 'sequence'];

function answerIn(command: Command): string | null {
  const [verb, kind, ...rest] = command;
  const words = rest.filter(
    (word, at) => at > 2 || !['if', 'not', 'exists', 'only'].includes(word.toLowerCase()),
  );
  if (!KINDS.includes(kind?.toLowerCase() ?? '')) return null;
  const { name, after } = nameAt(words);
  if (name.length === 0) return null;
  if (verb!.toLowerCase() === 'create') return creating(name);
  if (verb!.toLowerCase() !== 'alter') return null;
  const [action, ...more] = after;
  if (action?.toLowerCase() === 'rename') {
    if (more[0]?.toLowerCase() === 'to') return renaming(name, [...name.slice(0, -1), nameOf(more[1]!)]);
    const [from, , to] = more[0]?.toLowerCase() === 'column' ? more.slice(1) : more;
    return from && to ? renaming([...name, nameOf(from)], [...name, nameOf(to)]) : null;
  }
  if (action?.toLowerCase() !== 'add' || kind!.toLowerCase() !== 'table') return null;
  const [column] = more[0]?.toLowerCase() === 'column' ? more.slice(1) : more;
  return column && !['constraint', 'primary', 'foreign', 'unique', 'check'].includes(column.toLowerCase())
    ? creating([...name, nameOf(column)])
    : null;
}

/** `"app"."orders"`, and what stands behind it. */
function nameAt(words: readonly string[]): { name: string[]; after: readonly string[] } {
  const name: string[] = [];
  let at = 0;
  for (;;) {
    if (words[at] === undefined) return { name: [], after: [] };
    name.push(nameOf(words[at]!));
    if (words[at + 1] !== '.') return { name, after: words.slice(at + 1) };
    at += 2;
  }
}

function nameOf(token: string): string {
  const quote = token[0]!;
  return /["`]/.test(quote) ? token.slice(1, -1).replaceAll(quote.repeat(2), quote) : token;
}

function renaming(from: readonly string[], to: readonly string[]): string {
  return `--rename ${shellWord(writeName(from))}=${shellWord(writeName(to))}`;
}

function creating(name: readonly string[]): string {
  return `--create ${shellWord(writeName(name))}`;
}
