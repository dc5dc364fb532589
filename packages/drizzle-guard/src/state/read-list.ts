import { entityAt, type Entity, type Kind } from './entity';
import type { Json } from './json';

/** The types of entities in `ddl` (drizzle-kit 1.0.0-rc.5, all dialects), in order of interest. */
const KINDS: Readonly<Record<string, Kind>> = {
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

const RANKS = new Map(Object.keys(KINDS).map((type, at) => [type, at]));

/** What a list of entities says is there, in order of interest: the order of the list means nothing. */
export function readList(ddl: readonly Json[]): Entity[] {
  const rankOf = ({ entityType }: Json) => RANKS.get(String(entityType)) ?? -1;
  const entities = ddl.toSorted((a, b) => rankOf(a) - rankOf(b)).map(entityOf);
  const parts = new Map<string, Entity[]>();
  for (const entity of entities) {
    if (entity.of === null) continue;
    const known = parts.get(entity.of);
    if (known) known.push(entity);
    else parts.set(entity.of, [entity]);
  }
  return entities.map((entity) => {
    if (entity.kind !== 'table') return entity;
    const rows = [entity, ...(parts.get(entity.key) ?? [])].map(({ value }) => value as Json);
    return { ...entity, value: { rows } satisfies WholeTable };
  });
}

/** All that stands in a list of a table: its own row and those of its parts. */
export interface WholeTable {
  rows: readonly Json[];
}

/** What one row of a list says is there; of a table without its parts. */
export function entityOf(value: Json): Entity {
  const type = String(value['entityType']);
  const [schema, table] = [textOf(value['schema']), textOf(value['table'])];
  const name = String(value['name']);
  // Places as maps have them.
  const path =
    table === null
      ? [type, JSON.stringify([schema, name])]
      : ['tables', JSON.stringify([schema, table]), type, name];
  return entityAt(path, { kind: KINDS[type] ?? 'other', schema, table, name }, value);
}

/** What an entity of this type is called; as drizzle-kit calls it where no version that was read has it. */
export function kindOf(type: string): string {
  return KINDS[type] ?? type;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
