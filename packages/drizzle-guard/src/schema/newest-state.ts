import { headOf, leavesOf, type History } from '../history/history';
import { codesWith } from '../rules/codes';
import { findingsAbout } from '../rules/run';
import type { Tree } from '../sources/tree';
import type { SnapshotState } from './protocol';
import { stateAfter, togetherAfter } from './state-after';

/** What the snapshots of a history say at its end; null where they say nothing that could be compared. */
export async function newestState(tree: Tree, history: History): Promise<SnapshotState | null> {
  if (!isComparable(history)) return null;
  const newest = headOf(history)?.snapshot;
  const ends = history.layout === 'folders' ? leavesOf(history) : newest ? [newest] : [];
  return ends.length === 0 ? stateAfter(tree, history, []) : togetherAfter(tree, history, ends);
}

function isComparable(history: History): boolean {
  if (history.layout === 'journal') return !history.journalUnreadable && headOf(history)?.snapshot !== null;
  return !findingsAbout('structure', { history, now: Infinity }, '', {}).some(({ code }) =>
    codesWith('state-unknown').has(code),
  );
}
