import { pairsOf, type BranchPair } from '../history/branches';
import { isUnreadable, leavesOf, type History, type Migration, type Snapshot } from '../history/history';
import { readMigrations, type ReadMigration } from '../replay/replay-history';
import type { Pair } from '../conflicts/pair';
import type { BranchConflict } from '../rules/contexts';
import type { Commit, State } from '../sources/state';
import { besideBase, type Landing } from './landing';
import { openConflicts } from './parts/branches';
import { ownMigrations } from './own-migrations';
import { sequenceFaults } from './preflight';
import type { Session } from './session';

/** Two branches of migrations that come together, and what both have run before. */
export interface Meeting {
  before: readonly ReadMigration[];
  /** Mine first, where it is known which side has not landed. */
  pair: Pair;
  layout: History['layout'];
  /** How people call the side that has landed, where that is known. */
  base: string | null;
  /** The side that is run first where both are in one journal already; null where that is open. */
  goesFirst: 0 | 1 | null;
  /** The order in which both are run, where it is neither all of the one first nor all of the other. */
  mixed: readonly ReadMigration[] | null;
  /** What drizzle-kit calls conflicting, and refuses to generate on top of. */
  refused: readonly BranchConflict[];
  /** Codes of what has to be mended before anything can be said. */
  faults: readonly string[];
}

/** What comes together in a state: every two open ends of its history, and the work beside its base. */
export async function meetingsOf(
  session: Session,
  at: State,
  landing: Landing | null,
  out: string,
): Promise<Meeting[]> {
  if (isUnreadable(await session.history(at, out))) return [];
  const open = await openMeetings(session, at, out);
  const beside = landing && (await meetingWithBase(session, at, landing, out));
  return beside ? [...open, beside] : open;
}

/** The work beside its base: null where one of them brings nothing. */
export async function meetingWithBase(
  session: Session,
  at: State,
  landing: Landing,
  out: string,
): Promise<Meeting | null> {
  const { mine, theirs, removed, history, base, conflicts } = await besideBase(session, at, landing, out);
  // What was taken out here, and made anew under another name, is a part of their side: the two went apart before it.
  const gone = removed.filter(({ renamed }) => renamed === null).map((one) => one.theirs);
  const others = base.history.migrations.filter((one) => theirs.includes(one) || gone.includes(one));
  if (mine.length === 0 || others.length === 0) return null;
  const there = commitOf(landing);
  return meetingOf(
    { session, at, history, own: mine },
    { session, at: there, history: base.history, own: others },
    { base: base.name, refused: conflicts },
  );
}

function commitOf({ base }: Landing): Commit {
  return { kind: 'commit', commit: base.commit, label: base.name };
}

/** Every two heads of a merge, as far as what each brings is in its result as it was. */
export async function meetingsInMerge(
  session: Session,
  state: State,
  sides: readonly Commit[],
  out: string,
): Promise<Meeting[]> {
  const result = await session.history(state, out);
  if (isUnreadable(result)) return [];
  // Most merges bring migrations of one side alone, and nothing is read for them.
  const read = async () => {
    const tree = await session.tree(state);
    return {
      all: await readMigrations(tree, result, session.once),
      refused: await openConflicts({ tree, history: result }),
    };
  };
  let known: Awaited<ReturnType<typeof read>> | undefined;
  const meetings: Meeting[] = [];
  for (const [at, one] of sides.entries())
    for (const other of sides.slice(at + 1)) {
      const sideOf = async (side: Commit, opposite: Commit): Promise<Side> => ({
        ...{ session, at: side, history: await session.history(side, out) },
        own: await ownMigrations(session, side, opposite, out),
      });
      const [mine, theirs] = [await sideOf(one, other), await sideOf(other, one)];
      if (mine.own.length === 0 || theirs.own.length === 0) continue;
      const { all, refused } = (known ??= await read());
      const meeting = await meetingOf(mine, theirs, { base: null, refused });
      const kept = keptIn(all, meeting.pair, result.layout === 'journal');
      if (kept.pair.every((side) => side.length > 0)) meetings.push({ ...meeting, ...kept });
    }
  return meetings;
}

/** Every two open ends of one history. */
async function openMeetings(session: Session, at: State, out: string): Promise<Meeting[]> {
  const history = await session.history(at, out);
  if (history.layout !== 'folders') return [];
  const leaves = leavesOf(history);
  if (leaves.length < 2) return [];
  const all = await readMigrations(await session.tree(at), history, session.once);
  const faults = faultsIn(history);
  const refused = await openConflicts({ tree: await session.tree(at), history });
  const pairs = pairsOf(history.snapshots, leaves);
  return pairs.map(({ leaves: ends, sides }) => {
    const of = (side: (typeof sides)[number]) =>
      all.filter(({ migration }) => migration.snapshot && side.includes(migration.snapshot));
    const pair: Pair = [of(sides[0]), of(sides[1])];
    const later = new Set(pair.flat());
    const elsewhere = leaves.filter((leaf) => !ends.includes(leaf)).flatMap((leaf) => of(ownOf(leaf, pairs)));
    const before = all.filter((one) => !later.has(one) && !elsewhere.includes(one));
    const tags = pair.map((side) => side.map(({ migration }) => migration.tag));
    const isOfPair = ({ sides: told }: BranchConflict) =>
      told.every((one) => tags.some((own) => own.includes(one.tags.at(-1)!)));
    return {
      ...{ before, pair, layout: history.layout, base: null, goesFirst: null, faults, mixed: byName(pair) },
      refused: refused.filter(isOfPair),
    };
  });
}

/** What of an open end no other continues. */
function ownOf(leaf: Snapshot, pairs: readonly BranchPair[]): readonly Snapshot[] {
  const sides = pairs.flatMap(({ leaves, sides: both }) => {
    const at = leaves.indexOf(leaf);
    return at === -1 ? [] : [both[at]!];
  });
  return sides.reduce((own, side) => own.filter((one) => side.includes(one)));
}

/**
 * What of both sides is in the result as it was, and which of them comes first there.
 * @param mayMove whether one is the same under another name: a folder that has another one was made again
 */
function keptIn(
  result: readonly ReadMigration[],
  pair: Pair,
  mayMove: boolean,
): Pick<Meeting, 'pair' | 'goesFirst' | 'mixed'> {
  const places = new Map<ReadMigration, number>();
  const texts = result.map(textOf);
  const take = (one: ReadMigration, isIt: (other: ReadMigration) => boolean) => {
    const taken = new Set(places.values());
    const text = textOf(one);
    const at = texts.findIndex((other, place) => !taken.has(place) && other === text && isIt(result[place]!));
    if (at !== -1) places.set(one, at);
  };
  for (const one of pair.flat()) take(one, ({ migration }) => migration.tag === one.migration.tag);
  for (const one of mayMove ? pair.flat() : []) if (!places.has(one)) take(one, () => true);
  const kept: Pair = [pair[0].filter((one) => places.has(one)), pair[1].filter((one) => places.has(one))];
  const [mine, theirs] = kept.map((side) => side.map((one) => places.get(one)!));
  const isBefore = (one: number[], other: number[]) => Math.max(...one) < Math.min(...other);
  const goesFirst = isBefore(mine!, theirs!) ? 0 : isBefore(theirs!, mine!) ? 1 : null;
  const inPlace = kept.flat().toSorted((one, other) => places.get(one)! - places.get(other)!);
  return { pair: kept, goesFirst, mixed: goesFirst === null ? inPlace : null };
}

interface Side {
  session: Session;
  at: State;
  history: History;
  own: readonly Migration[];
}

async function meetingOf(
  mine: Side,
  theirs: Side,
  told: Pick<Meeting, 'base' | 'refused'>,
): Promise<Meeting> {
  const [ofMine, ofTheirs] = [await allOf(mine), await allOf(theirs)];
  const isOf = ({ own }: Side) => {
    const tags = new Set(own.map(({ tag }) => tag));
    return ({ migration }: ReadMigration) => tags.has(migration.tag);
  };
  const pair: Pair = [ofMine.filter(isOf(mine)), ofTheirs.filter(isOf(theirs))];
  return {
    before: ofTheirs.filter((one) => !isOf(theirs)(one)),
    pair,
    layout: theirs.history.layout,
    mixed: theirs.history.layout === 'folders' ? byName(pair) : null,
    goesFirst: null,
    ...told,
    faults: [...new Set([...faultsIn(mine.history), ...faultsIn(theirs.history)])],
  };
}

/** Folders are run by their names, whoever made them. */
function byName(pair: Pair): ReadMigration[] | null {
  const order = pair.flat().toSorted((one, other) => (one.migration.tag < other.migration.tag ? -1 : 1));
  const places = pair.map((side) => side.map((one) => order.indexOf(one)));
  const isBefore = (one: number[], other: number[]) => Math.max(...one) < Math.min(...other);
  const [mine, theirs] = places as [number[], number[]];
  return isBefore(mine, theirs) || isBefore(theirs, mine) ? null : order;
}

async function allOf({ session, at, history }: Side): Promise<ReadMigration[]> {
  return readMigrations(await session.tree(at), history, session.once);
}

function faultsIn(history: History): string[] {
  return sequenceFaults(history, '').map(({ code }) => code);
}

function textOf({ statements }: ReadMigration): string {
  return statements.map(({ sql }) => sql).join('\n');
}
