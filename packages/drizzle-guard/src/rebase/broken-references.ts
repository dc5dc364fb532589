import { entitiesOf } from '../state/entities';
import type { Entity } from '../state/entity';
import { isMap, type Json } from '../state/json';
import { onceEach } from './once-each';

/** What a snapshot says is there, worked out once for each. */
export const entitiesIn = onceEach(entitiesOf);

/** Something in a state that rests on what is not there, or beside which another thing cannot be. */
export type Broken = {
  /** The same for the same fault of another state, wherever the things stand in it. */
  key: string;
  entity: Entity;
} & (
  | {
      /** "column users.id" */
      lacks: string;
    }
  | {
      /** What has the same name, or is a primary key of the same table. */
      beside: Entity;
    }
);

/**
 * What a state does not hold together in, which a merge by names does not see: keys and indexes on columns or tables that are
 * gone, columns of an enum that is gone, one name for two indexes, two primary keys of one table. Expressions are not read.
 */
export const brokenReferences = onceEach(findBroken);

function findBroken(state: Json): Broken[] {
  const entities = entitiesIn(state);
  const places = new Set(entities.flatMap(placesOf));
  const lacking = entities.flatMap((entity) =>
    usesOf(entity).flatMap(({ place, words: lacks }): Broken[] =>
      places.has(place) ? [] : [{ key: JSON.stringify([entity.key, lacks]), entity, lacks }],
    ),
  );
  const twins = [...twice(entities, state)].map(([entity, beside]): Broken => {
    const key = JSON.stringify([entity.key, beside.key].sort());
    return { key, entity, beside };
  });
  return [...lacking, ...twins];
}

interface Use {
  place: string;
  words: string;
}

const TABLE = 'table';

function placesOf({ kind, schema, table, name }: Entity): string[] {
  if (kind === 'table') return [placeOf(schema, name)];
  if (kind === 'column') return [placeOf(schema, table!, name)];
  return kind === 'enum' ? [placeOf(schema ?? 'public', `enum ${name}`)] : [];
}

function usesOf({ kind, schema, table, value }: Entity): Use[] {
  if (!isMap(value) || table === null) return [];
  const onColumns = (of: string | null, name: string, columns: unknown) =>
    namesIn(columns).map((column) => ({
      place: placeOf(of, name, column),
      words: `column ${name}.${column}`,
    }));
  if (kind === 'foreign key') {
    const to = String(value['tableTo']);
    // What kits leave out is the usual schema, wherever the table is.
    const schemaTo = textOf(value['schemaTo']);
    return [
      ...onColumns(schema, table, value['columnsFrom'] ?? value['columns']),
      { place: placeOf(schemaTo, to), words: `${TABLE} ${to}` },
      ...onColumns(schemaTo, to, value['columnsTo']),
    ];
  }
  const type = textOf(value['type']);
  const typeSchema = textOf(value['typeSchema']);
  if (kind === 'column')
    return typeSchema && type
      ? [{ place: placeOf(typeSchema, `enum ${type.replace(/(?:\[\d*\])+$/, '')}`), words: `enum ${type}` }]
      : [];
  const isOnColumns = kind === 'index' || kind === 'unique constraint' || kind === 'primary key';
  return isOnColumns ? onColumns(schema, table, value['columns']) : [];
}

/** Of an index of Postgres they are more than names, and some are expressions. */
function namesIn(columns: unknown): string[] {
  return (Array.isArray(columns) ? columns : []).flatMap((column) => {
    if (!isMap(column)) return typeof column === 'string' && /^\w+$/.test(column) ? [column] : [];
    return column['isExpression'] === true ? [] : [String(column['value'] ?? column['expression'])];
  });
}

/** What there is only one of: an index of a name in a schema (Postgres, SQLite), a primary key of a table. Each with each. */
function* twice(entities: readonly Entity[], state: Json): Generator<[Entity, Entity]> {
  const isPerSchema = state['dialect'] !== 'mysql' && state['dialect'] !== 'singlestore';
  const seen = new Map<string, Entity[]>();
  for (const entity of entities) {
    const { kind, schema, table, name, value } = entity;
    const isKey =
      kind === 'primary key' || (kind === 'column' && isMap(value) && value['primaryKey'] === true);
    const isIndex = kind === 'index' && isPerSchema;
    if (table === null || !(isKey || isIndex)) continue;
    const place = isKey ? placeOf(schema, 'key of', table) : placeOf(schema, name);
    const others = seen.get(place) ?? [];
    for (const other of others) yield [entity, other];
    seen.set(place, [...others, entity]);
  }
}

function placeOf(schema: string | null, ...names: string[]): string {
  return JSON.stringify([schema === 'public' ? '' : (schema ?? ''), ...names]);
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
