import { entitiesOf } from '../state/entities';
import type { Entity } from '../state/entity';
import { isMap, type Json } from '../state/json';
import { labelOf } from '../state/words';

/** Something in a state that rests on what is not there, or that cannot be there twice. */
export interface Broken {
  /** The same for the same fault of another state. */
  key: string;
  /** "table orders: foreign key orders_user_fk" */
  what: string;
  /** "column users.id" */
  lacks: string;
}

/**
 * What a state does not hold together in, which a merge by names does not see: keys and indexes on columns or tables that are
 * gone, columns of an enum that is gone, one name for two indexes, two primary keys of one table. Expressions are not read.
 */
export function brokenReferences(state: Json): Broken[] {
  const entities = entitiesOf(state);
  const places = new Set(entities.flatMap(placesOf));
  const broken: Broken[] = [];
  const report = (entity: Entity, lacks: string) =>
    broken.push({ key: JSON.stringify([entity.key, lacks]), what: labelOf(entity), lacks });
  for (const entity of entities)
    for (const { place, words } of usesOf(entity)) if (!places.has(place)) report(entity, words);
  for (const [entity, lacks] of twice(entities, state)) report(entity, lacks);
  return broken;
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
    const schemaTo = textOf(value['schemaTo']) ?? schema;
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

/** What there is only one of: an index of a name in a schema (Postgres, SQLite), a primary key of a table. */
function* twice(entities: readonly Entity[], state: Json): Generator<[Entity, string]> {
  const isPerSchema = state['dialect'] !== 'mysql' && state['dialect'] !== 'singlestore';
  const indexes = new Map<string, Entity>();
  const keys = new Map<string, Entity>();
  for (const entity of entities) {
    const { kind, schema, table, name, value } = entity;
    if (kind === 'index' && isPerSchema) {
      const place = placeOf(schema, name);
      if (indexes.has(place)) yield [entity, `the name, which ${labelOf(indexes.get(place)!)} has`];
      indexes.set(place, entity);
    }
    const isKey =
      kind === 'primary key' || (kind === 'column' && isMap(value) && value['primaryKey'] === true);
    if (!isKey || table === null) continue;
    const place = placeOf(schema, table);
    if (keys.has(place))
      yield [entity, `a table without a primary key, and ${labelOf(keys.get(place)!)} is one`];
    keys.set(place, entity);
  }
}

function placeOf(schema: string | null, ...names: string[]): string {
  return JSON.stringify([schema === 'public' ? '' : (schema ?? ''), ...names]);
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
