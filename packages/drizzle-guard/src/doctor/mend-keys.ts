import { commandsOf, names, says } from '../sql/commands';
import { rebuiltOf } from './named-part';
import { stateIn, type Mending } from './mending';
import type { Texts } from './texts';
import type { State } from './units';

/**
 * Takes back the primary key of a column where a Postgres snapshot gives its table two, which no database can have and
 * drizzle-kit up (1.0.0-rc.5) refuses. It is certain where the state before it, mended if need be, has the other key
 * only, and the SQL does not speak of a key of that table.
 */
export async function mendKeys({ history, texts, refuted, plan }: Mending): Promise<void> {
  for (const [position, { tag, snapshot, sqlFile }] of history.migrations.entries()) {
    const doubled = snapshot?.doubleKeys ?? [];
    const previous = history.migrations[position - 1]?.snapshot;
    if (doubled.length === 0 || !previous || refuted.has(tag)) continue;
    const [before, state] = [await tablesIn(texts, previous.file), await tablesIn(texts, snapshot!.file)];
    const sql = (await texts.read(sqlFile)) ?? '';
    const commands = commandsOf(sql);
    for (const key of doubled) {
      const [was, is] = [before[key], state[key]!];
      const hadOnlyThat = was && keysOf(was).length > 0 && columnKeysOf(was).length === 0;
      const naming = commands.filter((command) => names(command, String(is['name'])));
      if (!hadOnlyThat || naming.some((command) => says(command, 'primary', 'key'))) continue;
      for (const column of columnKeysOf(is))
        await texts.set(snapshot!.file, ['tables', key, 'columns', column, 'primaryKey'], false);
      plan.repairs.push({
        code: 'malformed-snapshot',
        migration: tag,
        file: snapshot!.file,
        what: `${snapshot!.file} gives table ${key} two primary keys, which drizzle-kit up refuses: column ${columnKeysOf(is).join(', ')} is none any more, as no SQL makes it one`,
      });
      if (naming.length > 0)
        plan.rebuilt.push(
          rebuiltOf(tag, await stateIn(texts, previous.file), sql, await stateIn(texts, snapshot!.file)),
        );
    }
  }
}

async function tablesIn(texts: Texts, file: string): Promise<Record<string, State>> {
  return (await stateIn(texts, file))['tables'] as Record<string, State>;
}

function keysOf(table: State): string[] {
  return Object.keys((table['compositePrimaryKeys'] ?? {}) as State);
}

function columnKeysOf(table: State): string[] {
  return Object.entries((table['columns'] ?? {}) as Record<string, State>)
    .filter(([, column]) => column['primaryKey'] === true)
    .map(([name]) => name);
}
