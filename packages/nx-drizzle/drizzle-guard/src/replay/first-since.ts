/** Where a difference first shows. */
export interface Since {
  /** The first position at which it was seen. */
  position: number;
  /** The last one before it at which it was not; -1 for the empty database. */
  after: number;
}

/**
 * Finds by halving since when something differs that differs at the end. That takes for granted that it stayed once it was
 * there: of a difference that came, went and came again, one of the times is found.
 *
 * @param positions those that can be asked about, rising; at the last it differs, and before the first there is nothing
 * @param differs null where it cannot be told; that position is passed over
 */
export async function firstSince(
  positions: readonly number[],
  differs: (position: number) => Promise<boolean | null>,
): Promise<Since> {
  const left = [...positions];
  let [low, high] = [-1, left.length - 1];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    const answer = await differs(left[middle]!);
    if (answer === null) {
      left.splice(middle, 1);
      high -= 1;
    } else if (answer) high = middle;
    else low = middle;
  }
  return { position: left[high]!, after: low === -1 ? -1 : left[low]! };
}
