import { danglingParent } from '../checks/dangling-parent';
import { duplicateSnapshot } from '../checks/duplicate-snapshot';
import { malformedSnapshot } from '../checks/malformed-snapshot';
import { missingSnapshot } from '../checks/missing-snapshot';
import { timestampRegression } from '../checks/timestamp-regression';
import { headOf, leavesOf, type History } from '../history/history';
import { readText, type Tree } from '../sources/tree';
import type { PreviousState } from './protocol';

/** What the snapshots of a history say at its end; null where they say nothing that could be compared. */
export async function newestState(tree: Tree, history: History): Promise<PreviousState | null> {
  if (!isComparable(history)) return null;
  const textOf = async (file: string) => (await readText(tree, file)) ?? '';
  if (holdsChanges(history)) {
    const snapshots: Record<string, string> = {};
    for (const { prefix, file } of history.snapshots) snapshots[prefix] = await textOf(file);
    return { kind: 'changes', snapshots, leaves: leavesOf(history).map(({ id }) => id) };
  }
  const newest = history.layout === 'journal' ? headOf(history)?.snapshot : leavesOf(history)[0];
  return newest ? { kind: 'snapshot', text: await textOf(newest.file) } : { kind: 'empty' };
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

function holdsChanges({ snapshots }: History): boolean {
  return snapshots.some(({ form }) => form !== 'full');
}
