/** A snapshot of the journal layout, parsed. */
export type State = Record<string, unknown>;

/**
 * One thing that a migration makes, changes or takes away as a whole: a table, or of a table that stays a column, an
 * index, a key; or an enum, a view, a sequence. drizzle-kit's own differ knows nothing finer, but for columns and enums.
 */
export interface Unit {
  /** Where it stands in a snapshot: `["tables", "public.users", "columns", "name"]`. */
  path: string[];
  /** What it is called in SQL. */
  name: string;
  /** The table that it is part of, as SQL calls it. */
  table: string | null;
  /** What stands there in either state; undefined where nothing does. */
  before: unknown;
  after: unknown;
}

/** What a snapshot holds beside the state. */
const HEAD = new Set(['id', 'prevId', 'version', 'dialect', '_meta', 'internal']);

/** The units in which two states differ, by meaning: an empty part is the same as none, as older drizzle-kits wrote. */
export function unitsBetween(before: State, after: State): Unit[] {
  return keysOf(before, after)
    .filter((part) => !HEAD.has(part))
    .flatMap((part) =>
      keysOf(before[part], after[part]).flatMap((key) => {
        const [one, other] = [at(before, [part, key]), at(after, [part, key])];
        if (part === 'tables' && one !== undefined && other !== undefined)
          return unitsOfTable(key, asRecord(one), asRecord(other));
        return differing([part, key], plainName(key), null, one, other);
      }),
    );
}

function unitsOfTable(key: string, before: State, after: State): Unit[] {
  const table = plainName(key);
  return keysOf(before, after).flatMap((part) => {
    const [one, other] = [before[part], after[part]];
    if (!isRecord(one) && !isRecord(other))
      return differing(['tables', key, part], table, table, one || undefined, other || undefined);
    return keysOf(one, other).flatMap((name) =>
      differing(['tables', key, part, name], name, table, at(one, [name]), at(other, [name])),
    );
  });
}

function differing(
  path: string[],
  name: string,
  table: string | null,
  before: unknown,
  after: unknown,
): Unit[] {
  return meaningOf(before) === meaningOf(after) ? [] : [{ path, name, table, before, after }];
}

/** A state with these units as they are afterwards. */
export function withUnits(state: State, units: readonly Unit[]): State {
  const changed = structuredClone(state);
  for (const { path, after } of units) {
    let holder = changed;
    for (const key of path.slice(0, -1)) holder = (holder[key] ??= {}) as State;
    const last = path.at(-1)!;
    if (after === undefined) delete holder[last];
    else holder[last] = structuredClone(after);
  }
  return changed;
}

/** The same text for the same meaning: keys in order, without what is empty or only written by some drizzle-kits. */
export function meaningOf(value: unknown): string | undefined {
  return JSON.stringify(value, (key, inner: unknown) => {
    // Some drizzle-kits wrote the schema of a foreign key's table, which is public unless it says otherwise.
    if (key === 'schemaTo' && (inner === 'public' || inner === '')) return undefined;
    if (!isRecord(inner)) return inner;
    const filled = Object.entries(inner).filter(([, one]) => !isRecord(one) || Object.keys(one).length > 0);
    return Object.fromEntries(filled.sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** `public.users` → `users`. */
function plainName(key: string): string {
  return key.slice(key.lastIndexOf('.') + 1);
}

function keysOf(...values: unknown[]): string[] {
  return [...new Set(values.flatMap((value) => (isRecord(value) ? Object.keys(value) : [])))];
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce((inner, key) => (isRecord(inner) ? inner[key] : undefined), value);
}

function asRecord(value: unknown): State {
  return isRecord(value) ? value : {};
}

function isRecord(value: unknown): value is State {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
