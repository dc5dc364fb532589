import type { Command } from '../sql/commands';
import type { Change } from '../state/changes';
import type { Json } from '../state/json';
import { isNamedIn } from '../state/named-in';
import { carry, type Clash } from './carry';
import { carryChanges } from './carry-changes';
import type { Step } from './moving';

export interface CarriedStep {
  /** Its snapshot behind theirs; the ids are not its own yet. */
  state: Json;
  /** What it changes and theirs has already, in words. */
  shared: readonly string[];
  /** What its snapshot changes and only the SQL of theirs does, in words. */
  left: readonly string[];
}

/** What is carried onto: a whole state and the SQL that came beside, or what changed beside where snapshots hold changes. */
export type Onto = { state: Json; commands: readonly Command[] } | { changes: readonly Json[] };

/**
 * Carries one migration after another onto what theirs leads to, each onto the one before it: so a step that clashes is known,
 * and what mine adds and takes away again is followed as its SQL does it. Pure.
 */
export function carrySteps(
  steps: readonly Step[],
  onto: Onto,
): { carried: CarriedStep[] } | { step: Step; clashes: Clash[] } {
  const carried: CarriedStep[] = [];
  let state = 'state' in onto ? onto.state : null;
  for (const step of steps) {
    const result =
      'state' in onto
        ? carry(step.before, step.after, state!, isOfTheirs(step, onto))
        : carryChanges(step.after, onto.changes);
    if ('clashes' in result) return { step, clashes: result.clashes };
    carried.push({ left: [], ...result });
    state = result.state;
  }
  return { carried };
}

function isOfTheirs(step: Step, theirs: { commands: readonly Command[] }): (change: Change) => boolean {
  return (change) => !isNamedIn(step.commands, change) && isNamedIn(theirs.commands, change);
}
