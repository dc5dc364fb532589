import type { History } from '../history/history';
import { headKey, readHistory, type HeadCache } from '../history/read-history';
import type { Tree } from '../sources/tree';

/**
 * A history after some of its files were changed: of the other snapshots the heads are known.
 * @param tree with the changes
 */
export function rereadHistory(
  tree: Tree,
  { dir, snapshots, snapshotProblems }: History,
  changed: ReadonlySet<string>,
): Promise<History> {
  const heads: HeadCache = new Map(
    [...snapshots, ...snapshotProblems].map((head) => [headKey(head.file, head.file), head]),
  );
  return readHistory({ ...tree, idOf: (file) => (changed.has(file) ? null : file) }, dir, heads);
}
