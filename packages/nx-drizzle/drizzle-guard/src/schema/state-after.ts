import { forkOf } from '../history/branches';
import type { History, Snapshot } from '../history/history';
import { readText, type Tree } from '../sources/tree';
import type { Json } from '../state/json';
import { united } from '../state/united';
import type { SnapshotState } from './protocol';

/** Whether the snapshots of a history hold what changed, and not whole states. */
export function holdsChanges({ snapshots }: History): boolean {
  return snapshots.some(({ form }) => form !== 'full');
}

/**
 * The state after these snapshots of a history, as drizzle-kit's API is told it; none is the state before the first
 * migration. Of several whole states it is what they give together; where that is not known, the first of them.
 */
export async function stateAfter(
  tree: Tree,
  history: History,
  after: readonly Snapshot[],
): Promise<SnapshotState> {
  const [first] = after;
  if (!first) return { kind: 'empty' };
  return (await togetherAfter(tree, history, after)) ?? { kind: 'snapshot', text: await textOf(tree, first) };
}

/** The same of at least one; null where it is not known what several whole states give together. */
export async function togetherAfter(
  tree: Tree,
  history: History,
  after: readonly Snapshot[],
): Promise<SnapshotState | null> {
  if (holdsChanges(history)) {
    const snapshots: Record<string, string> = {};
    for (const snapshot of history.snapshots) snapshots[snapshot.prefix] = await textOf(tree, snapshot);
    return { kind: 'changes', snapshots, leaves: after.map(({ id }) => id) };
  }
  if (after.length === 1) return { kind: 'snapshot', text: await textOf(tree, after[0]!) };
  const fork = forkOf(history.snapshots, after);
  const stateOf = async (snapshot: Snapshot) => JSON.parse(await textOf(tree, snapshot)) as Json;
  const states: Json[] = [];
  for (const snapshot of after) states.push(await stateOf(snapshot));
  const state = united(fork && (await stateOf(fork)), states);
  return state && { kind: 'snapshot', text: JSON.stringify(state) };
}

async function textOf(tree: Tree, { file }: Snapshot): Promise<string> {
  return (await readText(tree, file)) ?? '';
}
