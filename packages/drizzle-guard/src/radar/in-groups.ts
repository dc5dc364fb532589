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
 * other way round with the same end, go together. Where they do not, the list is taken apart until two are left, so that of
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
  const areFriends = (list: readonly number[]) =>
    everyTwo(list).every(
      ([one, other]) =>
        asking.mayMeet(one, other) &&
        !apart.has(keyOf(one, other)) &&
        (!isOpen(one, other) || known.has(keyOf(one, other))),
    );

  const within = async (list: readonly number[]): Promise<void> => {
    const pairs = everyTwo(list);
    if (!pairs.some(([one, other]) => isOpen(one, other))) return;
    if (list.length === 2) return two(list[0]!, list[1]!);
    if (pairs.every(([one, other]) => asking.mayMeet(one, other))) {
      const answer = await asking.many(list, [...list].reverse(), null);
      if (answer === 'together') return pairs.forEach(([one, other]) => note(one, other));
      if (answer.refused !== null) return splitOff(answer.refused, list);
    }
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
    if (areFriends(left) && areFriends(right) && pairs.every(([one, other]) => asking.mayMeet(one, other))) {
      const single = left.length === 1 ? left[0]! : right.length === 1 ? right[0]! : null;
      const answer = await asking.many([...left, ...right], [...right, ...left], single);
      if (answer === 'together') return pairs.forEach(([one, other]) => note(one, other));
      const { refused } = answer;
      for (const [side, opposite] of [
        [left, right],
        [right, left],
      ] as const)
        if (refused !== null && side.length > 1 && side.includes(refused)) {
          await across([refused], opposite);
          return across(
            side.filter((one) => one !== refused),
            opposite,
          );
        }
    }
    const [larger, smaller] = left.length >= right.length ? [left, right] : [right, left];
    for (const half of halves(larger)) await across(half, smaller);
  };
  await within(all);
}

function everyTwo(list: readonly number[]): (readonly [number, number])[] {
  return list.flatMap((one, at) => list.slice(at + 1).map((other) => [one, other] as const));
}

function halves(list: readonly number[]): [number[], number[]] {
  const middle = Math.ceil(list.length / 2);
  return [list.slice(0, middle), list.slice(middle)];
}
