import type { Snapshot } from './history';

/** Two open ends of a history, and what each has that the other has not. */
export interface BranchPair {
  leaves: readonly [Snapshot, Snapshot];
  /** The nearest snapshot that both continue; null where they have nothing in common. */
  fork: Snapshot | null;
  /** The snapshots since then, each with its leaf, in the order in which they are given. */
  sides: readonly [readonly Snapshot[], readonly Snapshot[]];
}

/** Every two of these leaves side by side. */
export function pairsOf(snapshots: readonly Snapshot[], leaves: readonly Snapshot[]): BranchPair[] {
  const histories = new Map(leaves.map((leaf) => [leaf, historyOf(snapshots, leaf)]));
  return leaves.flatMap((one, at) =>
    leaves.slice(at + 1).map((other): BranchPair => {
      const [own, others] = [histories.get(one)!, histories.get(other)!];
      const only = (those: ReadonlySet<Snapshot>, these: ReadonlySet<Snapshot>) =>
        snapshots.filter((snapshot) => those.has(snapshot) && !these.has(snapshot));
      return {
        leaves: [one, other],
        fork: nearestIn(snapshots, [own, others]),
        sides: [only(own, others), only(others, own)],
      };
    }),
  );
}

/** The nearest snapshot that all of these continue, or are; null where they have none in common. */
export function forkOf(snapshots: readonly Snapshot[], leaves: readonly Snapshot[]): Snapshot | null {
  return nearestIn(
    snapshots,
    leaves.map((leaf) => historyOf(snapshots, leaf)),
  );
}

/** Of what all these have, what continues the most. */
function nearestIn(
  snapshots: readonly Snapshot[],
  histories: readonly ReadonlySet<Snapshot>[],
): Snapshot | null {
  const shared = snapshots.filter((snapshot) => histories.every((history) => history.has(snapshot)));
  // The nearest one continues the most, and is continued by none of them; but in a circle each is.
  const continued = new Set(shared.flatMap(({ parents }) => parents));
  const ends = shared.filter(({ id }) => !continued.has(id));
  const nearest = ends.length > 0 ? ends : shared;
  if (nearest.length === 1) return nearest[0]!;
  const sizes = new Map(nearest.map((snapshot) => [snapshot, historyOf(snapshots, snapshot).size]));
  return nearest.reduce<Snapshot | null>(
    (best, one) => (best && sizes.get(best)! >= sizes.get(one)! ? best : one),
    null,
  );
}

/** A snapshot and all that it continues. */
function historyOf(snapshots: readonly Snapshot[], leaf: Snapshot): ReadonlySet<Snapshot> {
  const byId = new Map(snapshots.map((snapshot) => [snapshot.id, snapshot]));
  const found = new Set<Snapshot>();
  const open = [leaf];
  for (let one = open.pop(); one; one = open.pop()) {
    if (found.has(one)) continue;
    found.add(one);
    for (const id of one.parents) {
      const parent = byId.get(id);
      if (parent) open.push(parent);
    }
  }
  return found;
}
