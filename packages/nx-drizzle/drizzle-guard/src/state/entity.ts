import type { Comparable } from './compare';
import { isMap } from './json';

/** What the things are called of which a state is made; `other` is what no version of drizzle-kit that was read has. */
export type Kind =
  | 'schema'
  | 'enum'
  | 'sequence'
  | 'role'
  | 'privilege'
  | 'table'
  | 'column'
  | 'primary key'
  | 'foreign key'
  | 'unique constraint'
  | 'index'
  | 'check'
  | 'policy'
  | 'view'
  | 'other';

/** One thing that a snapshot says is there: a table, a part of a table, or what stands beside tables. */
export interface Entity extends Comparable {
  kind: Kind;
  /** That of its table, where it is a part of one; null where none is named. */
  schema: string | null;
  table: string | null;
  name: string;
  /** Where it stands: `["tables", "public.users", "columns", "age"]`, `["enums", "public.mood"]`. */
  path: readonly string[];
  /** What is compared: of a table what is no part of it. */
  definition: unknown;
  /** All that stands there: of a table its parts, too. */
  value: unknown;
}

/** Where an entity stands: alone, or in a table. */
export function entityAt(
  path: readonly string[],
  { kind, schema, table, name }: Pick<Entity, 'kind' | 'schema' | 'table' | 'name'>,
  value: unknown,
): Entity {
  return {
    kind,
    schema,
    table,
    name,
    path,
    key: JSON.stringify(path),
    of: table === null ? null : JSON.stringify(path.slice(0, 2)),
    definition: kind === 'table' && isMap(value) ? withoutParts(value) : value,
    value,
  };
}

function withoutParts(table: object): object {
  return Object.fromEntries(Object.entries(table).filter(([, value]) => !isMap(value)));
}
