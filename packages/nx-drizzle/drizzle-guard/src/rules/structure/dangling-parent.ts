import { isNothing, type Snapshot } from '../../history/history';
import type { Draft } from '../finding';
import { defineRule } from '../rule';

export const danglingParent = defineRule({
  code: 'dangling-parent',
  severity: 'error',
  explain: `A snapshot's prevId names no earlier snapshot, so the chain of states is cut there. Snapshots were deleted, regenerated or edited by hand. In the folders layout it is one of prevIds that names none, and drizzle-kit 1.0 refuses to work on Postgres. In the journal layout drizzle-kit's check calls this fine; drizzle-kit up (0.x to 1.0) stops or turns it into a second beginning.

Nothing that is applied to a database depends on it. Way out: drizzle-guard doctor --repair links it to the migration before it, where its own SQL leads from that state to its own. By hand: put back the snapshot that it continues, if git has it; otherwise set prevId (or the entry of prevIds) to the id of the migration before it, after making sure that its state is really that migration's state plus its own change.`,
  effect: (_draft, { layout }) =>
    layout === 'journal'
      ? 'drizzle-kit up (0.x to 1.0) stops; no database notices'
      : 'drizzle-kit generate refuses to work; no database notices',
  traits: ['state-unknown', 'of-the-chain'],
  find: {
    structure({ history }) {
      const findings: Draft[] = [];
      const place = new Map<string, number>();
      // Of two snapshots with one id the first is meant: what continues it may come before the second.
      history.snapshots.forEach(({ id }, position) => place.set(id, place.get(id) ?? position));
      const readable = history.snapshotProblems.length === 0 ? '' : ' that can be read';
      history.snapshots.forEach((snapshot, position) => {
        for (const parent of snapshot.parents) {
          if (isNothing(parent, snapshot, position, place)) continue;
          const parentPlace = place.get(parent);
          // In the folders layout a parent that comes later is a matter of order: timestamp-regression.
          const isBefore = history.layout === 'folders' || (parentPlace ?? 0) < position;
          if (parentPlace !== undefined && isBefore) continue;
          const why =
            parent === ''
              ? 'only the first one, as drizzle-kit pull writes it, continues nothing'
              : parentPlace === undefined
                ? `no snapshot${readable} has that id`
                : `it is ${history.snapshots[parentPlace]!.file}, which does not come before it`;
          findings.push(finding(snapshot, parent, why));
        }
      });
      return findings;
    },
  },
  wayOut: () => [
    'bring back the snapshot that it continues, or link it to the migration before it; `drizzle-guard explain dangling-parent` says when that is right',
  ],
});

function finding(snapshot: Snapshot, parent: string, why: string): Draft {
  return {
    file: snapshot.file,
    message: `${snapshot.file} continues snapshot "${parent}", but ${why}`,
    help: 'run `drizzle-guard doctor --repair`, which links it to the migration before it where the SQL bears that out; or bring back the snapshot that it continues; `drizzle-guard explain dangling-parent` says more',
  };
}
