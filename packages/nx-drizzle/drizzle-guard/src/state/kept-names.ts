import { isMap, type Json } from './json';
import { canonicalText } from './same';

/** What drizzle-kit 1.0 names by itself, after its table (1.0.0-rc.5, `preserveEntityNames`). */
const NAMED_BY_KIT = ['pks', 'fks', 'uniques', 'indexes'];

/**
 * A state in which what drizzle-kit names by itself has the names of an earlier one. After the rename of a table or column
 * the schema says other names, and the database and the snapshots keep the old ones: drizzle-kit writes nothing for it.
 */
export function withKeptNames(previous: Json, current: Json): Json {
  const [before, after] = [previous['ddl'], current['ddl']];
  if (!Array.isArray(before) || !Array.isArray(after)) return current;
  const was = byNamelessText(before);
  const is = byNamelessText(after);
  return {
    ...current,
    ddl: after.map((row: unknown) => {
      const text = namelessText(row);
      if (text === null || is.get(text)!.length > 1) return row;
      const kept = was.get(text)?.at(-1);
      return kept === undefined ? row : { ...(row as Json), name: kept };
    }),
  };
}

function byNamelessText(ddl: readonly unknown[]): Map<string, unknown[]> {
  const names = new Map<string, unknown[]>();
  for (const row of ddl) {
    const text = namelessText(row);
    if (text !== null) names.set(text, [...(names.get(text) ?? []), (row as Json)['name']]);
  }
  return names;
}

/** All that such a thing is but its name; null for what has a name of its own. */
function namelessText(row: unknown): string | null {
  if (!isMap(row) || row['nameExplicit'] !== false || !NAMED_BY_KIT.includes(String(row['entityType'])))
    return null;
  const { name: _, ...rest } = row;
  return canonicalText(rest);
}
