import type { Unit } from './units';

/**
 * Whether a migration's SQL is what changes a unit, as far as its words tell: one of its statements names it, together
 * with its table. A table that comes or goes is named by the statement that says so, not by a key that refers to it.
 */
export function isNamedIn(sql: string, { path, name, table, before }: Unit): boolean {
  const statements = statementsOf(sql);
  if (path[0] === 'tables' && path.length === 2) {
    const verbs =
      before === undefined ? /\bcreate\s+table\b|\brename\s+to\b/i : /\bdrop\s+table\b|\brename\s+to\b/i;
    return statements.some((statement) => verbs.test(statement) && names(statement, name));
  }
  // DROP INDEX of Postgres and SQLite does not say of which table.
  const isAlone = table === null || name === table || path.at(-2) === 'indexes';
  const words = isAlone ? [name] : [name, table];
  return statements.some((statement) => words.every((word) => names(statement, word)));
}

/** Whether SQL writes rows at most: then it changes no state. */
export function isDataOnly(sql: string): boolean {
  return statementsOf(sql).every(
    (one) => one.trim() === '' || /^\s*(?:insert|update|delete|select)\b/i.test(one),
  );
}

function statementsOf(sql: string): string[] {
  return sql.split(/--> statement-breakpoint|;\s*$/m).map((part) => part.replaceAll(/^\s*--.*$/gm, ''));
}

/** Whole words: the name of a key holds those of its columns, joined by underscores. */
export function names(statement: string, word: string): boolean {
  const escaped = word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(String.raw`(?<![\w$])${escaped}(?![\w$])`).test(statement);
}
