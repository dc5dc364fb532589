import { isSameState, isSameValue } from './same-state';

type Json = Record<string, unknown>;

/** The kinds of entities in `ddl` (drizzle-kit 1.0.0-rc.5, all dialects), in order of interest, and what one is called. */
const NOUNS: Readonly<Record<string, string>> = {
  schemas: 'schema',
  enums: 'enum',
  sequences: 'sequence',
  roles: 'role',
  privileges: 'privilege',
  tables: 'table',
  columns: 'column',
  pks: 'primary key',
  fks: 'foreign key',
  uniques: 'unique constraint',
  indexes: 'index',
  checks: 'check',
  policies: 'policy',
  views: 'view',
};

/** What differs between two states that are lists of entities, a line each: "table orders: column note is new". */
export function describeEntities(previous: readonly Json[], current: readonly Json[]): string[] {
  const was = byKey(previous);
  const is = byKey(current);
  // What belongs to a table that is new or gone goes without saying.
  const isAlone = (entity: Json) =>
    entity['table'] === undefined || (was.has(tableOf(entity)) && is.has(tableOf(entity)));
  return [
    ...[...is].flatMap(([key, entity]) => {
      const before = was.get(key);
      if (!before) return isAlone(entity) ? [`${labelOf(entity)} is new`] : [];
      return isSameState(before, entity)
        ? []
        : [`${labelOf(entity)} is changed (${attributesOf(before, entity)})`];
    }),
    ...[...was]
      .filter(([key, entity]) => !is.has(key) && isAlone(entity))
      .map(([, entity]) => `${labelOf(entity)} is gone`),
  ];
}

function byKey(entities: readonly Json[]): Map<string, Json> {
  const order = Object.keys(NOUNS);
  const placeOf = (entity: Json) => order.indexOf(String(entity['entityType']));
  return new Map(
    [...entities].sort((a, b) => placeOf(a) - placeOf(b)).map((entity) => [keyOf(entity), entity]),
  );
}

function keyOf({ entityType, schema, table, name }: Json): string {
  return JSON.stringify([entityType, schema ?? null, table ?? null, name ?? null]);
}

function tableOf({ schema, table }: Json): string {
  return keyOf({ entityType: 'tables', schema, name: table });
}

function labelOf({ entityType, schema, table, name }: Json): string {
  const noun = NOUNS[String(entityType)] ?? String(entityType);
  const prefix = typeof schema === 'string' && schema !== '' && schema !== 'public' ? `${schema}.` : '';
  if (typeof table === 'string') return `table ${prefix}${table}: ${noun} ${String(name)}`;
  return `${noun} ${prefix}${String(name)}`;
}

function attributesOf(before: Json, after: Json): string {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.filter((key) => !isSameValue(before[key], after[key])).join(', ');
}
