import type { History, Snapshot } from '../history/history';
import { readText, type Tree } from '../sources/tree';
import type { SnapshotState } from './protocol';

/** Whether the snapshots of a history hold what changed, and not whole states. */
export function holdsChanges({ snapshots }: History): boolean {
  return snapshots.some(({ form }) => form !== 'full');
}

/**
 * The state after these snapshots of a history, as drizzle-kit's API is told it; none is the state before the first
 * migration. Of several whole states nobody can tell what they give together: the first is taken.
 */
export async function stateAfter(
  tree: Tree,
  history: History,
  after: readonly Snapshot[],
): Promise<SnapshotState> {
  const [first] = after;
  if (!first) return { kind: 'empty' };
  const textOf = async (file: string) => (await readText(tree, file)) ?? '';
  if (!holdsChanges(history)) return { kind: 'snapshot', text: await textOf(first.file) };
  const snapshots: Record<string, string> = {};
  for (const { prefix, file } of history.snapshots) snapshots[prefix] = await textOf(file);
  return { kind: 'changes', snapshots, leaves: after.map(({ id }) => id) };
}
