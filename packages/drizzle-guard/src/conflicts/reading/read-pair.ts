import type { Conflict, Place, Verdict } from '../../results/verdict';
import { tokensOf } from '../../sql/tokens';
import { oneByOne } from '../one-by-one';
import type { Pair } from '../pair';
import { readSide, saidIn, type Reader, type Said, type Told } from './read-side';
import { clashesOf, type Clash } from './clashes';
import { copyOf, type Standing } from './standing';
import { wordsIn } from './standing-before';
import { onceOnly, sharedBy, without } from './shared';

/** What the text of two branches tells. */
export interface Reading {
  verdict: Verdict;
  /** The conflict about rows, of which a run shows nothing where no row of its is met; null where there is none. */
  data: Conflict | null;
}

/**
 * The verdict of the text: what the statements of each side do to what the other's are about.
 * @param before what is there where they went apart, of `standingBefore`
 */
export function readPair(reader: Reader, before: Standing, branches: Pair): Reading {
  const [mine, theirs] = oneByOne(branches).map((side) => saidIn(side, reader)) as [Said[], Said[]];
  const standing = copyOf(before);
  const shared = sharedBy(mine, theirs);
  // What both do is there for the rest of both.
  const same = readSide(shared, standing, reader);
  const [one, other] = [mine, theirs].map((side) =>
    readSide(without(side, shared), copyOf(standing), reader),
  ) as [Told[], Told[]];
  const found = clashesOf(one, other, standing);
  const conflicts = found.filter(({ isSame }) => !isSame);
  const written = conflicts.filter(({ isOfData }) => isOfData);
  const data = written.length === 0 ? null : conflictOf(written);
  if (conflicts.length > 0) return { verdict: conflictOf(conflicts), data };
  return { verdict: withoutConflict(one, other, same, found, standing), data };
}

function withoutConflict(
  one: readonly Told[],
  other: readonly Told[],
  same: readonly Told[],
  found: readonly Clash[],
  standing: Standing,
): Verdict {
  const unread = unreadIn([...one, ...same], [...other, ...same]);
  if (unread)
    return {
      kind: 'cannot tell',
      why: `${unread.migration} holds what cannot be read (${unread.file}:${unread.line})`,
    };
  const twice = [...same.map(({ place }) => place), ...found.map(({ places }) => places[0])];
  if (twice.length === 0) return { kind: 'commute' };
  const isInTheWay = (told: Told) => clashesOf([told], [...one, ...other], standing).length > 0;
  const once = [...onceOnly(same, standing), ...same.filter(isInTheWay)];
  const refused = [...once.map(({ place }) => place), ...found.map(({ places }) => places[1])][0];
  return {
    kind: 'convergent',
    same: twice.map(({ sql }) => sql.trim()),
    refused: refused
      ? `what ${refused.migration} says is done already (${refused.file}:${refused.line})`
      : null,
  };
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

/** A statement that could not be read, and names what the other side is about. */
function unreadIn(one: readonly Told[], other: readonly Told[]): Place | null {
  const check = (side: readonly Told[], against: readonly Told[]): Place | null => {
    for (const { place, isRead } of side) {
      if (isRead) continue;
      const names = new Set(against.filter((told) => told.place !== place).flatMap(namesIn));
      if (isOfAll(place) || wordsIn(place.sql).some((word) => names.has(word.toLowerCase()))) return place;
    }
    return null;
  };
  return check(one, other) ?? check(other, one);
}

/** Whether what it does is about all that comes after it, or is not in its text. */
function isOfAll({ sql }: Place): boolean {
  return /^(?:set|reset|call|execute)$/.test(tokensOf(sql)[0] ?? '');
}

/** The names of all that a statement touches; all words of one that could not be read either. */
function namesIn({ place, touches, isRead }: Told): string[] {
  const names = isRead ? touches.flatMap(({ thing }) => thing.path.slice(1)) : [place.sql];
  return names.flatMap(wordsIn).map((word) => word.toLowerCase());
}
