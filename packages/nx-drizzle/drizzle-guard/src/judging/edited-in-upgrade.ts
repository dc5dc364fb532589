import { counterpartsIn, headOf, isUpgradeOf, type Migration } from '../history/history';
import type { EditedSnapshot } from '../rules/contexts';
import { readText } from '../sources/tree';
import { namedOnlyIn, stateOfChanges } from '../state/across-layouts';
import { isMap, type Json } from '../state/json';
import type { Held } from './landing';

/**
 * The newest landed migration, where an upgrade to folders has been made here and its snapshot says something else there than
 * the one that it was made of. Whatever an upgrade lost or added before shows in the newest, and that is all that the next
 * migration is compared with.
 */
export async function editedInUpgrade(mine: Held, theirs: Held): Promise<EditedSnapshot[]> {
  if (!isUpgradeOf(mine.history, theirs.history)) return [];
  const newest = headOf(theirs.history);
  const here = newest && counterpartsIn(mine.history, theirs.history)(newest);
  if (!newest?.snapshot || !here?.snapshot) return [];
  const [landed, upgraded] = [await jsonOf(theirs, newest), await stateAt(mine, here)];
  if (!landed || !upgraded) return [];
  const changes = namedOnlyIn(landed, upgraded);
  return changes.length === 0 ? [] : [{ mine: here, theirs: newest, changes, isThere: true }];
}

/** The whole state at a migration; null where nobody can put it together. */
async function stateAt(held: Held, at: Migration): Promise<Json | null> {
  const own = await jsonOf(held, at);
  if (!own || at.snapshot!.form === 'full') return own;
  const wanted = new Set([at.snapshot!.id]);
  const line: Json[] = [];
  for (const migration of held.history.migrations.toReversed()) {
    if (!migration.snapshot || !wanted.has(migration.snapshot.id)) continue;
    for (const parent of migration.snapshot.parents) wanted.add(parent);
    line.unshift((await jsonOf(held, migration)) ?? {});
  }
  return stateOfChanges(line);
}

/** Its head was read, so it is JSON. */
async function jsonOf({ tree }: Held, { snapshotFile }: Migration): Promise<Json | null> {
  const parsed: unknown = JSON.parse((await readText(tree, snapshotFile)) ?? 'null');
  return isMap(parsed) ? parsed : null;
}
