import { compare } from './compare';
import { subjectKeyOf } from './edits';
import { entitiesOf } from './entities';
import type { Entity, Kind } from './entity';
import { isMap, type Json } from './json';
import { wordsOf } from './words';

/** What both layouts write down under the same names. Of keys, constraints and indexes each has its own. */
const SHARED: ReadonlySet<Kind> = new Set(['enum', 'table', 'column', 'view']);

/**
 * What a whole state in one layout says, and the one that an upgrade made of it does not, in words: by names, for all else is
 * written otherwise.
 */
export function namedOnlyIn(landed: Json, here: Json): string[] {
  return compare(named(landed), named(here)).map(wordsOf);
}

function named(state: Json): Entity[] {
  return entitiesOf(state)
    .filter(({ kind }) => SHARED.has(kind))
    .map((entity) => ({
      ...entity,
      key: nameOf(entity.kind, entity.schema, entity.table, entity.name),
      of: entity.table === null ? null : nameOf('table', entity.schema, null, entity.table),
      definition: null,
    }));
}

function nameOf(kind: Kind, schema: string | null, ...names: readonly (string | null)[]): string {
  return JSON.stringify([kind, schema === 'public' ? null : schema, ...names]);
}

/**
 * The whole state after snapshots that hold what changed (Postgres in the folders layout), as far as an upgrade writes them.
 * @param snapshots from the first on, each after those that it continues
 * @returns null where it cannot be told: something was renamed, or is no change that is known
 */
export function stateOfChanges(snapshots: readonly Json[]): Json | null {
  const rows = new Map<string, Json>();
  const put = (row: Json) => void rows.set(subjectKeyOf({ row }), row);
  for (const { ddl, deltas } of snapshots) {
    for (const row of listIn(ddl)) put(row);
    for (const { op, key, row } of listIn(deltas)) {
      if (op === 'create' && isMap(row)) put(row);
      else if (op === 'drop' && typeof key === 'string') rows.delete(key);
      else if (op !== 'alter') return null;
    }
  }
  return { ddl: [...rows.values()] };
}

function listIn(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isMap) : [];
}
