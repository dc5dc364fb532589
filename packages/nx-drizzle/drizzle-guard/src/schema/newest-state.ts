import { headOf, leavesOf, type History } from '../history/history';
import { codesWith } from '../rules/codes';
import type { Finding } from '../rules/finding';
import { findingsAbout } from '../rules/run';
import { outdatedSnapshot } from '../rules/structure/outdated-snapshot';
import type { Tree } from '../sources/tree';
import type { SnapshotState } from './protocol';
import { stateAfter, togetherAfter } from './state-after';

/**
 * What the snapshots of a history say at its end.
 * @returns `unknown` where they say nothing that could be compared, and a finding says so; `apart` where branches are
 *   open and it is not known what they give together
 */
export async function newestState(
  tree: Tree,
  history: History,
): Promise<SnapshotState | 'unknown' | 'apart'> {
  if (!isComparable(history)) return 'unknown';
  const newest = headOf(history)?.snapshot;
  const ends = history.layout === 'folders' ? leavesOf(history) : newest ? [newest] : [];
  if (ends.length === 0) return stateAfter(tree, history, []);
  return (await togetherAfter(tree, history, ends)) ?? 'apart';
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
  return !leavesStateUnknown(codes);
}

/**
 * Whether of folders with these findings nobody can tell what their snapshots give. One without a snapshot is in no graph:
 * what names one that was lost continues nothing, and has a finding of its own.
 */
export function leavesStateUnknown(codes: readonly Finding['code'][]): boolean {
  return codes.some((code) => code !== 'missing-snapshot' && codesWith('state-unknown').has(code));
}
