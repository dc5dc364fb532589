import type { Change } from './changes';
import { changedAttributes, subjectOf } from './compare';
import { isMap, type Json } from './json';
import { entityOf, type WholeTable } from './read-list';

/** A snapshot, of either form, with these entities as they are after the changes; nothing else of it is another. */
export function withChanges(snapshot: Json, changes: readonly Change[]): Json {
  const changed = structuredClone(snapshot);
  if (Array.isArray(changed['ddl']))
    return { ...changed, ddl: changes.reduce(withChange, changed['ddl'] as Json[]) };
  for (const change of changes) apply(change, changed);
  return changed;
}

function apply(change: Change, to: Json): void {
  const { before, after } = change;
  const { path } = subjectOf(change);
  const holder = holderOf(to, path, after !== null);
  const key = path.at(-1)!;
  if (!holder) return;
  if (!after) delete holder[key];
  else if (before && after.kind === 'table') {
    const table = (holder[key] ??= {}) as Json;
    for (const attribute of changedAttributes(change))
      set(table, attribute, (after.definition as Json)[attribute]);
  } else holder[key] = structuredClone(after.value);
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

/** The map that an entity stands in; made where there is none and it has to be. */
function holderOf(snapshot: Json, path: readonly string[], isNeeded: boolean): Json | null {
  let holder = snapshot;
  for (const key of path.slice(0, -1)) {
    if (!isMap(holder[key]) && !isNeeded) return null;
    holder = (holder[key] ??= {}) as Json;
  }
  return holder;
}

function set(map: Json, key: string, value: unknown): void {
  if (value === undefined) delete map[key];
  else map[key] = value;
}
