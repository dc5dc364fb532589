import { leavesOf, ORIGIN_ID, type FoldersHistory, type Snapshot } from '../history/history';
import { fitLink, refusal } from './fit-link';
import type { Link, Mending } from './mending';
import { toldIn } from './told-in';

/**
 * Links snapshots that continue what is not here to the one before them: a migration that was picked from a branch without
 * those before it. Of Postgres they hold changes alone, and drizzle-kit has to be able to put the state together; of the
 * other dialects they hold what the missing ones did, which is taken back.
 */
export async function linkFolders(
  dangling: readonly Snapshot[],
  mending: Mending<FoldersHistory>,
): Promise<void> {
  const { history } = mending;
  const links = history.migrations.map((migration): Link => {
    const { id, parents } = migration.snapshot!;
    return {
      ...{ migration, file: migration.snapshotFile, id },
      ...{ parent: parents[0] ?? null, newId: id },
    };
  });
  const isWhole = history.snapshots.every(({ form }) => form === 'full');
  const isLine = links.every(
    ({ migration: { snapshot }, parent }, at) =>
      dangling.includes(snapshot!) || at === 0 || parent === links[at - 1]!.id,
  );
  for (const [position, link] of links.entries()) {
    const snapshot = link.migration.snapshot!;
    if (!dangling.includes(snapshot)) continue;
    const isPlain = snapshot.parents.length === 1 && (isWhole ? isLine : position > 0);
    const previous = isWhole ? links[position - 1] : leafBefore(links, position, mending);
    const fits = isWhole
      ? isPlain && (await fitLink(links, position, 'dangling-parent', mending))
      : isPlain && previous !== undefined && (await fitChanges(link, previous, mending));
    if (!fits) {
      if (!isPlain || (!isWhole && !previous))
        mending.plan.decisions.push(
          refusal(
            link,
            links[position - 1],
            'dangling-parent',
            'the others before it are in no line',
            'folders',
          ),
        );
      continue;
    }
    const parents = [previous?.newId ?? ORIGIN_ID];
    await mending.texts.set(link.file, ['prevIds'], parents);
    link.parent = parents[0]!;
    mending.plan.repairs.push({
      code: 'dangling-parent',
      migration: link.migration.tag,
      file: link.file,
      what: `${link.file} continues ${previous ? previous.migration.tag : 'nothing, as the first one'}`,
    });
  }
}

/** The one open end before a place; undefined where there are several. */
function leafBefore(
  links: readonly Link[],
  position: number,
  { history }: Mending<FoldersHistory>,
): Link | undefined {
  const earlier = links.slice(0, position);
  const snapshots = earlier.map(({ migration, parent }) => ({
    ...migration.snapshot!,
    parents: parent === null ? [] : [parent, ...migration.snapshot!.parents.slice(1)],
  }));
  const leaves = leavesOf({ ...history, snapshots });
  return leaves.length === 1 ? earlier.find(({ id }) => id === leaves[0]!.id) : undefined;
}

/** Whether its SQL leads from the state before it to what the two together give is proved, and not guessed. */
async function fitChanges(
  link: Link,
  previous: Link,
  { history, texts, refuted, plan }: Mending<FoldersHistory>,
): Promise<boolean> {
  const { tag, sqlFile } = link.migration;
  const wrong = refuted.get(tag);
  if (wrong !== undefined) {
    plan.decisions.push(refusal(link, previous, 'dangling-parent', wrong, 'folders'));
    return false;
  }
  const sql = (await texts.read(sqlFile)) ?? '';
  const before = await toldIn(history, texts, [previous.id!]);
  const linked = JSON.parse((await texts.read(link.file))!) as object;
  const own = JSON.stringify({ ...linked, prevIds: [previous.id] });
  const after = await toldIn(history, texts, [link.id!], new Map([[link.file, own]]));
  plan.rebuilt.push({ migration: tag, before, sql, after });
  return true;
}
