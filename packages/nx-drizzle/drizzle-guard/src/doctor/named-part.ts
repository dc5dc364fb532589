import { commandsOf, names } from '../sql/commands';
import { entitiesOf } from '../state/entities';
import type { Entity } from '../state/entity';
import type { Json } from '../state/json';
import { withChanges } from '../state/with-changes';
import type { Rebuilt } from './repair';

/**
 * The part of a state that a migration can have to do with: the tables that its SQL names, and those called so, without
 * keys to other tables; and what is no table or view. It is made on a shadow in a moment, and also where another table
 * needs an extension that the shadow does not have.
 */
export function namedPart(state: Json, sql: string, more: ReadonlySet<string> = new Set()): Json {
  const commands = commandsOf(sql);
  const isNamed = ({ name }: Entity) => more.has(name) || commands.some((command) => names(command, name));
  const entities = entitiesOf(state);
  const tables = entities.filter(({ kind }) => kind === 'table');
  const apart = new Set(tables.filter((one) => !isNamed(one)).map(({ name }) => name));
  for (const one of tables) if (isNamed(one)) apart.delete(one.name);
  const isLeftOut = (entity: Entity) =>
    entity.kind === 'foreign key'
      ? // A key to a table that is nowhere stays: no database takes it.
        apart.has(String((entity.value as Json)['tableTo']))
      : (entity.kind === 'table' || entity.kind === 'view') && !isNamed(entity);
  return withChanges(
    state,
    entities.filter(isLeftOut).map((before) => ({ before, after: null })),
  );
}

/**
 * What has to be proved of a state that was worked out: as much of it as the SQL has to do with.
 * @param more names of tables and views that have to be looked at as well
 */
export function rebuiltOf(
  migration: string,
  before: Json,
  sql: string,
  after: Json,
  more?: ReadonlySet<string>,
): Rebuilt {
  const part = (state: Json) => JSON.stringify(namedPart(state, sql, more));
  return { migration, before: part(before), sql, after: part(after) };
}
