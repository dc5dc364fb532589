import type { CatalogEntry } from '../engines/shadow/shadow';
import { compare, subjectOf, type ChangeOf } from '../state/compare';
import { definitionInWords, type Described } from './differences';
import { NO_FILTERS, rootOf, schemasOf, within, type Filters, type Scope } from './scope';

/** Something that is not the same in a database and in what its migrations give. */
export interface LiveDifference {
  /** "column public.users.age". */
  object: string;
  /** What makes it the same difference before and after a run: the database may lack it, alone have it, or have it otherwise. */
  kind: 'lacking' | 'alone' | 'other';
  /** What it is in the database, and by its migrations; null where it is not there. */
  here: string | null;
  there: string | null;
  words: string;
}

/** What one of the two databases holds. */
export interface Held {
  entries: readonly CatalogEntry[];
  /** The major version of its Postgres; null where it is no Postgres. */
  major: number | null;
  /** What MySQL it is; two that are not equal may describe the same in two ways. */
  server?: string | null;
  /** The schema in which Postgres makes what names none; absent where nobody has asked. */
  home?: string | null;
}

/**
 * What differs, in words. What the database alone has in a schema that no migration makes anything in is none of theirs,
 * and neither is what a filter of the drizzle config takes out, or an extension.
 * @param live what the database holds
 * @param given what its migrations give on a shadow
 * @param ours schemas of theirs beside those of `given` (`schemasOf`)
 */
export function liveDifferences(
  live: Held,
  given: Held,
  ours: ReadonlySet<string>,
  filters: Filters = NO_FILTERS,
): LiveDifference[] {
  return differencesIn({ ...live, entries: within(live.entries, scopeOf(given, ours, filters)).own }, given);
}

/** What of a database is its migrations', by what they give on a shadow. */
export function scopeOf(given: Held, ours: ReadonlySet<string>, filters: Filters = NO_FILTERS): Scope {
  return {
    schemas: given.major === null ? null : new Set([...ours, ...schemasOf(given.entries), 'public']),
    objects: new Set(given.entries.map(rootOf)),
    filters,
  };
}

/** What differs between all that two databases hold. */
export function differencesIn(live: Held, given: Held): LiveDifference[] {
  const described = live.major === given.major ? asPrinted : asFarAsComparable;
  return compare(given.entries.map(described), live.entries.map(described))
    .map(differenceOf)
    .sort((a, b) => (a.object < b.object ? -1 : Number(a.object > b.object)));
}

/** What both hold and is compared by its name alone, since their servers print queries in two ways. */
export function comparedByName(live: Held, given: Held): string[] {
  if (live.major === given.major) return [];
  const known = new Set(live.entries.map(({ object }) => object));
  return given.entries.filter((one) => holdsQuery(one) && known.has(one.object)).map(({ object }) => object);
}

/** The differences that were not there before a run, and those that were. */
export function newSince(
  before: readonly LiveDifference[],
  after: readonly LiveDifference[],
): { fresh: LiveDifference[]; older: LiveDifference[] } {
  const keyOf = ({ object, kind }: LiveDifference) => `${kind} ${object}`;
  const known = new Set(before.map(keyOf));
  return {
    fresh: after.filter((one) => !known.has(keyOf(one))),
    older: after.filter((one) => known.has(keyOf(one))),
  };
}

function differenceOf(change: ChangeOf<Described>): LiveDifference {
  const { before: given, after: live } = change;
  const object = subjectOf(change).key;
  const [here, there] = [live, given].map((one) => (one ? definitionInWords(one.definition) : null)) as [
    string | null,
    string | null,
  ];
  const sides = { here, there };
  if (!given)
    return { object, kind: 'alone', ...sides, words: `${object} is in the database and in no migration` };
  if (!live)
    return {
      ...{ object, kind: 'lacking' as const, ...sides },
      words: `${object} is in the migrations and not in the database`,
    };
  const words = `${object} is ${here} in the database and ${there} by its migrations`;
  return { object, kind: 'other', ...sides, words };
}

function asPrinted({ object, of, definition }: CatalogEntry): Described {
  return { key: object, of, definition };
}

function asFarAsComparable(entry: CatalogEntry): Described {
  return { ...asPrinted(entry), ...(holdsQuery(entry) ? { definition: '' } : {}) };
}

/** Postgres prints queries in another way from version to version (views name their columns' tables, or do not). */
function holdsQuery({ object, definition }: CatalogEntry): boolean {
  return (
    /^(?:materialized )?view /.test(object) ||
    (object.startsWith('policy ') && /\bSELECT\b/.test(definition)) ||
    (object.startsWith('function ') && /^ *(?:BEGIN ATOMIC|RETURN )/m.test(definition))
  );
}
