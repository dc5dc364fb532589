import type { Divergence } from './divergence';
import type { History, Migration } from './history';

/** What the base has and the history here lacks: landed meanwhile, or removed here under every name. */
export function absentHere({ theirs, removed }: Divergence): Migration[] {
  return [...theirs, ...removed.filter(({ renamed }) => renamed === null).map((one) => one.theirs)];
}

/**
 * The migrations of a history together with those of the base that it lacks: the history's in their order, the others
 * behind the one that they come after on the base. Where a snapshot has been given another id here, the others continue
 * that one.
 */
export function unionOf(mine: History, theirs: History, divergence: Divergence): Migration[] {
  const absent = new Set(absentHere(divergence));
  const union: Migration[] = [...mine.migrations];
  // No tag is the same in two layouts: there the others come behind all that has landed.
  const unlanded = new Set<Migration>(divergence.mine);
  let end =
    mine.layout === theirs.layout ? 0 : union.findLastIndex((migration) => !unlanded.has(migration)) + 1;
  for (const migration of theirs.migrations) {
    const own = union.findIndex(({ tag }) => tag === migration.tag);
    if (own !== -1) end = own + 1;
    else if (absent.has(migration)) union.splice(end++, 0, continuingMine(migration, mine, theirs));
  }
  return union;
}

function continuingMine(migration: Migration, mine: History, theirs: History): Migration {
  const { snapshot } = migration;
  if (!snapshot) return migration;
  const myId = (id: string) => {
    const tag = theirs.migrations.find((one) => one.snapshot?.id === id)?.tag;
    return mine.migrations.find((one) => one.tag === tag)?.snapshot?.id ?? id;
  };
  return { ...migration, snapshot: { ...snapshot, parents: snapshot.parents.map(myId) } };
}
