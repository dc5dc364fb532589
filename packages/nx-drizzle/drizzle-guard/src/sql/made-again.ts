import { commandsOf, names } from './commands';
import { goneAfter, goneIn, withoutMade, type Gone, type TaggedSql } from './gone';
import { isOfState } from './is-of-state';
import { passagesOf, type Passage } from './passages';

/** A migration that is to be made again after others. */
export interface OwnSql extends TaggedSql {
  /** What drizzle-kit writes between the snapshot before it and its own; null where that is not known. */
  kit: readonly string[] | null;
  /** Where it is not known: whether what could be in a snapshot is in its own, so that the schema has it. */
  hasSnapshot: boolean;
}

/** What there is to be made again, and after what. */
export interface MakingAgain {
  own: readonly OwnSql[];
  theirs: readonly TaggedSql[];
  /** What drizzle-kit writes for the schema after theirs; null where that is not known. */
  wanted: readonly string[] | null;
  /** Whether the schema wants anything after theirs; null where that is not known. */
  isWanted: boolean | null;
}

/** Hand-written SQL of one migration: what follows each other in its file, or all of it. */
export interface Kept {
  tag: string;
  /** Null for the whole file. */
  runs: readonly (readonly Passage[])[] | null;
}

/** How migrations are made again. */
export interface MadeAgain {
  /** Those of which theirs has every statement. */
  held: readonly string[];
  /** Hand-written SQL that goes before what is generated, a migration each. */
  before: readonly Kept[];
  /** Whether drizzle-kit has something to generate. */
  isGenerated: boolean;
  /** Where hand-written SQL stands in place of what is generated: all of it, in its order. */
  inPlace: readonly Kept[];
  /** Hand-written SQL that goes after what is generated, a migration each. */
  after: readonly Kept[];
  /** A hand-written statement of mine that speaks of what theirs has dropped or renamed. */
  apart: { tag: string; passage: Passage; gone: Gone } | null;
}

interface Part {
  tag: string;
  passage: Passage;
  kind: 'held' | 'generated' | 'written';
}

/**
 * Parts what migrations hold: what drizzle-kit writes itself, which it writes anew, what somebody has written by hand, which
 * is kept, and what theirs has already, which is not repeated. Pure.
 */
export function madeAgain({ own, theirs, wanted, isWanted }: MakingAgain): MadeAgain {
  const there = meaningsIn(theirs.map(({ sql }) => sql));
  const needed = wanted && meaningsIn(wanted);
  const all = own.map((one) => partsOf(one, there, needed));
  const isGenerated = isWanted ?? own.some((one, at) => makesMore(one, all[at]!, there));
  const replacing = own.map((one, at) => replacingIn(one, all[at]!, needed ?? null, there, isGenerated));
  const isNeeded = ({ kind, passage: { meaning } }: Part) =>
    kind !== 'generated' || (needed ? needed.has(meaning) : !there.has(meaning));
  const parts = all.flatMap((ones, at) =>
    ones.filter(
      (part) =>
        part.kind !== 'held' &&
        isNeeded(part) &&
        !(replacing[at] === 'done' && part.kind === 'written' && isState(part.passage)),
    ),
  );
  const written = new Set(parts.filter(({ kind }) => kind === 'written'));
  const places = placesOf(parts);
  const isInPlace =
    isGenerated &&
    written.size > 0 &&
    (replacing.includes('open') || places === null) &&
    covers(needed, own, all);
  const placeOf = (part: Part) => (isGenerated ? places?.get(part) : undefined) ?? 'after';
  const keptAt = (place: 'before' | 'after') =>
    isInPlace ? [] : keptOf(own, all, (part) => written.has(part) && placeOf(part) === place);
  const isHeld = (ones: readonly Part[]) =>
    ones.length > 0 && ones.every(({ passage }) => there.has(passage.meaning));
  return {
    held: own.filter((_, at) => isHeld(all[at]!)).map(({ tag }) => tag),
    before: keptAt('before'),
    isGenerated,
    inPlace: isInPlace ? keptOf(own, all, (part) => parts.includes(part)) : [],
    after: keptAt('after'),
    apart: apartFrom([...written], theirs, [...own.map(({ sql }) => sql), ...(wanted ?? [])]),
  };
}

function partsOf(
  { tag, sql, kit, hasSnapshot }: OwnSql,
  there: ReadonlySet<string>,
  needed: ReadonlySet<string> | null,
): Part[] {
  const known = kit && meaningsIn(kit);
  const isGenerated = (passage: Passage) => {
    if (known) return known.has(passage.meaning);
    return needed?.has(passage.meaning) || (hasSnapshot && isState(passage) && !isConverting(passage));
  };
  return passagesOf(sql).map((passage) => ({
    tag,
    passage,
    kind: isGenerated(passage) ? 'generated' : there.has(passage.meaning) ? 'held' : 'written',
  }));
}

/** Whether drizzle-kit, asked again, would write what theirs has not. */
function makesMore(
  { kit, hasSnapshot }: OwnSql,
  parts: readonly Part[],
  there: ReadonlySet<string>,
): boolean {
  if (kit) return [...meaningsIn(kit)].some((meaning) => !there.has(meaning));
  return parts.some(
    ({ kind, passage }) =>
      (kind === 'generated' && !there.has(passage.meaning)) ||
      (kind === 'written' && (!hasSnapshot || isConverting(passage)) && isState(passage)),
  );
}

/**
 * Whether somebody has written statements in place of those that drizzle-kit would write: `done` where the schema does not want
 * those any more.
 */
function replacingIn(
  { kit, hasSnapshot }: OwnSql,
  parts: readonly Part[],
  needed: ReadonlySet<string> | null,
  there: ReadonlySet<string>,
  isGenerated: boolean,
): 'open' | 'done' | null {
  const byHand = parts.filter(({ kind, passage }) => kind === 'written' && isState(passage));
  if (byHand.length === 0) return null;
  if (!kit) {
    const isDoubtful = !hasSnapshot || byHand.some(({ passage }) => isConverting(passage));
    return isDoubtful && isGenerated ? 'open' : null;
  }
  const present = new Set(parts.map(({ passage }) => passage.meaning));
  const lacking = [...meaningsIn(kit)].filter((meaning) => !present.has(meaning));
  if (lacking.length === 0) return null;
  const isOpen = lacking.some((meaning) => (needed ? needed.has(meaning) : !there.has(meaning)));
  return isOpen && isGenerated ? 'open' : 'done';
}

/** Whether nothing that the schema wants is lost where the SQL of mine stands in place of what is generated. */
function covers(
  needed: ReadonlySet<string> | null,
  own: readonly OwnSql[],
  all: readonly (readonly Part[])[],
): boolean {
  if (needed === null) return true;
  const known = new Set(all.flat().map(({ passage }) => passage.meaning));
  for (const { kit } of own) for (const meaning of meaningsIn(kit ?? [])) known.add(meaning);
  return [...needed].every((meaning) => known.has(meaning));
}

/**
 * On which side of what is generated at once each hand-written statement stands: where it stood, and one between two that are
 * generated after those of whose objects it speaks, or before them. Null where that is both, or would turn their order round.
 */
function placesOf(parts: readonly Part[]): Map<Part, 'before' | 'after'> | null {
  const places = new Map<Part, 'before' | 'after'>();
  const isGenerated = ({ kind }: Part) => kind === 'generated';
  const [first, last] = [parts.findIndex(isGenerated), parts.findLastIndex(isGenerated)];
  let isBehind = false;
  for (const [at, part] of parts.entries()) {
    if (isGenerated(part)) continue;
    const touches = (ones: readonly Part[]) => ones.some((one) => isGenerated(one) && isAbout(part, one));
    const isBefore = at < first || (at < last && touches(parts.slice(at)));
    const isAfter = at > first && (at > last || touches(parts.slice(0, at)) || !isBefore);
    if (isBefore && (isAfter || isBehind)) return null;
    isBehind ||= isAfter;
    places.set(part, isBefore ? 'before' : 'after');
  }
  return places;
}

/** Whether a statement speaks of what another one makes or changes, and not of its table alone. */
function isAbout({ passage }: Part, { passage: generated }: Part): boolean {
  const own = commandsOf(passage.sql);
  const isNamed = (name: string) => own.some((command) => names(command, name));
  return commandsOf(generated.sql).some((command) => {
    const [table, ...others] = command.flatMap((token) => /^["`](.+)["`]$/.exec(token)?.[1] ?? []);
    if (table === undefined || !isNamed(table)) return false;
    const isOfTable = /^(?:create|drop)$/i.test(command[0]!) && /^table$/i.test(command[1] ?? '');
    return isOfTable || others.some(isNamed);
  });
}

function keptOf(
  own: readonly OwnSql[],
  all: readonly (readonly Part[])[],
  isKept: (part: Part) => boolean,
): Kept[] {
  return own.flatMap(({ tag }, at): Kept[] => {
    const parts = all[at]!;
    const runs: Passage[][] = [];
    let isOpen = false;
    for (const part of parts) {
      const keeps = isKept(part);
      if (keeps && isOpen) runs.at(-1)!.push(part.passage);
      else if (keeps) runs.push([part.passage]);
      isOpen = keeps;
    }
    if (runs.length === 0) return [];
    const isCuttable = runs.every((run) => run[0]!.isFirst && run.at(-1)!.isLast);
    return [{ tag, runs: parts.every(isKept) || !isCuttable ? null : runs }];
  });
}

function apartFrom(
  written: readonly Part[],
  theirs: readonly TaggedSql[],
  made: readonly string[],
): MadeAgain['apart'] {
  const gone = withoutMade(goneAfter(theirs), made);
  for (const { tag, passage } of written) {
    for (const command of commandsOf(passage.sql)) {
      const one = goneIn(command, gone);
      if (one) return { tag, passage, gone: one };
    }
  }
  return null;
}

function meaningsIn(texts: readonly string[]): Set<string> {
  return new Set(texts.flatMap(passagesOf).map(({ meaning }) => meaning));
}

function isState({ sql, meaning }: Passage): boolean {
  return isOfState({ sql, meaning, line: 1 });
}

/** drizzle-kit says of no change how rows are converted, unless somebody has told it. */
function isConverting({ meaning }: Passage): boolean {
  return / using /.test(meaning) && meaning.startsWith('alter table');
}
