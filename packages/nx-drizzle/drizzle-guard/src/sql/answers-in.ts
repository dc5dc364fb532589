import { shellWord } from '../text/shell-word';
import { writeName } from '../text/qualified-name';
import { commandsOf, type Command } from './commands';

/** What a migration calls something else. */
export interface Renaming {
  kind: 'column' | 'schema' | 'other';
  /** With what it lies in, as far as that is written: ["app", "orders", "note"]. */
  from: string[];
  to: string[];
}

/** What a migration's SQL renames, in its order. */
export function renamesIn(sql: string): Renaming[] {
  return commandsOf(sql).flatMap((command) => {
    const answer = answerIn(command);
    return answer && 'from' in answer ? [answer] : [];
  });
}

/**
 * The flags of `drizzle-guard generate` that answer drizzle-kit's questions as they were answered when a migration's SQL was
 * made: what it renames, and what it creates.
 */
export function answersIn(sql: string): string[] {
  return commandsOf(sql).flatMap((command) => {
    const answer = answerIn(command);
    if (answer === null) return [];
    return 'from' in answer
      ? `--rename ${shellWord(writeName(answer.from))}=${shellWord(writeName(answer.to))}`
      : `--create ${shellWord(writeName(answer.created))}`;
  });
}

const KINDS = ['table', 'type', 'schema', 'view', 'sequence'];

function answerIn(command: Command): Renaming | { created: string[] } | null {
  const [verb, kind, ...rest] = command;
  const words = rest.filter(
    (word, at) => at > 2 || !['if', 'not', 'exists', 'only'].includes(word.toLowerCase()),
  );
  if (!KINDS.includes(kind?.toLowerCase() ?? '')) return null;
  const { name, after } = nameAt(words);
  if (name.length === 0) return null;
  if (verb!.toLowerCase() === 'create') return { created: name };
  // MySQL's.
  if (verb!.toLowerCase() === 'rename' && after[0]?.toLowerCase() === 'to')
    return { kind: 'other', from: name, to: nameAt(after.slice(1)).name };
  if (verb!.toLowerCase() !== 'alter') return null;
  const [action, ...more] = after;
  const [first, ...next] = more[0]?.toLowerCase() === 'column' ? more.slice(1) : more;
  const inTable = (column: string) => [...name, nameOf(column)];
  switch (action?.toLowerCase()) {
    case 'rename': {
      if (first?.toLowerCase() === 'to')
        return {
          kind: kind!.toLowerCase() === 'schema' ? 'schema' : 'other',
          from: name,
          to: [...name.slice(0, -1), nameOf(next[0]!)],
        };
      const [, to] = next;
      return first && to ? { kind: 'column', from: inTable(first), to: inTable(to) } : null;
    }
    case 'change': {
      const [to] = next;
      return first && to && nameOf(first) !== nameOf(to)
        ? { kind: 'column', from: inTable(first), to: inTable(to) }
        : null;
    }
    case 'add':
      return kind!.toLowerCase() === 'table' && first && !NO_COLUMN.includes(first.toLowerCase())
        ? { created: inTable(first) }
        : null;
    default:
      return null;
  }
}

const NO_COLUMN = ['constraint', 'primary', 'foreign', 'unique', 'check'];

/** `"app"."orders"`, and what stands behind it. */
export function nameAt(words: readonly string[]): { name: string[]; after: readonly string[] } {
  const name: string[] = [];
  let at = 0;
  for (;;) {
    if (words[at] === undefined) return { name: [], after: [] };
    name.push(nameOf(words[at]!));
    if (words[at + 1] !== '.') return { name, after: words.slice(at + 1) };
    at += 2;
  }
}

export function nameOf(token: string): string {
  const quote = token[0]!;
  return /["`]/.test(quote) ? token.slice(1, -1).replaceAll(quote.repeat(2), quote) : token;
}
