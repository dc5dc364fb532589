/** A branch that is going to land. */
export interface Lander {
  name: string;
  /** When what it brings was made, in milliseconds. */
  time: number;
  /** Whether it has to move wherever it lands. */
  mustMove: boolean;
}

/** Which has to move where it lands after which, by their places in a list. */
export interface Demand {
  branch: number;
  after: number;
}

/** Places in the order of landing, and those of them that move, in that order. */
export interface Landing {
  order: number[];
  moves: number[];
}

/** More would take too long to go through in every order: 2 to the power of it. */
const MOST_EXACT = 14;

/**
 * The order of landing in which the fewest have to move: of several the one in which older ones come first, by their time,
 * then by their name. Those that demand something of each other are gone through in every order where they are few; of
 * many it is a good order, and not always the best.
 */
export function bestOrder(branches: readonly Lander[], demands: readonly Demand[]): Landing {
  const ranked = branches.map((_, at) => at).sort((one, other) => compare(branches[one]!, branches[other]!));
  const rankOf = new Map(ranked.map((at, rank) => [at, rank]));
  const after = branches.map(() => new Set<number>());
  for (const { branch, after: first } of demands) if (branch !== first) after[branch]!.add(first);
  const groups = groupsOf(ranked, after);
  const sequences = groups.map((group) =>
    group.length <= MOST_EXACT ? exactly(group, branches, after) : greedily(group, branches, after),
  );
  const order = merged(sequences, (at) => rankOf.get(at)!);
  const landed = new Set<number>();
  const moves: number[] = [];
  for (const at of order) {
    if (branches[at]!.mustMove || [...after[at]!].some((one) => landed.has(one))) moves.push(at);
    landed.add(at);
  }
  return { order, moves };
}

function compare(one: Lander, other: Lander): number {
  if (one.time !== other.time) return one.time - other.time;
  return one.name < other.name ? -1 : Number(one.name > other.name);
}

/** Those that demand something of each other, together; in the order in which they are given. */
function groupsOf(ranked: readonly number[], after: readonly ReadonlySet<number>[]): number[][] {
  const beside = after.map((firsts) => new Set(firsts));
  for (const [branch, firsts] of after.entries()) for (const first of firsts) beside[first]!.add(branch);
  const seen = new Set<number>();
  return ranked.flatMap((start) => {
    if (seen.has(start)) return [];
    const group = new Set([start]);
    for (const at of group) for (const one of beside[at]!) group.add(one);
    for (const at of group) seen.add(at);
    return [ranked.filter((at) => group.has(at))];
  });
}

/** By the fewest moves of what is left, for each set of those that have landed. @param group by rank */
function exactly(
  group: readonly number[],
  branches: readonly Lander[],
  after: readonly ReadonlySet<number>[],
): number[] {
  const masks = group.map((at) =>
    group.reduce((mask, one, bit) => (after[at]!.has(one) ? mask | (1 << bit) : mask), 0),
  );
  const costOf = (bit: number, landed: number) =>
    branches[group[bit]!]!.mustMove || (masks[bit]! & landed) !== 0 ? 1 : 0;
  const all = (1 << group.length) - 1;
  const left = new Uint8Array(all + 1);
  for (let landed = all - 1; landed >= 0; landed -= 1) {
    let best = 255;
    for (const bit of group.keys())
      if ((landed & (1 << bit)) === 0)
        best = Math.min(best, costOf(bit, landed) + left[landed | (1 << bit)]!);
    left[landed] = best;
  }
  const order: number[] = [];
  for (let landed = 0; landed !== all;) {
    const bit = [...group.keys()].find(
      (one) =>
        (landed & (1 << one)) === 0 && costOf(one, landed) + left[landed | (1 << one)]! === left[landed],
    )!;
    order.push(group[bit]!);
    landed |= 1 << bit;
  }
  return order;
}

/**
 * As many as can land without a move, taken by rank and once more by how little is demanded of them; then the others.
 * @param group by rank
 */
function greedily(
  group: readonly number[],
  branches: readonly Lander[],
  after: readonly ReadonlySet<number>[],
): number[] {
  const demands = (at: number) => group.filter((one) => after[one]!.has(at) || after[at]!.has(one)).length;
  const ways = [group, [...group].sort((one, other) => demands(one) - demands(other))];
  const found = ways.map((way) => {
    const unmoved = new Set<number>();
    for (const at of way) {
      if (branches[at]!.mustMove) continue;
      if (!closesCircle(at, unmoved, after)) unmoved.add(at);
    }
    return unmoved;
  });
  const best = found[1]!.size > found[0]!.size ? found[1]! : found[0]!;
  return [
    ...sorted(
      group.filter((at) => best.has(at)),
      after,
    ),
    ...group.filter((at) => !best.has(at)),
  ];
}

/** Whether one would have to land before itself, by what those that land without a move demand of each other. */
function closesCircle(
  at: number,
  unmoved: ReadonlySet<number>,
  after: readonly ReadonlySet<number>[],
): boolean {
  const reached = new Set<number>();
  const open = [at];
  for (let one = open.pop(); one !== undefined; one = open.pop())
    for (const later of after[one]!) {
      if (later === at) return true;
      if (!unmoved.has(later) || reached.has(later)) continue;
      reached.add(later);
      open.push(later);
    }
  return false;
}

/** In an order in which none of them moves, which there is. @param group by rank */
function sorted(group: readonly number[], after: readonly ReadonlySet<number>[]): number[] {
  const left = new Set(group);
  const order: number[] = [];
  while (left.size > 0) {
    // Who lands next may not be one after which another that is left would move.
    const next = [...left].find((at) => ![...left].some((one) => after[one]!.has(at)))!;
    left.delete(next);
    order.push(next);
  }
  return order;
}

/** Of groups that demand nothing of each other, the older ones first. */
function merged(sequences: readonly (readonly number[])[], rankOf: (at: number) => number): number[] {
  const heads = sequences.map((sequence) => [...sequence]);
  const order: number[] = [];
  for (;;) {
    const open = heads.filter((sequence) => sequence.length > 0);
    if (open.length === 0) return order;
    const next = open.reduce((one, other) => (rankOf(other[0]!) < rankOf(one[0]!) ? other : one));
    order.push(next.shift()!);
  }
}
