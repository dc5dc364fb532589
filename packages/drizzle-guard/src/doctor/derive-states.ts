import { commandsOf } from '../sql/commands';
import { changesBetween, type Change } from '../state/changes';
import { subjectOf } from '../state/compare';
import type { Json } from '../state/json';
import { isSame } from '../state/same';
import { withChanges } from '../state/with-changes';
import { nameOf } from '../state/words';
import { isNamedIn } from '../state/named-in';

/** States that were worked out, or the words for why they cannot be. */
export type Derived = { states: Json[] } | { why: string };

/**
 * Works out the states that are missing between two that are known. Each thing in which the two differ belongs to the
 * one migration whose SQL names it; where none names it, or several do, it is not known and nothing is guessed.
 *
 * @param before the last known state
 * @param sqls the SQL of the migrations whose states are missing, and of the one after them
 * @param after its state
 */
export function statesBetween(before: Json, sqls: readonly string[], after: Json): Derived {
  if (before['version'] !== after['version'] || before['dialect'] !== after['dialect'])
    return { why: 'the snapshots around it are of different formats' };
  const owned: Change[][] = sqls.map(() => []);
  const commands = sqls.map(commandsOf);
  for (const change of changesBetween(before, after)) {
    const owners = commands.flatMap((own, position) => (isNamedIn(own, change) ? [position] : []));
    if (owners.length !== 1)
      return { why: `${nameOf(change)} is named by ${owners.length === 0 ? 'none' : 'several'} of them` };
    owned[owners[0]!]!.push(change);
  }
  const states: Json[] = [];
  let state = before;
  for (const changes of owned.slice(0, -1)) {
    state = withChanges(state, changes);
    states.push(state);
  }
  return { states };
}

/**
 * The state of a migration that was made in parallel to the one before it: its own, with what the other has added.
 *
 * @param parent the state that both continue
 * @param first that of the migration before it
 * @param second its own, which lacks the changes of the first
 */
export function mergedState(parent: Json, first: Json, second: Json, sql: string): Derived {
  const theirs = changesBetween(parent, first);
  const mine = changesBetween(parent, second);
  const missing = theirs.filter((change) => !mine.some((own) => isSamePlace(own, change)));
  const clash = theirs.find((change) =>
    mine.some((own) => isSamePlace(own, change) && !isSame(outcomeOf(own), outcomeOf(change))),
  );
  if (clash) return { why: `both change ${nameOf(clash)}` };
  const state = withChanges(second, missing);
  const commands = commandsOf(sql);
  const strange = changesBetween(first, state).find((change) => !isNamedIn(commands, change));
  if (strange) return { why: `its SQL does not name ${nameOf(strange)}` };
  return { states: [state] };
}

/** One is the other, or comes or goes with it: a column of a table that the other side has dropped. */
function isSamePlace(one: Change, other: Change): boolean {
  return subjectOf(one).key === subjectOf(other).key || goesWith(one, other) || goesWith(other, one);
}

function goesWith(part: Change, table: Change): boolean {
  return subjectOf(part).of === subjectOf(table).key && !(table.before && table.after);
}

/** Of a table that stays its parts do not count. */
function outcomeOf({ before, after }: Change): unknown {
  return before && after ? after.definition : after?.value;
}
