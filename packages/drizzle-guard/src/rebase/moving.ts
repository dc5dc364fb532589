import type { History, Migration, Snapshot } from '../history/history';
import type { Json } from '../state/json';

/** What of one history is put behind another. */
export interface Moving {
  /** In their order. */
  mine: readonly Migration[];
  /** What theirs has that none of mine continues. */
  theirs: readonly Migration[];
  /** What both stand on, as theirs has it. */
  before: readonly Migration[];
}

/** A migration that moves, with what it says. */
export interface Step {
  migration: Migration;
  /** The snapshot that it continues, and its own. */
  before: Json;
  after: Json;
}

/**
 * Finds what the migrations that move stand on: what of theirs none of them continues came beside them. A journal is a list: there
 * what stands in it before the first one's parent is common, whatever holes the chain of snapshots has.
 *
 * @param moving of `mine`
 */
export function movingIn(mine: History, theirs: History, moving: readonly Migration[]): Moving {
  const ancestors = ancestorsOf(mine.snapshots, moving);
  const parents = new Set(moving[0]?.snapshot?.parents ?? []);
  const fork =
    theirs.layout === 'journal'
      ? theirs.migrations.findLastIndex(({ snapshot }) => snapshot && parents.has(snapshot.id))
      : -1;
  const isBeside = (one: Migration, at: number) =>
    at > fork && !(one.snapshot !== null && ancestors.has(one.snapshot.id));
  return {
    mine: moving,
    theirs: theirs.migrations.filter(isBeside),
    before: theirs.migrations.filter((one, at) => !isBeside(one, at)),
  };
}

function ancestorsOf(snapshots: readonly Snapshot[], moving: readonly Migration[]): Set<string> {
  const byId = new Map(snapshots.map((snapshot) => [snapshot.id, snapshot]));
  const ancestors = new Set<string>();
  const open = moving.flatMap(({ snapshot }) => snapshot?.parents ?? []);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (ancestors.has(id)) continue;
    ancestors.add(id);
    open.push(...(byId.get(id)?.parents ?? []));
  }
  return ancestors;
}

/** Whether mine stand behind all of theirs already, each newer than what comes before it, in one line. */
export function isInPlace(mine: History, theirs: History, moving: readonly Migration[]): boolean {
  const { migrations } = mine;
  const from = migrations.length - moving.length;
  const own = migrations.slice(from);
  const isBehind =
    from === theirs.migrations.length &&
    theirs.migrations.every(({ tag }, at) => migrations[at]!.tag === tag) &&
    moving.every(({ tag }, at) => own[at]!.tag === tag);
  if (!isBehind) return false;
  return own.every((one, at) => {
    const earlier = migrations.slice(0, from + at);
    const [previous] = earlier.slice(-1);
    const isNewer = earlier.every(({ timestamp }) => timestamp < one.timestamp);
    const follows = !previous?.snapshot || !one.snapshot || one.snapshot.parents.includes(previous.snapshot.id);
    return isNewer && follows;
  });
}
