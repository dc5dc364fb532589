import { commandsOf, names } from '../sql/commands';
import { shortened } from '../text/shorten';
import type { Loss } from './losses';

const WRITES = new Set(['insert', 'update', 'delete']);

/** What a migration did to rows, in its own words: of that drizzle-kit takes back nothing but what goes with its table. */
export function keptRows(statements: readonly string[], losses: readonly Loss[]): string[] {
  const gone = losses.flatMap(({ kind, table }) => (kind === 'table' ? [table.replace(/^.*\./, '')] : []));
  return statements
    .flatMap(commandsOf)
    .filter(([verb = '']) => WRITES.has(verb.toLowerCase()))
    .filter((command) => !command.some((token) => /__new_/.test(token)))
    .filter((command) => !gone.some((table) => names(command, table)))
    .map((command) => shortened(command.join(' '), 120));
}
