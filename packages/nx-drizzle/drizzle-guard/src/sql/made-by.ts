import { commandsOf } from './commands';
import { createdTables } from './created-tables';

/** What statements make, as far as their text says. */
export interface MadeBy {
  /** The schemas in which they make something; null for the one that the connection begins with. */
  schemas: ReadonlySet<string | null>;
  /** Names of the schemas and of the extensions that they create. */
  created: { schemas: ReadonlySet<string>; extensions: ReadonlySet<string> };
  /** The tables that are there after all of them. */
  tables: readonly { schema: string | null; name: string }[];
}

/**
 * Reads what statements make, and where; also what they make in the body of a DO block or a function. What a body puts
 * together itself is not seen.
 */
export function madeBy(statements: readonly string[], dialect: string): MadeBy {
  const schemas = new Set<string | null>();
  const created = { schemas: new Set<string>(), extensions: new Set<string>() };
  const tables = createdTables(statements, dialect);
  for (const { schema } of tables) schemas.add(schema);
  if (dialect !== 'postgresql') return { schemas, created, tables };
  for (const command of statements.flatMap(commandsOf))
    for (const [at, token] of command.entries()) {
      if (token.toLowerCase() !== 'create') continue;
      const made = madeAt(command, at + 1);
      if (made === null) continue;
      if (made.kind === 'schema') created.schemas.add(made.first);
      else if (made.kind === 'extension') created.extensions.add(made.first);
      else schemas.add(made.second === null ? null : made.first);
    }
  return { schemas, created, tables };
}

const KINDS = /^(?:schema|extension|table|view|type|domain|sequence|function|procedure)$/i;
const BETWEEN = /^(?:or|replace|unlogged|materialized|recursive|if|not|exists)$/i;

/** What stands behind CREATE; null where it is of no such kind: an index, say, is where its table is. */
function madeAt(
  words: readonly string[],
  from: number,
): { kind: string; first: string; second: string | null } | null {
  let kind: string | null = null;
  for (let at = from; at < words.length; at++) {
    const word = words[at]!;
    if (kind === null && KINDS.test(word)) kind = word.toLowerCase();
    else if (!BETWEEN.test(word))
      return kind === null || !/^[\w"\u0080-\uffff]/.test(word)
        ? null
        : {
            kind,
            first: nameOf(word),
            second: words[at + 1] === '.' ? nameOf(words[at + 2] ?? '') : null,
          };
  }
  return null;
}

function nameOf(word: string): string {
  return word.startsWith('"') ? word.slice(1, -1).replaceAll('""', '"') : word.toLowerCase();
}
