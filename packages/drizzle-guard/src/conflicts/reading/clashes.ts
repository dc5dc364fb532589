import type { Place } from '../../results/verdict';
import type { Told } from './read-side';
import { rowsApart } from './rows-apart';
import type { Standing } from './standing';
import { apartIn, THERE, type Apart, type Touch } from './touches';
import { keyOf, nameOf, wordsOfThing } from './thing';

/** Two statements that do not go together. */
export interface Clash {
  places: readonly [Place, Place];
  why: string;
  works: readonly [boolean, boolean];
  /** Whether both do the same. */
  isSame: boolean;
  /** Whether it is about rows. */
  isOfData: boolean;
}

/** Every two statements of two sides that do not go together. @param standing what is there before both */
export function clashesOf(one: readonly Told[], other: readonly Told[], standing: Standing): Clash[] {
  const theirs = new Map<string, { told: Told; touch: Touch }[]>();
  for (const told of other)
    for (const touch of told.touches) {
      const key = matterOf(touch);
      const known = theirs.get(key);
      if (known) known.push({ told, touch });
      else theirs.set(key, [{ told, touch }]);
    }
  const found: Clash[] = [];
  for (const told of one) {
    for (const touch of told.touches)
      for (const against of theirs.get(matterOf(touch)) ?? []) {
        const apart = apartIn(touch, against.touch);
        if (apart) found.push(clashOf(apart, [told, against.told], touch, against.touch));
      }
    for (const rows of told.rows)
      for (const against of other)
        for (const others of against.rows) {
          if (keyOf(rows.table) !== keyOf(others.table)) continue;
          const what = rowsApart(rows, others, standing);
          if (what === null) continue;
          const why = `the rows of ${nameOf(rows.table)} hang on which of them comes first: ${what}`;
          found.push({
            places: [told.place, against.place],
            why,
            works: [true, true],
            isSame: false,
            isOfData: true,
          });
        }
  }
  return found;
}

/** What a touch is about: equal for two that may be in each other's way. */
function matterOf({ thing, aspect }: Touch): string {
  return `${keyOf(thing)}\0\0${aspect}`;
}

const WORKS: { readonly [apart in Apart]: readonly [boolean, boolean] } = {
  names: [false, false],
  twice: [false, false],
  removed: [false, true],
  needed: [true, false],
  order: [true, true],
};

function clashOf(apart: Apart, [one, other]: readonly [Told, Told], mine: Touch, theirs: Touch): Clash {
  const isSame =
    (apart === 'names' || apart === 'twice') && mine.how === theirs.how && mine.value === theirs.value;
  const places = [one.place, other.place] as const;
  // What rests on it then is in its way as well.
  const isHeld =
    apart === 'removed'
      ? mine.isRefused && rests(other)
      : apart === 'needed' && theirs.isRefused && rests(one);
  const works = isHeld ? WORKS.names : WORKS[apart];
  return { places, why: wordsOfClash(apart, places, mine), works, isSame, isOfData: false };
}

/** Whether a statement makes something that stays when what it names is dropped, or keeps that from it. */
function rests({ touches }: Told): boolean {
  const makes = touches.some(({ how, thing }) => how === 'make' && thing.kind === 'relation');
  return makes && !touches.some(({ aspect }) => aspect === 'parts');
}

function wordsOfClash(
  apart: Apart,
  [mine, theirs]: readonly [Place, Place],
  { thing, aspect }: Touch,
): string {
  const what = wordsOfThing(thing);
  if (apart === 'names') return `both make ${what}`;
  if (apart === 'twice') return `both take ${what} away`;
  if (apart === 'removed') return `${mine.migration} takes ${what} away, which ${theirs.migration} needs`;
  if (apart === 'needed') return `${theirs.migration} takes ${what} away, which ${mine.migration} needs`;
  const asked = aspect === THERE ? `whether ${what} is there` : `what ${aspect} ${what} has`;
  return `${asked} hangs on which of them comes first`;
}
