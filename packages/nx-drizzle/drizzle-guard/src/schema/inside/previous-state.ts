import { randomUUID } from 'node:crypto';
import { wordsOf } from '../../errors/words-of';
import type { Kit } from '../kit';
import type { SnapshotState } from '../protocol';

type Snapshot = Record<string, unknown>;

/** The format versions of the snapshots that a state is read from. */
export function formatsOf(previous: SnapshotState): unknown[] {
  if (previous.kind === 'empty') return [];
  const texts = previous.kind === 'snapshot' ? [previous.text] : Object.values(previous.snapshots);
  return texts.map((text) => parse(text)['version']);
}

/**
 * drizzle-kit 1.0 tells the state after one snapshot. Of several open branches it is that after one which would continue
 * them all without a change of its own: what its generate starts from (1.0.0-rc.5, `combinedState`).
 */
export async function stateOf(
  previous: Exclude<SnapshotState, { kind: 'empty' }>,
  reconstruct: Kit['reconstruct'],
): Promise<Snapshot> {
  if (previous.kind === 'snapshot') return parse(previous.text);
  const snapshots = Object.fromEntries(
    Object.entries(previous.snapshots).map(([folder, text]) => [folder, parse(text)]),
  );
  const [leaf, ...others] = previous.leaves;
  if (leaf === undefined || others.length === 0) return reconstruct(snapshots, leaf!);
  const [folder, newest] = Object.entries(snapshots)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .at(-1)!;
  const meeting = {
    ...{ type: 'diff', version: newest['version'], dialect: newest['dialect'], id: randomUUID() },
    ...{ prevIds: previous.leaves.toReversed(), footprints: [], deltas: [] },
  };
  try {
    return await reconstruct({ ...snapshots, [`${folder}~`]: meeting }, meeting.id);
  } catch (thrown) {
    // It names the snapshot in which they meet, which is nobody's.
    throw new BranchesApart(wordsOf(thrown).replaceAll(/^.*~:\s*/gs, ''), { cause: thrown });
  }
}

/** Open branches that drizzle-kit does not put together. */
export class BranchesApart extends Error {}

function parse(text: string): Snapshot {
  return JSON.parse(text) as Snapshot;
}
