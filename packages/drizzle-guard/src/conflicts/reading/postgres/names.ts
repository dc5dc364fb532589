import type { Node, RangeVar, TypeName } from '@pgsql/types';
import type { Thing } from '../thing';

/** Where something is made, and looked for, that names no schema. */
export const FIRST_SCHEMA = 'public';

/** A node of one kind. */
export type NodeOf<K extends string> = Node extends infer N
  ? N extends Record<K, infer F>
    ? F
    : never
  : never;

/** The table, view, index or sequence that is meant. */
export function relationOf({ schemaname, relname }: RangeVar): Thing {
  return { kind: 'relation', path: [schemaname ?? FIRST_SCHEMA, relname!] };
}

export function inTable(kind: Thing['kind'], table: Thing, name: string): Thing {
  return { kind, path: [...table.path, name] };
}

/** The words of a name: `["app", "users"]`. */
export function namesIn(nodes: readonly Node[] | undefined): string[] {
  return (nodes ?? []).flatMap((node) => ('String' in node ? (node.String.sval ?? '') : []));
}

/** A name with its schema. */
export function qualified(kind: Thing['kind'], names: readonly string[]): Thing {
  const [name, schema = FIRST_SCHEMA] = [...names].reverse();
  return { kind, path: [schema, name ?? ''] };
}

/** A type that people have made, or may have; null for one of Postgres itself. */
export function typeOf(type: TypeName | undefined): Thing | null {
  const names = namesIn(type?.names);
  return names.length === 0 || names[0] === 'pg_catalog' ? null : qualified('type', names);
}

/** `serial` and its like, which are no types. */
export function isSerial(type: TypeName | undefined): boolean {
  return /^(?:small|big)?serial[248]?$/.test(namesIn(type?.names).at(-1) ?? '');
}

/** What a node says, equal for two that say the same wherever they stand, and whether they name the first schema or not. */
export function meaningOf(node: unknown): string {
  return JSON.stringify(node, (key, value: unknown) =>
    PLACES.has(key) || (key === 'schemaname' && value === FIRST_SCHEMA) ? undefined : value,
  );
}

const PLACES = new Set(['location', 'stmt_location', 'stmt_len', 'list_start', 'list_end']);

/** The text of a constant: `NULL` for none; undefined for what is no constant. */
export function constantOf(node: Node | undefined): string | undefined {
  if (!node) return undefined;
  if ('TypeCast' in node) return constantOf(node.TypeCast.arg);
  if (!('A_Const' in node)) return undefined;
  const { isnull, ival, fval, sval, boolval, bsval } = node.A_Const;
  if (isnull) return 'NULL';
  if (ival) return String(ival.ival ?? 0);
  if (boolval) return String(boolval.boolval ?? false);
  return fval?.fval ?? sval?.sval ?? bsval?.bsval ?? '';
}
