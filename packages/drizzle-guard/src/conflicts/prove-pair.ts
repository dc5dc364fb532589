import type { Attempt } from '../engines/shadow/attempt';
import type { ReadMigration } from '../replay/replay-history';
import type { CannotTell, Conflict, Place, Verdict } from '../results/verdict';
import { NONE, type Arena } from './arena';
import { differencesOf, differing } from './differing';
import { oneByOne } from './one-by-one';
import { firstLine, inOrder, placeIn, tagsOf, type Side } from './orders';
import type { Pair } from './pair';
import { refusing } from './refusing';
import { withoutDoubles } from './without-doubles';

/**
 * The verdict of a database: both orders are run where the branches went apart, and what they lead to is compared.
 * @param mixed the order in which they will be run, where that is neither all of the one first nor all of the other
 * @throws ShadowEnded
 */
export async function provePair(
  arena: Arena,
  branches: Pair,
  mixed: readonly ReadMigration[] | null = null,
): Promise<Verdict> {
  const pair = oneByOne(branches);
  const orders = [await runOrder(arena, pair, 0), await runOrder(arena, pair, 1)];
  const broken = orders.find(({ alone }) => alone !== null)?.alone;
  // Rows that nobody has may be what it fails for.
  if (broken) return arena.empty ? provePair(arena.empty, branches, mixed) : cannotTell(broken);
  const [mine, theirs] = orders.map(({ attempt }) => attempt) as [Attempt, Attempt];
  if (mine.failure === null && theirs.failure === null) {
    const again = (first: Side) => arena.run(inOrder(pair, first), NONE, true);
    const differences = await differencesOf(arena, [mine, theirs], again);
    if (differences.length > 0) return differing(pair, differences);
    const otherwise = mixed && (await inMixedOrder(arena, { branches, pair, mixed, expected: mine }));
    if (otherwise) return otherwise;
    const same = sameIn(pair);
    return same.length === 0 ? { kind: 'commute' } : { kind: 'convergent', same, refused: null };
  }
  const convergent = await withoutDoubles(arena, pair);
  return convergent ?? (await refusing(arena, pair, [mine, theirs]));
}

interface Mixed {
  branches: Pair;
  /** The same, command by command. */
  pair: Pair;
  /** The migrations of `branches` in their real order. */
  mixed: readonly ReadMigration[];
  /** What the first side and then the other lead to. */
  expected: Attempt;
}

/** The conflict that only their real order shows; null where it leads to the same. */
async function inMixedOrder(
  arena: Arena,
  { branches, pair, mixed, expected }: Mixed,
): Promise<Conflict | null> {
  const [order] = oneByOne([mixed, []]);
  const attempt = await arena.run(order, NONE, true);
  const { failure } = attempt;
  if (failure === null) {
    const again = (side: Side) => arena.run(side === 0 ? inOrder(pair, 0) : order, NONE, true);
    const differences = await differencesOf(arena, [expected, attempt], again);
    return differences.length === 0 ? null : differing(pair, differences);
  }
  const place = placeIn(order, failure);
  const does: Conflict['does'] = branches[0].includes(mixed[failure.migration]!)
    ? [place, null]
    : [null, place];
  const shown = `in the order in which they will be run (${tagsOf(order)}) ${place.migration} fails: ${firstLine(failure.message)} (${place.file}:${place.line})`;
  return { kind: 'conflict', does, shown: [shown], works: [true, true] };
}

/** A run of both; `alone` is what failed of the first, before the other could have had to do with it. */
interface Ran {
  attempt: Attempt;
  alone: { place: Place; message: string } | null;
}

async function runOrder(arena: Arena, pair: Pair, first: Side): Promise<Ran> {
  const order = inOrder(pair, first);
  const attempt = await arena.run(order, NONE, true);
  const { failure } = attempt;
  const isAlone = failure !== null && failure.migration < pair[first].length;
  return {
    attempt,
    alone: isAlone ? { place: placeIn(order, failure), message: failure.message } : null,
  };
}

function cannotTell({ place, message }: { place: Place; message: string }): CannotTell {
  return {
    kind: 'cannot tell',
    why: `${place.migration} fails already on its own: ${firstLine(message)} (${place.file}:${place.line})`,
  };
}

/** What both say in the same words, as the first says it. */
function sameIn([one, other]: Pair): string[] {
  const known = new Set(other.flatMap(({ statements }) => statements.map(({ meaning }) => meaning)));
  return one.flatMap(({ statements }) =>
    statements.filter(({ meaning }) => known.has(meaning)).map(({ sql }) => sql.trim()),
  );
}
