import { commandsOf, names, says } from '../sql/commands';
import { entitiesOf } from '../state/entities';
import type { Entity } from '../state/entity';
import type { Json } from '../state/json';
import { stateIn, type Mending } from './mending';
import { rebuiltOf } from './named-part';

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
    const before = entitiesOf(await stateIn(texts, previous.file));
    const state = entitiesOf(await stateIn(texts, snapshot!.file));
    const sql = (await texts.read(sqlFile)) ?? '';
    const commands = commandsOf(sql);
    for (const key of doubled) {
      const name = state.find(({ kind, path }) => kind === 'table' && path[1] === key)!.name;
      const hadOnlyThat = keysOf(before, key).length > 0 && columnKeysOf(before, key).length === 0;
      const naming = commands.filter((command) => names(command, name));
      if (!hadOnlyThat || naming.some((command) => says(command, 'primary', 'key'))) continue;
      const columns = columnKeysOf(state, key);
      for (const { path } of columns) await texts.set(snapshot!.file, [...path, 'primaryKey'], false);
      plan.repairs.push({
        code: 'malformed-snapshot',
        migration: tag,
        file: snapshot!.file,
        what: `${snapshot!.file} gives table ${key} two primary keys, which drizzle-kit up refuses: column ${columns.map((column) => column.path.at(-1)).join(', ')} is none any more, as no SQL makes it one`,
      });
      if (naming.length > 0)
        plan.rebuilt.push(
          rebuiltOf(tag, await stateIn(texts, previous.file), sql, await stateIn(texts, snapshot!.file)),
        );
    }
  }
}

/** @param table as the snapshot calls it: "public.users" */
function keysOf(entities: readonly Entity[], table: string): Entity[] {
  return entities.filter(({ kind, path }) => kind === 'primary key' && path[1] === table);
}

function columnKeysOf(entities: readonly Entity[], table: string): Entity[] {
  return entities.filter(
    ({ kind, path, value }) =>
      kind === 'column' && path[1] === table && (value as Json)['primaryKey'] === true,
  );
}
