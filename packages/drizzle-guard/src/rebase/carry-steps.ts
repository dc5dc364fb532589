import type { Json } from '../state/json';
import { carry, type Clash } from './carry';
import { carryChanges } from './carry-changes';
import type { Step } from './moving';

export interface CarriedStep {
  /** Its snapshot behind theirs; the ids are not its own yet. */
  state: Json;
  /** What it changes and theirs has already, in words. */
  shared: readonly string[];
}

/** What is carried onto: a whole state, or what changed beside where snapshots hold changes. */
export type Onto = { state: Json } | { changes: readonly Json[] };

/**
 * Carries one migration after another onto what theirs leads to, each onto the one before it: so a step that clashes is known,
 * and what mine adds and takes away again is followed as its SQL does it. Pure.
 */
export function carrySteps(
  steps: readonly Step[],
  onto: Onto,
): { carried: CarriedStep[] } | { step: Step; clashes: Clash[] } {
  const carried: CarriedStep[] = [];
  let last = 'state' in onto ? onto.state : null;
  for (const step of steps) {
    const result =
      last === null
        ? carryChanges(step.after, 'changes' in onto ? onto.changes : [])
        : carry(step.before, step.after, last);
    if ('clashes' in result) return { step, clashes: result.clashes };
    carried.push(result);
    if (last !== null) last = result.state;
  }
  return { carried };
}
