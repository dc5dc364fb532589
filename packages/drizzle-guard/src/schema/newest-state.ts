import { danglingParent } from '../rules/structure/dangling-parent';
import { duplicateSnapshot } from '../rules/structure/duplicate-snapshot';
import { malformedSnapshot } from '../rules/structure/malformed-snapshot';
import { missingSnapshot } from '../rules/structure/missing-snapshot';
import { timestampRegression } from '../rules/structure/timestamp-regression';
import { headOf, leavesOf, type History } from '../history/history';
import type { Tree } from '../sources/tree';
import type { SnapshotState } from './protocol';
import { holdsChanges, stateAfter } from './state-after';

/** What the snapshots of a history say at its end; null where they say nothing that could be compared. */
export async function newestState(tree: Tree, history: History): Promise<SnapshotState | null> {
  if (!isComparable(history)) return null;
  if (history.layout === 'folders') return stateAfter(tree, history, leavesOf(history));
  const newest = headOf(history)?.snapshot;
  return stateAfter(tree, history, newest ? [newest] : []);
}

/** Faults after which nobody can put the state of a folders history together. */
const STATE_UNKNOWN = [
  malformedSnapshot,
  missingSnapshot,
  duplicateSnapshot,
  danglingParent,
  timestampRegression,
];

function isComparable(history: History): boolean {
  if (history.layout === 'journal') return !history.journalUnreadable && headOf(history)?.snapshot !== null;
  const isWhole = STATE_UNKNOWN.every((check) => check.find({ history, now: 0 }).length === 0);
  // Whole states of two branches say nothing about what both together give.
  return isWhole && (holdsChanges(history) || leavesOf(history).length < 2);
}
