import { inputsMatch, type Listing } from './match-inputs';
import type { Kept } from './store';
import { isUnchanged } from './surroundings';

/** What a kept answer is held against. */
export interface Present {
  listing: Listing;
  /** What schemas may see. */
  environment: NodeJS.ProcessEnv;
}

/** The kept answer that still holds: everything it rests on is as it was. Null where none does. */
export function findGood<T>(
  kept: readonly Kept<T>[] | undefined,
  { listing, environment }: Present,
): T | null {
  const good = kept?.find((one) => inputsMatch(one.inputs, listing) && isUnchanged(one, environment));
  return good?.answer ?? null;
}
