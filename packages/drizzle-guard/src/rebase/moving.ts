import type { History, Migration, Snapshot } from '../history/history';
import { lateBeside } from '../history/late';
import type { Ruling } from '../results/verdict';
import type { Command } from '../sql/commands';
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
  /** Those of its SQL. */
  commands: readonly Command[];
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

/** Clocks of a team differ by minutes. */
const TOLERANCE = 10 * 60 * 1000;

/** Two seconds at the most: one that was moved, and had that time already. */
const FURTHEST = 2000;

/**
 * Whether mine stand behind all of theirs already, in one line, each newer than what comes before it, and none further in the
 * future than a move would put it.
 * @param now milliseconds since 1970
 */
export function isInPlace(
  mine: History,
  theirs: History,
  moving: readonly Migration[],
  now: number,
): boolean {
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
    const newest = Math.max(0, ...earlier.map(({ timestamp }) => timestamp));
    const isStrange = one.timestamp > now + TOLERANCE && one.timestamp > newest + FURTHEST;
    const follows =
      !previous?.snapshot || !one.snapshot || one.snapshot.parents.includes(previous.snapshot.id);
    return newest < one.timestamp && !isStrange && follows;
  });
}

/** What forbids that migrations in folders stand beside others. */
export interface Beside {
  /** What of theirs is known to have landed. */
  landed: readonly Migration[];
  ruling: Ruling | null;
  /** Whether drizzle-kit generates nothing on top of both. */
  isRefused: boolean;
  /** Whether open ends are an error here. */
  forbidsForks: boolean;
}

/**
 * Whether migrations in folders, which may stand beside others, have to be moved: one would come late, drizzle-kit or people
 * forbid it, or the two do more than commute.
 */
export function mayNotStay(
  mine: History,
  theirs: History,
  moving: Moving,
  { landed, ruling, isRefused, forbidsForks }: Beside,
): boolean {
  if (lateBeside(moving.mine, mine, { ...theirs, migrations: [...landed] } as History).length > 0)
    return true;
  if (moving.theirs.length === 0) return false;
  return isRefused || forbidsForks || (ruling !== null && ruling.verdict.kind !== 'commute');
}
