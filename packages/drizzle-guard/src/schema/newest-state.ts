import { headOf, leavesOf, type History } from '../history/history';
import { codesWith } from '../rules/codes';
import { findingsAbout } from '../rules/run';
import { outdatedSnapshot } from '../rules/structure/outdated-snapshot';
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

function isComparable(history: History): boolean {
  if (history.foreignFiles.length > 0) return false;
  const codes = findingsAbout('structure', { history, now: Infinity }, '', {}).map(({ code }) => code);
  if (history.layout === 'journal')
    return (
      !history.journalUnreadable &&
      headOf(history)?.snapshot !== null &&
      !codes.includes(outdatedSnapshot.code)
    );
  const isWhole = !codes.some((code) => codesWith('state-unknown').has(code));
  // Whole states of two branches say nothing about what both together give.
  return isWhole && (holdsChanges(history) || leavesOf(history).length < 2);
}
