/** How those that have to be run are asked about; all of them by their places in a list. */
export interface Asking {
  /** Whether it has to be told of two. */
  isWanted(one: number, other: number): boolean;
  /** False for two that are only ever run as two: they say the same, or share migrations. */
  mayMeet(one: number, other: number): boolean;
  /**
   * Runs many in one order and in another; where that does not lead to the same, the first that was refused, if any.
   * @param single the one that is asked about, where of the others all is known
   */
  many(
    order: readonly number[],
    other: readonly number[],
    single: number | null,
  ): Promise<'together' | { refused: number | null }>;
  /** Told of two that were run with others: they go together. */
  together(one: number, other: number): void;
  /** Asks about two alone. @returns whether they go together */
  two(one: number, other: number): Promise<boolean>;
}

/**
 * Asks about every two that are wanted, many at once where that says it: those that can be run one after another, and the
 * other way round with the same end, go together. Where they do not, they are taken apart until two are left, so that of
 * a hundred of which a few conflict few are run as two.
 */
export async function askInGroups(all: readonly number[], asking: Asking): Promise<void> {
  const apart = new Set<string>();
  const isOpen = (one: number, other: number) => asking.isWanted(Math.min(one, other), Math.max(one, other));
  const known = new Set<string>();
  const keyOf = (one: number, other: number) => `${Math.min(one, other)} ${Math.max(one, other)}`;
  const note = (one: number, other: number) => {
    if (!isOpen(one, other) || known.has(keyOf(one, other))) return;
    known.add(keyOf(one, other));
    asking.together(Math.min(one, other), Math.max(one, other));
  };
  const two = async (one: number, other: number) => {
    if (!isOpen(one, other) || known.has(keyOf(one, other))) return;
    known.add(keyOf(one, other));
    const goes = await asking.two(Math.min(one, other), Math.max(one, other));
    if (!goes) apart.add(keyOf(one, other));
  };
  const mayMeet = remembered(asking.mayMeet);
  /** Whether they go together, so that a third can be told of both at once. */
  const areFriends = (one: number, other: number) =>
    mayMeet(one, other) &&
    !apart.has(keyOf(one, other)) &&
    (!isOpen(one, other) || known.has(keyOf(one, other)));

  const within = async (list: readonly number[]): Promise<void> => {
    const pairs = everyTwo(list);
    if (!pairs.some(([one, other]) => isOpen(one, other))) return;
    if (list.length === 2) return two(list[0]!, list[1]!);
    const parts = inParts(list, mayMeet);
    if (parts.length > 1) {
      for (const part of parts) await within(part);
      for (const [one, other] of everyTwo(parts)) await across(one, other);
      return;
    }
    const answer = await asking.many(list, [...list].reverse(), null);
    if (answer === 'together') return pairs.forEach(([one, other]) => note(one, other));
    if (answer.refused !== null) return splitOff(answer.refused, list);
    const [left, right] = halves(list);
    await within(left);
    await within(right);
    await across(left, right);
  };
  const splitOff = async (one: number, list: readonly number[]) => {
    const rest = list.filter((other) => other !== one);
    await within(rest);
    await across([one], rest);
  };
  const across = async (left: readonly number[], right: readonly number[]): Promise<void> => {
    const pairs = left.flatMap((one) => right.map((other) => [one, other] as const));
    if (!pairs.some(([one, other]) => isOpen(one, other))) return;
    if (pairs.length === 1) return two(left[0]!, right[0]!);
    const [lefts, rights] = [inParts(left, areFriends), inParts(right, areFriends)];
    if (lefts.length * rights.length > 1) {
      for (const one of lefts) for (const other of rights) await across(one, other);
      return;
    }
    const [larger, smaller] = left.length >= right.length ? [left, right] : [right, left];
    const strange = pairs.filter(([one, other]) => !mayMeet(one, other));
    if (strange.length > 0 && smaller.length > 1) {
      for (const one of smaller) await across([one], larger);
      return;
    }
    if (strange.length > 0) {
      for (const [one, other] of strange) await two(one, other);
      return across(
        smaller,
        larger.filter((one) => mayMeet(one, smaller[0]!)),
      );
    }
    const single = smaller.length === 1 ? smaller[0]! : null;
    const answer = await asking.many([...left, ...right], [...right, ...left], single);
    if (answer === 'together') return pairs.forEach(([one, other]) => note(one, other));
    const { refused } = answer;
    const side = [left, right].find((one) => refused !== null && one.length > 1 && one.includes(refused));
    if (side) {
      const opposite = side === left ? right : left;
      await across([refused!], opposite);
      return across(
        side.filter((one) => one !== refused),
        opposite,
      );
    }
    for (const half of halves(larger)) await across(half, smaller);
  };
  await within(all);
}

function everyTwo<T>(list: readonly T[]): (readonly [T, T])[] {
  return list.flatMap((one, at) => list.slice(at + 1).map((other) => [one, other] as const));
}

/** As few parts as come of putting each into the first in which it fits beside all. */
function inParts(list: readonly number[], fit: (one: number, other: number) => boolean): number[][] {
  const parts: number[][] = [];
  for (const one of list) {
    const part = parts.find((those) => those.every((other) => fit(one, other)));
    if (part) part.push(one);
    else parts.push([one]);
  }
  return parts;
}

function remembered(ask: (one: number, other: number) => boolean): (one: number, other: number) => boolean {
  const known = new Map<string, boolean>();
  return (one, other) => {
    const key = `${Math.min(one, other)} ${Math.max(one, other)}`;
    const answer = known.get(key) ?? ask(Math.min(one, other), Math.max(one, other));
    known.set(key, answer);
    return answer;
  };
}

function halves(list: readonly number[]): [number[], number[]] {
  const middle = Math.ceil(list.length / 2);
  return [list.slice(0, middle), list.slice(middle)];
}
