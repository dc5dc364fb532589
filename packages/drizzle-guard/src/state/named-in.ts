import { names, says, type Command } from '../sql/commands';
import type { Change } from './changes';
import { subjectOf } from './compare';

/** What these name is there already. */
const OF_ROWS = new Set(['insert', 'update', 'delete']);

/**
 * Whether a migration's SQL is what makes a change, as far as its words tell: one of its commands names what changes,
 * together with its table. A table that comes or goes is named by the command that says so, not by a key that refers
 * to it.
 */
export function isNamedIn(all: readonly Command[], change: Change): boolean {
  const commands = all.filter(([first = '']) => !OF_ROWS.has(first.toLowerCase()));
  const { kind, name, table } = subjectOf(change);
  if (kind === 'table' && !(change.before && change.after)) {
    const verb = change.before ? 'drop' : 'create';
    return commands.some(
      (command) => (says(command, verb, 'table') || says(command, 'rename', 'to')) && names(command, name),
    );
  }
  // DROP INDEX of Postgres and SQLite does not say of which table.
  const words = table === null || name === table || kind === 'index' ? [name] : [name, table];
  return commands.some((command) => words.every((word) => names(command, word)));
}
