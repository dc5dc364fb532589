import { commandsOf, says } from '../sql/commands';

/**
 * Statements of drizzle-kit with those that drop constraints before those that drop tables: it writes them the other way
 * round, and a table takes the keys that refer to it along (CASCADE), or cannot be dropped while there are some (MySQL).
 */
export function keysFirst(statements: readonly string[]): string[] {
  const is = (statement: string, ...words: string[]) =>
    commandsOf(statement).some((command) => says(command, ...words));
  const at = statements.findIndex((statement) => is(statement, 'drop', 'table'));
  if (at === -1) return [...statements];
  const behind = statements.slice(at);
  const isKey = (statement: string) =>
    is(statement, 'alter', 'table') &&
    (is(statement, 'drop', 'constraint') || is(statement, 'drop', 'foreign', 'key'));
  return [
    ...statements.slice(0, at),
    ...behind.filter(isKey),
    ...behind.filter((statement) => !isKey(statement)),
  ];
}
