import type { Migration } from '../history/history';
import type { EditedSnapshot } from '../rules/contexts';
import { readText } from '../sources/tree';
import { editsBetween } from '../state/edits';
import { isMap, type Json } from '../state/json';
import { editedInUpgrade } from './edited-in-upgrade';
import type { Held } from './landing';

/**
 * The landed migrations whose snapshots say another state here. What differs is only laid to the side that changed it, and
 * what git knows to be the same bytes is not read. An upgrade of the layout writes every snapshot anew.
 */
export async function editedSnapshots(
  mine: Held,
  theirs: Held,
  before: Held | null,
): Promise<EditedSnapshot[]> {
  const { layout } = mine.history;
  if (theirs.history.layout !== layout) return editedInUpgrade(mine, theirs);
  const landed = byTag(theirs);
  const known = before?.history.layout === layout ? byTag(before) : new Map<string, Migration>();
  const edited: EditedSnapshot[] = [];
  for (const migration of mine.history.migrations) {
    const there = landed.get(migration.tag);
    const old = known.get(migration.tag);
    // What cannot be read on the base is its own fault, and nothing to go by.
    if (!there?.snapshot || isSameFile(mine, migration, theirs, there)) continue;
    if (old && before && isSameFile(mine, migration, before, old)) continue;
    const changes = migration.snapshot ? await changesOf(mine, migration, theirs, there) : null;
    if (changes?.length === 0) continue;
    if (old && before && (await isUnchanged(mine, migration, before, old))) continue;
    const isThere = mine.tree.has(migration.snapshotFile);
    edited.push({ mine: migration, theirs: there, changes, isThere });
  }
  return edited;
}

function byTag({ history }: Held): Map<string, Migration> {
  return new Map(history.migrations.map((migration) => [migration.tag, migration]));
}

function isSameFile(one: Held, mine: Migration, other: Held, theirs: Migration): boolean {
  const id = one.tree.idOf(mine.snapshotFile);
  return id !== null && id === other.tree.idOf(theirs.snapshotFile);
}

async function isUnchanged(one: Held, mine: Migration, other: Held, theirs: Migration): Promise<boolean> {
  if (!mine.snapshot || !theirs.snapshot) return !mine.snapshot && !theirs.snapshot;
  return (await changesOf(one, mine, other, theirs)).length === 0;
}

async function changesOf(one: Held, mine: Migration, other: Held, theirs: Migration): Promise<string[]> {
  return editsBetween(await stateOf(other, theirs), await stateOf(one, mine));
}

/** Its head was read, so it is JSON. */
async function stateOf({ tree }: Held, { snapshotFile }: Migration): Promise<Json> {
  const parsed: unknown = JSON.parse((await readText(tree, snapshotFile)) ?? 'null');
  return isMap(parsed) ? parsed : {};
}
