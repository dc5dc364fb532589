import { isNothing, type FoldersHistory, type History, type Snapshot } from '../history/history';
import { giveEmpty } from './give-empty';
import { linkFolders } from './link-folders';
import type { Mending } from './mending';

/**
 * Mends what snapshots of the folders layout lack. A folder without one is in no graph, and gets one that changes nothing;
 * one that continues what is not here is linked to the one before it. Where a folder lacks its snapshot and another one
 * continues what is not here, that one was lost: what it said is not known.
 */
export async function mendFolders(mending: Mending<FoldersHistory>): Promise<void> {
  const { history } = mending;
  const ids = new Set(history.snapshots.map(({ id }) => id));
  if (history.snapshotProblems.length > 0 || ids.size < history.snapshots.length) return;
  const dangling = danglingIn(history);
  const missing = history.migrations.filter(({ snapshot }) => snapshot === null);
  if (dangling.length === 0 && missing.length > 0) await giveEmpty(mending);
  if (dangling.length > 0 && missing.length === 0) await linkFolders(dangling, mending);
}

/** The snapshots that continue what is not here. */
function danglingIn({ snapshots }: History): Snapshot[] {
  const ids = new Set(snapshots.map(({ id }) => id));
  return snapshots.filter((snapshot, place) =>
    snapshot.parents.some((id) => !ids.has(id) && !isNothing(id, snapshot, place, ids)),
  );
}
