import type { Change } from './changes';
import { changedAttributes, subjectOf } from './compare';
import { isMap, type Json } from './json';
import { entityOf, type WholeTable } from './read-list';

/**
 * A snapshot, of either form, with these entities as they are after the changes; nothing else of it is another, and what
 * does not hold them is the very same value as before.
 */
export function withChanges(snapshot: Json, changes: readonly Change[]): Json {
  const { ddl } = snapshot;
  if (Array.isArray(ddl)) return { ...snapshot, ddl: changes.reduce(withChange, ddl as Json[]) };
  return changes.reduce(withChangeAt, snapshot);
}

/** Of maps, by its place in them. */
function withChangeAt(snapshot: Json, change: Change): Json {
  const { after } = change;
  const holderAt = subjectOf(change).path.slice(0, -1);
  if (!after && !isMap(at(snapshot, holderAt))) return snapshot;
  const key = subjectOf(change).path.at(-1)!;
  return within(snapshot, holderAt, (holder) => {
    if (!after) return withValue(holder, key, undefined);
    if (!change.before || after.kind !== 'table') return withValue(holder, key, structuredClone(after.value));
    const table = changedAttributes(change).reduce(
      (own, attribute) => withValue(own, attribute, (after.definition as Json)[attribute]),
      (holder[key] ?? {}) as Json,
    );
    return withValue(holder, key, table);
  });
}

/** A table that comes or goes does so with its parts. */
function withChange(rows: readonly Json[], change: Change): Json[] {
  const { key, kind, definition } = subjectOf(change);
  const isWhole = kind === 'table' && !(change.before && change.after);
  const others = rows.filter((row) => {
    const entity = entityOf(row);
    return entity.key !== key && !(isWhole && entity.of === key);
  });
  if (!change.after) return others;
  const own = isWhole ? (change.after.value as WholeTable).rows : [definition as Json];
  return [...others, ...structuredClone(own)];
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce((held, key) => (isMap(held) ? held[key] : undefined), value);
}

/** With what a map at a place becomes; each on the way to it is made where there is none. */
function within(map: Json, [key, ...rest]: readonly string[], change: (map: Json) => Json): Json {
  if (key === undefined) return change(map);
  return withValue(map, key, within((map[key] ?? {}) as Json, rest, change));
}

function withValue(map: Json, key: string, value: unknown): Json {
  if (value !== undefined) return { ...map, [key]: value };
  const { [key]: _, ...others } = map;
  return others;
}
