import type { CatalogEntry } from '../engines/shadow/shadow';
import { compare, subjectOf, type ChangeOf } from '../state/compare';
import { definitionInWords, type Described } from './differences';

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
}

/**
 * What differs, in words. What the database alone has in a schema that no migration makes anything in is none of theirs.
 * @param live what the database holds
 * @param given what its migrations give on a shadow
 * @param ours schemas of theirs beside those of `given` (`schemasOf`)
 */
export function liveDifferences(live: Held, given: Held, ours: ReadonlySet<string>): LiveDifference[] {
  const schemas = new Set([...ours, ...schemasOf(given.entries), 'public']);
  const isOurs = (entry: CatalogEntry) => live.major === null || schemas.has(schemaOf(entry));
  const own = live.entries.filter(isOurs);
  const described = live.major === given.major ? asPrinted : asFarAsComparable;
  return compare(given.entries.map(described), own.map(described))
    .map(differenceOf)
    .sort((a, b) => (a.object < b.object ? -1 : Number(a.object > b.object)));
}

/** The schemas in which something is. */
export function schemasOf(entries: readonly CatalogEntry[]): Set<string> {
  return new Set(entries.map(schemaOf));
}

/** Of what stands before a first dot; of a schema with one in its name a part, which is the same on both sides. */
function schemaOf({ object, of }: CatalogEntry): string {
  return /^(?:materialized )?\w+ ([^.]*)/.exec(of ?? object)?.[1] ?? '';
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

/** Postgres prints queries in another way from version to version (views name their columns' tables, or do not). */
function asFarAsComparable(entry: CatalogEntry): Described {
  const { object, definition } = entry;
  const holdsQuery =
    /^(?:materialized )?view /.test(object) ||
    (object.startsWith('policy ') && /\bSELECT\b/.test(definition)) ||
    (object.startsWith('function ') && /^ *(?:BEGIN ATOMIC|RETURN )/m.test(definition));
  return { ...asPrinted(entry), ...(holdsQuery ? { definition: '' } : {}) };
}
