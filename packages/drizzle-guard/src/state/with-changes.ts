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
  return mapsWith(snapshot, changes);
}

/** Of maps, each by its place in them. */
function mapsWith(snapshot: Json, changes: readonly Change[]): Json {
  // A map of thousands, copied for each of thousands of changes, takes minutes.
  const copies = new Set<Json>();
  const copyOf = (map: Json) => {
    if (copies.has(map)) return map;
    const copy = { ...map };
    copies.add(copy);
    return copy;
  };
  const copyIn = (holder: Json, key: string) => {
    const copy = copyOf((holder[key] ?? {}) as Json);
    set(holder, key, copy);
    return copy;
  };
  let changed = snapshot;
  for (const change of changes) {
    const { before, after } = change;
    const { path } = subjectOf(change);
    const [holderAt, key] = [path.slice(0, -1), path.at(-1)!];
    if (!after && !isMap(at(changed, holderAt))) continue;
    changed = copyOf(changed);
    const holder = holderAt.reduce(copyIn, changed);
    if (before && after?.kind === 'table') {
      const table = copyIn(holder, key);
      for (const attribute of changedAttributes(change))
        set(table, attribute, (after.definition as Json)[attribute]);
    } else set(holder, key, after ? structuredClone(after.value) : undefined);
  }
  return changed;
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

/** Defined, because an assignment to `__proto__` is something else. */
function set(map: Json, key: string, value: unknown): void {
  if (value === undefined) delete map[key];
  else Object.defineProperty(map, key, { value, configurable: true, enumerable: true, writable: true });
}
