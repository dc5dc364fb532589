import type { CatalogEntry } from '../engines/shadow/shadow';
import { compare, subjectOf, type ChangeOf, type Comparable } from '../state/compare';

/** Something that is not the same in what the SQL gives and in what a snapshot says. */
export interface Difference {
  object: string;
  words: string;
}

/**
 * What drizzle-kit's snapshots know nothing of, or those of some of its versions; and schemas, which SQL may make for
 * others.
 */
const BESIDE_SNAPSHOTS = /^(?:function|procedure|trigger|domain|extension|schema|collation of|engine of) /;

const BY_PARTITION = /(?:^|, )partitioned by .*$/s;

/**
 * What differs between two databases, in words. Of a table that one of them does not have, its parts are not named.
 * That a table is partitioned is no difference, since no snapshot could say it.
 * @param sql what the migrations give
 * @param snapshot what the snapshot says
 */
export function differencesBetween(
  sql: readonly CatalogEntry[],
  snapshot: readonly CatalogEntry[],
): Difference[] {
  return compare(comparable(snapshot), comparable(sql))
    .map((change) => ({ object: subjectOf(change).key, words: wordsOf(change) }))
    .sort((a, b) => (a.object < b.object ? -1 : 1));
}

/** The tables that only SQL can have made as they are, in words: "table public.events is partitioned by its SQL". */
export function partitionedIn(sql: readonly CatalogEntry[]): string[] {
  return sql
    .filter(({ object, definition }) => object.startsWith('table ') && BY_PARTITION.test(definition))
    .map(({ object }) => `${object} is partitioned by its SQL, which no snapshot can say`);
}

export interface Described extends Comparable {
  definition: string;
}

function comparable(entries: readonly CatalogEntry[]): Described[] {
  return entries
    .filter(({ object }) => !BESIDE_SNAPSHOTS.test(object))
    .map(({ object, of, definition }) => ({
      key: object,
      of,
      definition: of === null ? definition.replace(BY_PARTITION, '') : definition,
    }));
}

function wordsOf(change: ChangeOf<Described>): string {
  const { before: said, after: given } = change;
  const object = subjectOf(change).key;
  if (!said) return `${object} is in the SQL and not in the snapshot`;
  if (!given) return `${object} is in the snapshot and not in the SQL`;
  return `${object} is ${definitionInWords(given.definition)} in the SQL and ${definitionInWords(said.definition)} in the snapshot`;
}

export function definitionInWords(definition: string): string {
  return definition === '' ? 'without options' : `\`${definition.replaceAll(/\s+/g, ' ').trim()}\``;
}
