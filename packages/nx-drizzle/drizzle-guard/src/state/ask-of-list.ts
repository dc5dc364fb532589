import { entityAt, type Entity } from './entity';
import {
  alsoAt,
  isSameContainer,
  moved,
  partsOf,
  placeKey,
  questionOf,
  type Part,
  type Place,
  type Question,
  type Thing,
} from './question';

/** What was answered so far: what something was, and what it is. */
export type Renamed = readonly { from: Thing; to: Thing }[];

/** What drizzle-kit 1.0 names when it wants to know what something was. */
export type Wanted = Pick<Thing, 'kind' | 'schema' | 'table' | 'name'>;

/**
 * What drizzle-kit 1.0 asks, with what it does not name: the things of the same kind that are gone.
 * @param after null where it is not known: then all is a candidate that was there
 * @param renamed what was answered before; it decides what lies where
 * @returns null where nothing is gone: it is new
 */
export function questionAbout(
  wanted: Wanted,
  before: readonly Entity[],
  after: readonly Entity[] | null,
  renamed: Renamed,
): Question | null {
  const now = partsOf(after ?? [entityOf(wanted)]).filter(({ thing }) => thing.kind === wanted.kind);
  const part = now.find(({ thing }) => placeKey(thing) === placeKey(wanted));
  if (!part) return null;
  const there = new Set(now.map(({ thing }) => placeKey(thing)));
  const taken = new Set(
    renamed.filter(({ from }) => from.kind === wanted.kind).map(({ from }) => placeKey(from)),
  );
  const gone = partsOf(before)
    .filter(({ thing }) => thing.kind === wanted.kind)
    .map((one) => moved(one, containerNow(one.thing, renamed)))
    .filter(
      ({ thing }) =>
        isSameContainer(thing, wanted) && !there.has(placeKey(thing)) && !taken.has(placeKey(thing)),
    );
  if (gone.length === 0) return null;
  const question = questionOf(alsoAt(part, containerBefore(part, renamed)), gone);
  // Nothing is known of what it is; a rename loses nothing.
  return after ? question : { ...question, likely: gone.length === 1 ? 0 : null };
}

/** What something lies in, as it is called by now. */
function containerNow({ kind, schema, table }: Thing, renamed: Renamed): Partial<Place> {
  const inSchema = schemaNow(schema, renamed);
  if (table === null) return kind === 'schema' ? {} : { schema: inSchema };
  const key = placeKey({ schema: inSchema, table: null, name: table });
  const as = renamed.find(({ from }) => from.kind === 'table' && placeKey(from) === key)?.to;
  return as ? { schema: as.schema, table: as.name } : { schema: inSchema };
}

function schemaNow(schema: string | null, renamed: Renamed): string | null {
  return renamed.find(({ from }) => from.kind === 'schema' && from.name === schema)?.to.name ?? schema;
}

/** What it lies in, as it was called. */
function containerBefore({ thing }: Part, renamed: Renamed): Partial<Place> {
  const { schema, table } = thing;
  if (table === null) return {};
  const key = placeKey({ schema, table: null, name: table });
  const was = renamed.find(({ from, to }) => from.kind === 'table' && placeKey(to) === key)?.from;
  const place = was?.elsewhere ?? was;
  return place ? { schema: place.schema, table: place.name } : {};
}

/** Nothing but the name is known of it. */
function entityOf(wanted: Wanted): Entity {
  return entityAt([wanted.kind, placeKey(wanted)], wanted, undefined);
}
