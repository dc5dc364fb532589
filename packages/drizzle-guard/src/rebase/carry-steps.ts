import type { Json } from '../state/json';
import { carry, type Clash } from './carry';
import type { Step } from './moving';

export interface CarriedStep {
  /** The state after it, behind theirs; with the ids of what it was carried onto. */
  state: Json;
  /** What it changes and theirs has already, in words. */
  shared: readonly string[];
}

/**
 * Carries one migration after another onto the state that theirs leads to, each onto the one before it: so a step that clashes is
 * known, and what mine adds and takes away again is followed as its SQL does it. Pure.
 */
export function carrySteps(
  steps: readonly Step[],
  onto: Json,
): { carried: CarriedStep[] } | { step: Step; clashes: Clash[] } {
  const carried: CarriedStep[] = [];
  let last = onto;
  for (const step of steps) {
    const result = carry(step.before, step.after, last);
    if ('clashes' in result) return { step, clashes: result.clashes };
    carried.push(result);
    last = result.state;
  }
  return { carried };
}
