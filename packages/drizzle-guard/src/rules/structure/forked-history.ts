import { ORIGIN_ID, type History } from '../../history/history';
import type { AgainstBase } from '../base/against-base';
import { openedAgainstBase } from './unmerged-fork';
import { type Check } from '../rule';
import type { FindingDraft } from '../finding';
import { listOf } from '../../text/words';
import { groupsOf } from '../groups-of';

export const forkedHistory: Check = {
  code: 'forked-history',
  severity: 'error',
  explain: `Two migrations continue the same one: two branches made them in parallel. drizzle-kit's check reports the collision; its generate prints it, writes nothing and exits 0, so a pipeline that looks at the exit code stays green.

Renumbering one of them does not help: its snapshot still lacks what the other added, and the next generate writes those statements a second time.

Way out: keep the one that has landed. Delete the other's SQL, snapshot and journal entry and run drizzle-guard generate: it is made again on top. Keep hand-written SQL: copy it into a migration made with drizzle-guard generate --custom.`,
  find({ history }) {
    if (history.layout !== 'journal') return [];
    return groupsOf(
      history.snapshots.map((snapshot) => ({ snapshot, parent: snapshot.parents[0] })),
      ({ parent }) => parent,
    ).map((group) => {
      const tags = group.map(({ snapshot }) => tagOf(history, snapshot.file));
      return {
        code: 'forked-history',
        migration: tags.at(-1)!,
        file: group.at(-1)!.snapshot.file,
        message: `${listOf(tags)} ${group.length === 2 ? 'both' : 'all'} continue ${parentOf(history, group[0]!.parent!)}`,
        help: 'keep the one that has landed; delete the other (keep hand-written SQL) and run `drizzle-guard generate` to make it again on top',
      };
    });
  },
};

function tagOf(history: History, snapshotFile: string): string {
  return history.migrations.find(({ snapshot }) => snapshot?.file === snapshotFile)?.tag ?? snapshotFile;
}

function parentOf(history: History, id: string): string {
  if (id === ORIGIN_ID) return 'nothing (each begins a history)';
  return history.migrations.find(({ snapshot }) => snapshot?.id === id)?.tag ?? `snapshot ${id}`;
}

/**
 * The fork that a merge with the base would make: both have migrations that the other lacks. In the folders layout
 * that is no fault but branches that stay open.
 */
export function forkAgainstBase(context: AgainstBase): FindingDraft[] {
  const { history, mine, theirs, base } = context;
  if (history.layout === 'folders') return openedAgainstBase(context);
  if (mine.length === 0 || theirs.length === 0) return [];
  const [ours, others] = [mine, theirs].map((side) => listOf(side.map(({ tag }) => tag)));
  return [
    {
      code: forkedHistory.code,
      migration: mine[0]!.tag,
      ...mine[0]!.declaredAt,
      message: `${base} has ${others}, which this branch lacks, and this branch has ${ours}: merged as they are, they fork`,
      help: `merge ${base} into this branch; the message of that merge says how to make ${ours} again on top`,
    },
  ];
}
