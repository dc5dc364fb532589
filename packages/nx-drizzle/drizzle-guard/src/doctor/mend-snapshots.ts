import { ORIGIN_ID, type JournalMigration } from '../history/history';
import { mendKeys } from './mend-keys';
import { mendWords } from './mend-words';
import type { Link, Mending } from './mending';
import { fitLink } from './fit-link';
import { giveNewest } from './give-newest';
import { mergeFork } from './merge-fork';
import { rebuildMissing } from './rebuild-missing';

/**
 * Puts the snapshots of a journal in one line: those that are missing are worked out, each gets an id of its own, and
 * each continues the one before it. What is not certain is left as it is.
 */
export async function mendSnapshots(mending: Mending): Promise<void> {
  const { history } = mending;
  // Two migrations of one number have one snapshot, and nobody knows whose state it is.
  if (new Set(history.migrations.map(({ prefix }) => prefix)).size < history.migrations.length) return;
  await mendWords(mending);
  await mendKeys(mending);
  const links = history.migrations.map(linkOf);
  giveOwnIds(links, mending);
  await giveNewest(links, mending);
  await rebuildMissing(links, mending);
  await linkInOrder(links, mending);
}

function linkOf(migration: JournalMigration): Link {
  const { snapshot, snapshotFile: file } = migration;
  const id = snapshot?.id ?? null;
  return { migration, file, id, parent: snapshot?.parents[0] ?? null, newId: id };
}

function giveOwnIds(links: Link[], { idOf, plan }: Mending): void {
  // drizzle-kit pull gives the first one the id that stands for nothing, so that the second begins the history again.
  const taken = new Set([ORIGIN_ID]);
  for (const link of links) {
    if (link.id === null) continue;
    if (taken.has(link.id)) {
      link.newId = idOf(`${link.id} ${link.migration.tag}`);
      plan.repairs.push({
        code: link.id === ORIGIN_ID ? 'dangling-parent' : 'duplicate-snapshot',
        migration: link.migration.tag,
        file: link.file,
        what: `${link.file} gets an id of its own, ${link.newId}`,
      });
    }
    taken.add(link.newId!);
  }
}

async function linkInOrder(links: Link[], mending: Mending): Promise<void> {
  const { history, texts, plan } = mending;
  const ids = new Set(history.snapshots.map(({ id }) => id));
  for (const [position, link] of links.entries()) {
    const previous = links[position - 1];
    if (link.id === null || (previous && previous.newId === null)) continue;
    if (link.newId !== link.id) await texts.set(link.file, ['id'], link.newId);
    const parent = previous ? previous.newId! : ORIGIN_ID;
    if (link.parent === parent) continue;
    const continued = links.slice(0, position).findIndex(({ id }) => id === link.parent);
    const isFork =
      link.parent === ORIGIN_ID ? link.migration.snapshot !== null && position > 0 : continued !== -1;
    const isAnother = previous?.id !== link.parent;
    // A snapshot that no migration has: whether its migration was lost is not known.
    if (link.parent !== null && !isFork && ids.has(link.parent) && !isLinked(links, link.parent)) continue;
    const wasShared = previous && previous.newId !== previous.id && previous.id !== ORIGIN_ID;
    const code = wasShared
      ? 'duplicate-snapshot'
      : isFork && isAnother
        ? 'forked-history'
        : 'dangling-parent';
    // One that was worked out fits.
    if (link.migration.snapshot) {
      const fits =
        isFork && isAnother
          ? mergeFork(links, position, continued, mending)
          : fitLink(links, position, code, mending);
      if (!(await fits)) continue;
    }
    await texts.set(link.file, ['prevId'], parent);
    if (link.migration.snapshot)
      plan.repairs.push({
        code,
        migration: link.migration.tag,
        file: link.file,
        what: `${link.file} continues ${previous ? previous.migration.tag : 'nothing, as the first one'}`,
      });
  }
}

function isLinked(links: readonly Link[], id: string): boolean {
  return links.some((link) => link.id === id);
}
