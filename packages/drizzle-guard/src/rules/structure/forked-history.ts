import { isNothing, isUpgradeOf, type History, type Migration } from '../../history/history';
import { listOf } from '../../text/words';
import type { BaseContext } from '../contexts';
import type { Draft } from '../finding';
import { groupsOf } from '../groups-of';
import { defineRule } from '../rule';
import { mergingIn, movingBehind } from '../base/restoring';

export const forkedHistory = defineRule({
  code: 'forked-history',
  severity: 'error',
  explain: `Two migrations continue the same one: two branches made them in parallel. drizzle-kit's check reports the collision; its generate prints it, writes nothing and exits 0, so a pipeline that looks at the exit code stays green.

Renumbering one of them does not help: its snapshot still lacks what the other added, and the next generate writes those statements a second time.

Way out: drizzle-guard rebase moves the one that has not landed behind the other: its number, time and snapshot change, and its SQL keeps every byte.`,
  effect: 'drizzle-kit check fails, and generate writes nothing and exits 0',
  traits: ['misleads-generate', 'two-sides', 'of-the-chain', 'fork'],
  find: {
    structure({ history }) {
      if (history.layout !== 'journal') return [];
      const ids = new Set(history.snapshots.map(({ id }) => id));
      const continued = history.snapshots.map((snapshot, place) => {
        const [parent = ''] = snapshot.parents;
        return { snapshot, parent: isNothing(parent, snapshot, place, ids) ? null : parent };
      });
      return groupsOf(continued, ({ parent }) => parent).map((group) => {
        const tags = group.map(({ snapshot }) => tagOf(history, snapshot.file));
        return {
          migration: tags.at(-1)!,
          file: group.at(-1)!.snapshot.file,
          message: `${listOf(tags)} ${group.length === 2 ? 'both' : 'all'} continue ${parentOf(history, group[0]!.parent)}`,
          help: '`drizzle-guard rebase` moves the one that has not landed behind the other',
        };
      });
    },
    base: againstBase,
  },
});

function tagOf(history: History, snapshotFile: string): string {
  return history.migrations.find(({ snapshot }) => snapshot?.file === snapshotFile)?.tag ?? snapshotFile;
}

function parentOf(history: History, id: string | null): string {
  if (id === null) return 'nothing (each begins a history)';
  return history.migrations.find(({ snapshot }) => snapshot?.id === id)?.tag ?? `snapshot ${id}`;
}

/**
 * The fork that a merge with the base would make: both have migrations that the other lacks, or the base was upgraded to
 * folders meanwhile, so that no journal can be continued there.
 */
function againstBase({ history, mine, theirs, base, isDowngraded }: BaseContext): Draft[] {
  if (history.layout !== 'journal' || mine.length === 0 || isDowngraded) return [];
  if (isUpgradeOf(base.history, history)) return [besideFolders(base.name, mine)];
  if (theirs.length === 0) return [];
  const [mineTags, theirTags] = [mine, theirs].map((side) => listOf(side.map(({ tag }) => tag)));
  return [
    {
      migration: mine[0]!.tag,
      ...mine[0]!.declaredAt,
      message: `${base.name} has ${theirTags}, which this branch lacks, and this branch has ${mineTags}: merged as they are, they fork`,
      help: movingBehind(base.name, mineTags!),
    },
  ];
}

function besideFolders(base: string, mine: readonly Migration[]): Draft {
  const tags = listOf(mine.map(({ tag }) => tag));
  return {
    migration: mine[0]!.tag,
    ...mine[0]!.declaredAt,
    message: `${base} was upgraded to folders (drizzle-kit 1.0), and this branch has ${tags} in a journal (0.x): merged as they are, both layouts lie in one folder`,
    help: mergingIn(base, `bring ${tags} into folders`),
  };
}
