import type { Entity, Kind } from './entity';
import { isMap } from './json';
import { isSame } from './same';

/** Where a thing stands. */
export interface Place {
  schema: string | null;
  table: string | null;
  name: string;
}

/** Something that may have been renamed. */
export interface Thing extends Place {
  kind: Kind;
  /** Where it stands in the other state, if what it lies in is called something else there. */
  elsewhere?: Place;
}

/** "Is this one new, or was it renamed from one of those?": what drizzle-kit asks. */
export interface Question {
  asked: Thing;
  /** What is gone; never none. */
  candidates: Thing[];
  /** The candidate that it looks like; null where it is like none. */
  likely: number | null;
}

/** Answers a question. @returns one of its candidates, or null for something new */
export type Answer = (question: Question) => Thing | null;

/** A thing with all that a state says of it. */
export interface Part {
  thing: Thing;
  entity: Entity;
  /** Names of its columns, of a table. */
  columns: readonly string[];
}

/** What two things of one kind have in common before one of them is taken for the other, of 1. */
const ALIKE = 0.5;

/**
 * Asks of each thing that is new what it was, as long as something of its kind is gone.
 * @returns the pairs
 */
export function askAll(created: readonly Part[], gone: readonly Part[], answer: Answer): [Part, Part][] {
  const renamed: [Part, Part][] = [];
  let left = gone;
  for (const part of created) {
    if (left.length === 0) break;
    const thing = answer(questionOf(part, left));
    const was = left.find((one) => one.thing === thing);
    if (!was) continue;
    renamed.push([was, part]);
    left = left.filter((one) => one !== was);
  }
  return renamed;
}

export function questionOf(part: Part, gone: readonly Part[]): Question {
  const scores = gone.map((one) => likeness(one, part));
  const best = Math.max(...scores);
  return {
    asked: part.thing,
    candidates: gone.map(({ thing }) => thing),
    likely: best >= ALIKE ? scores.indexOf(best) : null,
  };
}

function likeness(one: Part, other: Part): number {
  if (one.thing.kind === 'table') {
    const shared = one.columns.filter((name) => other.columns.includes(name)).length;
    return shared / Math.max(one.columns.length, other.columns.length, 1);
  }
  return isSame(nameless(one.entity.definition), nameless(other.entity.definition)) ? 1 : 0;
}

/** What says where something stands, and not what it is. */
const NAMES = ['name', 'schema', 'table', 'nameExplicit'];

function nameless(definition: unknown): unknown {
  if (!isMap(definition)) return null;
  return Object.fromEntries(Object.entries(definition).filter(([key]) => !NAMES.includes(key)));
}

/** All things of a state. */
export function partsOf(entities: readonly Entity[]): Part[] {
  const columns = new Map<string, string[]>();
  for (const { kind, of, name } of entities)
    if (kind === 'column' && of !== null) columns.set(of, [...(columns.get(of) ?? []), name]);
  return entities.map((entity) => ({
    thing: { kind: entity.kind, schema: entity.schema, table: entity.table, name: entity.name },
    entity,
    columns: columns.get(entity.key) ?? [],
  }));
}

/** One text for one place: no schema, and the usual one, are the same. */
export function placeKey({ schema, table, name }: Place): string {
  return JSON.stringify([schema ?? 'public', table, name]);
}

/** Parts of one table are taken for one another, and what stands alone for anything else that does. */
export function isSameContainer(one: Place, other: Place): boolean {
  if (one.table === null || other.table === null) return one.table === other.table;
  return placeKey({ ...one, name: '' }) === placeKey({ ...other, name: '' });
}

/** The things that only the second of two states has. */
export function createdIn(before: readonly Entity[], after: readonly Entity[]): Thing[] {
  const keyOf = ({ thing }: Part) => `${thing.kind} ${placeKey(thing)}`;
  const known = new Set(partsOf(before).map(keyOf));
  return partsOf(after)
    .filter((part) => !known.has(keyOf(part)))
    .map(({ thing }) => thing);
}

/** The same thing, where what it lies in has been renamed meanwhile. */
export function moved(part: Part, to: Partial<Place>): Part {
  const { thing } = part;
  const { schema, table, name } = thing;
  const place = { ...thing, ...to };
  if (placeKey(place) === placeKey(thing)) return part;
  return { ...part, thing: { ...place, elsewhere: thing.elsewhere ?? { schema, table, name } } };
}

/** A thing that is new in what has been renamed: people may call it by what that was. */
export function alsoAt(part: Part, was: Partial<Place>): Part {
  const { schema, table, name } = part.thing;
  const elsewhere = { schema, table, name, ...was };
  return placeKey(elsewhere) === placeKey(part.thing)
    ? part
    : { ...part, thing: { ...part.thing, elsewhere } };
}
