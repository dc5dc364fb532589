import { changesBetween, type Change } from './changes';
import { changedAttributes, subjectOf } from './compare';
import type { Json } from './json';
import { labelOf } from './words';

/** Parts of a state that are others each time it is made, among what differs from a snapshot. */
export interface UnstableParts {
  /** "table orders: column created_at", each once. */
  words: string[];
  /** Whether a change is of nothing but such a part: making a migration of it would bring the next one. */
  isUnstable(change: Change): boolean;
}

/**
 * What differs between a snapshot and a state only because the state is another each time it is made.
 * @param again the state, made once more
 */
export function unstableParts(previous: Json, current: Json, again: Json): UnstableParts {
  const restless = new Map(
    changesBetween(current, again).map((change) => [subjectOf(change).key, changedAttributes(change)]),
  );
  const isUnstable = (change: Change) => {
    const attributes = restless.get(subjectOf(change).key);
    if (!attributes || !change.before || !change.after) return false;
    return changedAttributes(change).every((attribute) => attributes.includes(attribute));
  };
  const changes = changesBetween(previous, current).filter(isUnstable);
  return { words: changes.map((change) => labelOf(subjectOf(change))), isUnstable };
}
