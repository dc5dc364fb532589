import { commandsOf, names } from '../sql/commands';
import type { Rebuilt } from './repair';
import type { State } from './units';

/**
 * The part of a state that a migration can have to do with: the tables that its SQL names, without keys to other tables,
 * and what is no table or view. It is made on a shadow in a moment, and also where another table needs an extension that
 * the shadow does not have.
 */
export function namedPart(state: State, sql: string): State {
  const commands = commandsOf(sql);
  const isNamed = (name: string) => commands.some((command) => names(command, name));
  const tables = Object.entries((state['tables'] ?? {}) as Record<string, State>).filter(([, table]) =>
    isNamed(String(table['name'])),
  );
  const kept = new Set(tables.map(([, table]) => String(table['name'])));
  return {
    ...state,
    tables: Object.fromEntries(tables.map(([key, table]) => [key, withKeysTo(table, kept)])),
    views: Object.fromEntries(
      Object.entries((state['views'] ?? {}) as State).filter(([key]) => isNamed(key.split('.').at(-1)!)),
    ),
  };
}

/** What has to be proved of a state that was worked out: as much of it as the SQL has to do with. */
export function rebuiltOf(migration: string, before: State, sql: string, after: State): Rebuilt {
  const part = (state: State) => JSON.stringify(namedPart(state, sql));
  return { migration, before: part(before), sql, after: part(after) };
}

function withKeysTo(table: State, kept: ReadonlySet<string>): State {
  const keys = Object.entries((table['foreignKeys'] ?? {}) as Record<string, State>);
  const foreignKeys = Object.fromEntries(keys.filter(([, key]) => kept.has(String(key['tableTo']))));
  return { ...table, foreignKeys };
}
