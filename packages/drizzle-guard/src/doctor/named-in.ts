import { names, says, type Command } from '../sql/commands';
import type { Unit } from './units';

/**
 * Whether a migration's SQL is what changes a unit, as far as its words tell: one of its commands names it, together
 * with its table. A table that comes or goes is named by the command that says so, not by a key that refers to it.
 */
export function isNamedIn(commands: readonly Command[], { path, name, table, before }: Unit): boolean {
  if (path[0] === 'tables' && path.length === 2) {
    const verb = before === undefined ? 'create' : 'drop';
    return commands.some(
      (command) => (says(command, verb, 'table') || says(command, 'rename', 'to')) && names(command, name),
    );
  }
  // DROP INDEX of Postgres and SQLite does not say of which table.
  const isAlone = table === null || name === table || path.at(-2) === 'indexes';
  const words = isAlone ? [name] : [name, table];
  return commands.some((command) => words.every((word) => names(command, word)));
}
