import type { Entity, Kind } from './entity';
import { alsoAt, askAll, moved, partsOf, placeKey, type Answer, type Part, type Place } from './question';

/** What follows its schema where that is renamed; of a view drizzle-kit 0.31 asks again. */
const FOLLOWING: readonly Kind[] = ['table', 'enum', 'sequence'];

/** What stands alone, in the order in which drizzle-kit asks about it; before columns, and after them. */
const BEFORE: readonly Kind[] = ['enum', 'sequence', 'role'];
const AFTER: readonly Kind[] = ['policy', 'view'];
const IN_TABLES: readonly Kind[] = ['column', 'policy'];

/**
 * Asks what drizzle-kit 0.31 asks when it compares two states of its own, all dialects (0.31.11, `apply…SnapshotsDiff`).
 * What is answered about a schema or a table decides what is asked about what lies in it.
 */
export function askOfMaps(before: readonly Entity[], after: readonly Entity[], answer: Answer): void {
  const now = partsOf(after);
  const was = partsOf(before);
  const resolve = (kind: Kind, before: readonly Part[]) => {
    const is = alone(now, kind);
    return askAll(without(is, before), without(before, is), answer);
  };
  const schemas = new Map(
    resolve('schema', alone(was, 'schema')).map(([from, to]) => [from.thing.name, to.thing.name]),
  );
  const inSchema = (part: Part) => {
    const { schema } = part.thing;
    return schema === null ? part : moved(part, { schema: schemas.get(schema) ?? schema });
  };
  const followed = (kind: Kind) =>
    FOLLOWING.includes(kind) ? alone(was, kind).map(inSchema) : alone(was, kind);

  for (const kind of BEFORE) resolve(kind, followed(kind));
  const tables = followed('table');
  const renamed = new Map(resolve('table', tables));
  for (const inner of IN_TABLES)
    for (const table of tables) {
      const is = tableNow(table, renamed, now);
      if (!is) continue;
      const place = { schema: is.thing.schema, table: is.thing.name };
      const there = inTable(now, is, inner);
      const here = inTable(was, table, inner).map((part) => moved(part, place));
      const { schema, name } = tablePlace(table);
      const created = without(there, here).map((part) => alsoAt(part, { schema, table: name }));
      askAll(created, without(here, there), answer);
    }
  for (const kind of AFTER) resolve(kind, followed(kind));
}

function alone(parts: readonly Part[], kind: Kind): Part[] {
  return parts.filter(({ thing }) => thing.kind === kind && thing.table === null);
}

function inTable(parts: readonly Part[], { entity }: Part, kind: Kind): Part[] {
  return parts.filter((part) => part.thing.kind === kind && part.entity.of === entity.key);
}

function without(parts: readonly Part[], others: readonly Part[]): Part[] {
  const keys = new Set(others.map(({ thing }) => placeKey(thing)));
  return parts.filter(({ thing }) => !keys.has(placeKey(thing)));
}

/** The table that one has become. One that only moved to another schema is not looked into by drizzle-kit 0.31. */
function tableNow(table: Part, renamed: ReadonlyMap<Part, Part>, now: readonly Part[]): Part | undefined {
  const is = renamed.get(table);
  if (is) return is.thing.name === table.thing.name ? undefined : is;
  return alone(now, 'table').find(({ thing }) => placeKey(thing) === placeKey(table.thing));
}

/** As it was before anything was renamed. */
function tablePlace({ thing }: Part): Place {
  return thing.elsewhere ?? thing;
}
