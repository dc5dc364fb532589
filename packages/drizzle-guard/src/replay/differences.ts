import type { CatalogEntry } from '../database/shadow/shadow';

/** Something that is not the same in what the SQL gives and in what a snapshot says. */
export interface Difference {
  object: string;
  words: string;
}

/** What drizzle-kit's snapshots know nothing of. */
const BESIDE_SNAPSHOTS = /^(?:function|trigger) /;

/**
 * What differs between two databases, in words. Of a table that one of them does not have, its parts are not named.
 * @param sql what the migrations give
 * @param snapshot what the snapshot says
 */
export function differencesBetween(
  sql: readonly CatalogEntry[],
  snapshot: readonly CatalogEntry[],
): Difference[] {
  const given = byObject(sql);
  const said = byObject(snapshot);
  const objects = [...new Set([...given.keys(), ...said.keys()])].sort();
  return objects.flatMap((object) => {
    const [one, other] = [given.get(object), said.get(object)];
    const owner = (one ?? other)!.of;
    if (owner !== null && given.has(owner) !== said.has(owner)) return [];
    if (!other) return [{ object, words: `${object} is in the SQL and not in the snapshot` }];
    if (!one) return [{ object, words: `${object} is in the snapshot and not in the SQL` }];
    if (one.definition === other.definition) return [];
    return [
      {
        object,
        words: `${object} is ${quoted(one.definition)} in the SQL and ${quoted(other.definition)} in the snapshot`,
      },
    ];
  });
}

function byObject(entries: readonly CatalogEntry[]): Map<string, CatalogEntry> {
  return new Map(
    entries.filter(({ object }) => !BESIDE_SNAPSHOTS.test(object)).map((entry) => [entry.object, entry]),
  );
}

function quoted(definition: string): string {
  return definition === '' ? 'without options' : `\`${definition.replaceAll(/\s+/g, ' ').trim()}\``;
}
