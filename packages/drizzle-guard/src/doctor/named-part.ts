import { commandsOf, names } from '../sql/commands';
import { entitiesOf } from '../state/entities';
import type { Entity } from '../state/entity';
import type { Json } from '../state/json';
import { withChanges } from '../state/with-changes';
import type { Rebuilt } from './repair';

/**
 * The part of a state that a migration can have to do with: the tables that its SQL names, without keys to other tables,
 * and what is no table or view. It is made on a shadow in a moment, and also where another table needs an extension that
 * the shadow does not have.
 */
export function namedPart(state: Json, sql: string): Json {
  const commands = commandsOf(sql);
  const isNamed = ({ name }: Entity) => commands.some((command) => names(command, name));
  const entities = entitiesOf(state);
  const tables = new Set(
    entities.filter((one) => one.kind === 'table' && isNamed(one)).map(({ name }) => name),
  );
  const isLeftOut = (entity: Entity) =>
    entity.kind === 'foreign key'
      ? !tables.has(String((entity.value as Json)['tableTo']))
      : (entity.kind === 'table' || entity.kind === 'view') && !isNamed(entity);
  return withChanges(
    state,
    entities.filter(isLeftOut).map((before) => ({ before, after: null })),
  );
}

/** What has to be proved of a state that was worked out: as much of it as the SQL has to do with. */
export function rebuiltOf(migration: string, before: Json, sql: string, after: Json): Rebuilt {
  const part = (state: Json) => JSON.stringify(namedPart(state, sql));
  return { migration, before: part(before), sql, after: part(after) };
}
