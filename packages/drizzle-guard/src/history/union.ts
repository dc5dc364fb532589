import type { Divergence } from './divergence';
import type { History, Migration } from './history';

/** What the base has and the history here lacks: landed meanwhile, or removed here under every name. */
export function absentHere({ theirs, removed }: Divergence): Migration[] {
  return [...theirs, ...removed.filter(({ renamed }) => renamed === null).map(({ landed }) => landed)];
}

/**
 * The migrations of a history together with those of the base that it lacks: the history's in their order, the others
 * behind the one that they come after on the base. Where a snapshot has been given another id here, the others continue
 * that one.
 */
export function unionOf(here: History, landed: History, divergence: Divergence): Migration[] {
  const absent = new Set(absentHere(divergence));
  const union: Migration[] = [...here.migrations];
  // No tag is the same in two layouts: there the others come behind all that has landed.
  const mine = new Set<Migration>(divergence.mine);
  let end = here.layout === landed.layout ? 0 : union.findLastIndex((migration) => !mine.has(migration)) + 1;
  for (const migration of landed.migrations) {
    const own = union.findIndex(({ tag }) => tag === migration.tag);
    if (own !== -1) end = own + 1;
    else if (absent.has(migration)) union.splice(end++, 0, continuingHere(migration, here, landed));
  }
  return union;
}

function continuingHere(migration: Migration, here: History, landed: History): Migration {
  const { snapshot } = migration;
  if (!snapshot) return migration;
  const idHere = (id: string) => {
    const tag = landed.migrations.find((one) => one.snapshot?.id === id)?.tag;
    return here.migrations.find((one) => one.tag === tag)?.snapshot?.id ?? id;
  };
  return { ...migration, snapshot: { ...snapshot, parents: snapshot.parents.map(idHere) } };
}
