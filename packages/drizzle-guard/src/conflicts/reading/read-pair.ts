import type { ReadMigration } from '../../replay/replay-history';
import type { Conflict, Place, Verdict } from '../../results/verdict';
import { oneByOne } from '../one-by-one';
import { inOneLine } from '../orders';
import type { Pair } from '../pair';
import { readSide, saidIn, standingBefore, wordsIn, type Reader, type Said, type Told } from './read-side';
import { rowsApart } from './rows-apart';
import { copyOf, emptyStanding, type Standing } from './standing';
import { apartIn, THERE, type Apart, type Touch } from './touches';
import { keyOf, wordsOfThing } from './thing';

/**
 * The verdict of the text: what the statements of each side do to what the other's are about.
 * @param before what both have run
 */
export function readPair(reader: Reader, before: readonly ReadMigration[], branches: Pair): Verdict {
  const [mine, theirs] = oneByOne(branches).map((side) => saidIn(side, reader)) as [Said[], Said[]];
  const standing = emptyStanding();
  standingBefore(before, namesOf([...mine, ...theirs]), standing, reader);
  const shared = sharedBy(mine, theirs);
  // What both do is there for the rest of both.
  const same = readSide(shared, standing, reader);
  const [one, other] = [mine, theirs].map((side) => readSide(without(side, shared), copyOf(standing), reader)) as [
    Told[],
    Told[],
  ];
  const found = clashesOf(one, other, standing);
  const conflicts = found.filter(({ isSame }) => !isSame);
  if (conflicts.length > 0) return conflictOf(conflicts);
  const unread = unreadIn([...one, ...same], [...other, ...same]);
  if (unread) return { kind: 'cannot tell', why: `${unread.migration} holds what cannot be read (${unread.file}:${unread.line})` };
  const twice = [...same.map(({ place }) => place), ...found.map(({ places }) => places[0])];
  if (twice.length === 0) return { kind: 'commute' };
  const isInTheWay = (told: Told) => clashesOf([told], [...one, ...other], standing).length > 0;
  const once = [...onceOnly(same, standing), ...same.filter(isInTheWay)];
  const refused = [...once.map(({ place }) => place), ...found.map(({ places }) => places[1])][0];
  return {
    kind: 'convergent',
    same: twice.map(({ sql }) => inOneLine(sql)),
    refused: refused ? `what ${refused.migration} says is done already (${refused.file}:${refused.line})` : null,
  };
}

function namesOf(said: readonly Said[]): Set<string> {
  return new Set(said.flatMap(({ place }) => wordsIn(place.sql)).filter((word) => !COMMON.has(word.toLowerCase())));
}

/** Words of which every statement is full. */
const COMMON: ReadonlySet<string> = new Set([
  ...['create', 'table', 'alter', 'add', 'column', 'drop', 'not', 'null', 'primary', 'key', 'default', 'constraint'],
  ...['references', 'foreign', 'on', 'delete', 'update', 'cascade', 'action', 'no', 'set', 'unique', 'index', 'using'],
  ...['btree', 'text', 'integer', 'varchar', 'boolean', 'timestamp', 'with', 'time', 'zone', 'uuid', 'jsonb', 'serial'],
  ...['now', 'public', 'true', 'false', 'if', 'exists', 'to', 'as', 'type', 'enum', 'insert', 'into', 'values', 'id'],
  ...['bigint', 'numeric', 'select', 'from', 'where', 'and', 'or', 'is', 'in', 'do', 'begin', 'end', 'check', 'data'],
]);

/** The statements that are on both sides, each once for each time that both have it. */
function sharedBy(mine: readonly Said[], theirs: readonly Said[]): Said[] {
  const left = [...theirs];
  return mine.filter(({ meaning }) => {
    const at = left.findIndex((other) => other.meaning === meaning);
    if (at !== -1) left.splice(at, 1);
    return at !== -1;
  });
}

function without(side: readonly Said[], shared: readonly Said[]): Said[] {
  const left = shared.map(({ meaning }) => meaning);
  return side.filter(({ meaning }) => {
    const at = left.indexOf(meaning);
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}

/** Two statements that do not go together. */
interface Clash {
  places: readonly [Place, Place];
  why: string;
  works: readonly [boolean, boolean];
  /** Whether both do the same. */
  isSame: boolean;
}

function clashesOf(one: readonly Told[], other: readonly Told[], standing: Standing): Clash[] {
  const theirs = new Map<string, { told: Told; touch: Touch }[]>();
  for (const told of other)
    for (const touch of told.touches) {
      const key = `${keyOf(touch.thing)}\0\0${touch.aspect}`;
      theirs.set(key, [...(theirs.get(key) ?? []), { told, touch }]);
    }
  const found: Clash[] = [];
  for (const told of one) {
    for (const touch of told.touches)
      for (const against of theirs.get(`${keyOf(touch.thing)}\0\0${touch.aspect}`) ?? []) {
        const apart = apartIn(touch, against.touch);
        if (apart) found.push(clashOf(apart, [told.place, against.told.place], touch, against.touch));
      }
    for (const rows of told.rows)
      for (const against of other)
        for (const others of against.rows) {
          if (keyOf(rows.table) !== keyOf(others.table)) continue;
          const what = rowsApart(rows, others, standing);
          if (what === null) continue;
          const why = `${what} in ${wordsOfThing(rows.table)} hangs on which of them comes first`;
          found.push({ places: [told.place, against.place], why, works: [true, true], isSame: false });
        }
  }
  return found;
}

const WORKS: { readonly [apart in Apart]: readonly [boolean, boolean] } = {
  names: [false, false],
  twice: [false, false],
  removed: [false, true],
  needed: [true, false],
  order: [true, true],
};

function clashOf(apart: Apart, places: readonly [Place, Place], one: Touch, other: Touch): Clash {
  const isSame = (apart === 'names' || apart === 'twice') && one.how === other.how && one.value === other.value;
  return { places, why: wordsOfClash(apart, places, one), works: WORKS[apart], isSame };
}

function wordsOfClash(apart: Apart, [mine, theirs]: readonly [Place, Place], { thing, aspect }: Touch): string {
  const what = wordsOfThing(thing);
  if (apart === 'names') return `both make ${what}`;
  if (apart === 'twice') return `both take ${what} away`;
  if (apart === 'removed') return `${mine.migration} takes ${what} away, which ${theirs.migration} needs`;
  if (apart === 'needed') return `${theirs.migration} takes ${what} away, which ${mine.migration} needs`;
  return `${aspect === THERE ? 'whether' : `${aspect} of`} ${what}${aspect === THERE ? ' is there' : ''} hangs on which of them comes first`;
}

const SHOWN = 3;

function conflictOf(clashes: readonly Clash[]): Conflict {
  const [first] = clashes as [Clash];
  const shown = [...new Set(clashes.map(({ why }) => why))];
  const more = shown.length - SHOWN;
  return {
    kind: 'conflict',
    does: first.places,
    shown: [...shown.slice(0, SHOWN), ...(more > 0 ? [`and ${more} more`] : [])],
    works: [clashes.every(({ works }) => works[0]), clashes.every(({ works }) => works[1])],
  };
}

/**
 * The statements that cannot be run a second time.
 * @param after what is there after all of them
 */
function onceOnly(same: readonly Told[], after: Standing): Told[] {
  const removed = new Set<string>();
  return same.filter(({ touches, rows }) => {
    const isOnce = touches.some(({ thing, aspect, how, forgiving }) => {
      if (aspect !== THERE || forgiving) return false;
      const key = keyOf(thing);
      if (how === 'drop' || how === 'rename') return !after.things.has(key);
      return how === 'make' && after.things.has(key) && !removed.has(key);
    });
    for (const { thing, how } of touches)
      if (how === 'drop' || how === 'fall' || how === 'rename') removed.add(keyOf(thing));
    return isOnce || rows.some(({ how, forgiving }) => how === 'insert' && !forgiving);
  });
}

/** A statement that could not be read, and names what the other side names. */
function unreadIn(one: readonly Told[], other: readonly Told[]): Place | null {
  const check = (side: readonly Told[], against: readonly Told[]): Place | null => {
    for (const { place, isRead } of side) {
      if (isRead) continue;
      const names = namesOf(against.filter((told) => told.place !== place));
      if (wordsIn(place.sql).some((word) => names.has(word))) return place;
    }
    return null;
  };
  return check(one, other) ?? check(other, one);
}

