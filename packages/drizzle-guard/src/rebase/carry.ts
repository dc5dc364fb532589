import { changesBetween, type Change } from '../state/changes';
import { changedAttributes, subjectOf } from '../state/compare';
import type { Entity } from '../state/entity';
import { isMap, keysOf, type Json } from '../state/json';
import { rowKeyOf, rowsIn } from '../state/rows';
import { isSame } from '../state/same';
import { withChanges } from '../state/with-changes';
import { labelOf, wordsOf } from '../state/words';
import { enumValues } from './enum-values';
import { inKeyOrder } from './key-order';
import { onceEach } from './once-each';
import { brokenReferences, entitiesIn, type Broken } from './broken-references';

/** Something that both sides have changed, each in its own way. */
export interface Clash {
  /** "table orders: column note" */
  what: string;
  /** What each does, in words. */
  mine: string;
  theirs: string;
}

/** A step of mine on top of theirs. */
export type Carried =
  | {
      /** Without ids of its own: those of what it was carried onto. */
      state: Json;
      /** What mine changes and theirs has already, in words. */
      shared: string[];
      /** What is left as theirs has it, because only the SQL of theirs is about it, in words. */
      left: string[];
    }
  | { clashes: Clash[] };

/**
 * Carries what one migration of mine changes over to the state that theirs leads to: a three-way merge, by what can only
 * change as a whole. A column, an index, a key, a check, a policy, a view are such; of an enum that both sides add to, the
 * values are merged; of a table that both sides have, its parts are looked at one by one. Pure.
 *
 * @param before the snapshot that the migration continues
 * @param after its own
 * @param onto the state after which it is to stand; of the same form and format
 * @param isOfTheirs whether only the SQL of theirs is about a change: a snapshot that was made beside the files of the other
 *   branch says what those do
 */
export function carry(
  before: Json,
  after: Json,
  onto: Json,
  isOfTheirs: (change: Change) => boolean = () => false,
): Carried {
  const there = byKey(onto);
  const was = byKey(before);
  const own: Change[] = [];
  const shared: string[] = [];
  const left: string[] = [];
  const clashes: Clash[] = [];
  for (const change of changesBetween(before, after)) {
    if (isOfTheirs(change)) {
      left.push(wordsOf(change));
      continue;
    }
    const theirs = there.get(subjectOf(change).key) ?? null;
    const outcome = outcomeOf(change, theirs, there);
    if (outcome === 'theirs') shared.push(wordsOf(change));
    else if (outcome === 'clash') clashes.push(clashOf(change, was, theirs, there));
    else own.push(outcome);
  }
  if (clashes.length > 0) return { clashes };
  const changed = withInternal(withChanges(onto, own), before, after);
  const state = inKeyOrder(changed, onto, after);
  const known = new Set([...brokenReferences(onto), ...brokenReferences(after)].map(({ key }) => key));
  const broken = brokenReferences(state).filter(({ key }) => !known.has(key));
  if (broken.length === 0) return { state, shared, left };
  return { clashes: broken.map((one) => clashIn(one, there)) };
}

/** A clash that only what both lead to has. */
function clashIn(broken: Broken, there: ReadonlyMap<string, Entity>): Clash {
  if ('lacks' in broken) {
    const { entity, lacks } = broken;
    const what = labelOf(entity);
    const sides = [`${what} needs ${lacks}`, `${lacks} is not there any more`] as const;
    // What theirs has in the same words holds together there: so mine has taken away what it needs.
    const isOfTheirs = isSameThing(there.get(entity.key) ?? null, entity, false);
    const [mine, theirs] = isOfTheirs ? sides.toReversed() : sides;
    return { what, mine: mine!, theirs: theirs! };
  }
  const { entity, beside } = broken;
  const [mine, theirs] = there.has(entity.key) ? [beside, entity] : [entity, beside];
  const already = mine.kind === 'index' ? 'has that name' : 'is the primary key';
  return {
    what: labelOf(mine),
    mine: `${labelOf(mine)} is there`,
    theirs: `${labelOf(theirs)} ${already}`,
  };
}

/** What is to be done to theirs: a change, nothing since it is done, or nothing since that cannot be. */
function outcomeOf(
  change: Change,
  theirs: Entity | null,
  there: ReadonlyMap<string, Entity>,
): Change | 'theirs' | 'clash' {
  const { before, after } = change;
  const { kind, of } = subjectOf(change);
  const isWhole = kind === 'table' && !(before && after);
  const isAs = (one: Entity | null) => isSameThing(theirs, one, isWhole);
  // Where theirs has no such table any more no part of it can be changed, be it to be taken away.
  if (of !== null && !there.has(of)) return 'clash';
  if (isAs(before)) return change;
  if (isAs(after)) return 'theirs';
  if (!theirs || !before || !after) return 'clash';
  if (kind === 'table') return tableOutcome(change, theirs);
  return kind === 'enum' ? enumOutcome(before, after, theirs) : 'clash';
}

/** Of a table that all have only what is no part of it is compared, one by one. */
function tableOutcome(change: Change, theirs: Entity): Change | 'clash' {
  const [was, is, there] = [change.before, change.after, theirs].map((one) => one!.definition as Json);
  const changed = changedAttributes(change);
  const isFree = changed.every((name) => isSame(there![name], was![name]) || isSame(there![name], is![name]));
  if (!isFree) return 'clash';
  const own = Object.fromEntries(changed.map((name) => [name, is![name]]));
  return { before: theirs, after: { ...theirs, definition: { ...there, ...own } } };
}

function enumOutcome(before: Entity, after: Entity, theirs: Entity): Change | 'theirs' | 'clash' {
  const [was, is, there] = [before, after, theirs].map(({ definition }) => definition as Json);
  const values = enumValues(valuesIn(was!), valuesIn(is!), valuesIn(there!));
  const isFree = keysOf(was, is).every((key) => key === 'values' || isSame(was![key], is![key]));
  if (values === null || !isFree) return 'clash';
  if (isSame(values, there!['values'])) return 'theirs';
  const definition = { ...there, values };
  return { before: theirs, after: { ...theirs, definition, value: definition } };
}

function valuesIn({ values }: Json): string[] {
  return Array.isArray(values) ? values.map(String) : [];
}

function clashOf(
  change: Change,
  was: ReadonlyMap<string, Entity>,
  theirs: Entity | null,
  there: ReadonlyMap<string, Entity>,
): Clash {
  const subject = subjectOf(change);
  const before = was.get(subject.key) ?? null;
  const table = subject.of === null ? undefined : was.get(subject.of);
  const isHomeless = subject.of !== null && !there.has(subject.of);
  const lost = isHomeless && table ? `${labelOf(table)} is gone` : null;
  const own = theirs || before ? wordsOf({ before, after: theirs }) : '';
  return { what: labelOf(subject), mine: wordsOf(change), theirs: lost ?? own };
}

function isSameThing(one: Entity | null, other: Entity | null, isWhole: boolean): boolean {
  if (!one || !other) return one === other;
  return isWhole ? isSame(wholeOf(one), wholeOf(other)) : isSame(one.definition, other.definition);
}

/** The rows of a list are in no order. */
function wholeOf({ value }: Entity): unknown {
  if (!isMap(value) || !Array.isArray(value['rows'])) return value;
  return Object.fromEntries(rowsIn(value['rows']).map((row) => [rowKeyOf(row), row]));
}

/** How parts of a state were written (MySQL, SQLite of 0.x): what mine has noted stands beside what theirs has. */
function withInternal(state: Json, before: Json, after: Json): Json {
  const [was, is] = [before['internal'], after['internal']];
  if (!isMap(is) || isSame(was, is)) return state;
  return { ...state, internal: noted(state['internal'], was, is) };
}

function noted(there: unknown, was: unknown, is: unknown): unknown {
  if (isSame(was, is)) return there;
  if (!isMap(is)) return is;
  const merged: Json = isMap(there) ? { ...there } : {};
  for (const key of keysOf(was, is)) {
    const own = noted(merged[key], isMap(was) ? was[key] : undefined, is[key]);
    if (own === undefined) delete merged[key];
    else merged[key] = own;
  }
  return merged;
}

const byKey = onceEach((state) => new Map(entitiesIn(state).map((entity) => [entity.key, entity])));
