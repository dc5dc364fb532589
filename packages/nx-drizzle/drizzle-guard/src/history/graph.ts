import { isNothing, type Migration } from './history';

/** What is worth saying of a migration's place in the graph. */
export type Mark =
  | 'fork'
  | 'merge'
  | 'open-leaf'
  | 'root'
  | 'no-snapshot'
  | 'duplicate-snapshot'
  | 'dangling-parent'
  | 'later-parent';

export interface GraphNode {
  migration: Migration;
  /** Tags of the migrations that its snapshot continues. */
  parents: string[];
  marks: Mark[];
}

/**
 * The graph of migrations, as their snapshots tie them together. Nothing is taken for sound: a parent may be missing,
 * come later, or lead in a circle.
 *
 * - fork: two or more continue it; merge: it continues two or more
 * - open-leaf: nothing continues it, and it is not the only one; root: it begins a history, and is not the only one
 * - no-snapshot: without one its place is not known
 * - duplicate-snapshot: another migration's snapshot has the same id
 * - dangling-parent: it continues a snapshot that no migration here has; later-parent: one that comes after it
 *
 * @param migrations in the order in which they are applied; of two with one snapshot id the nearest before is continued
 */
export function graphOf(migrations: readonly Migration[]): GraphNode[] {
  const places = new Map<string, number[]>();
  migrations.forEach(({ snapshot }, place) => {
    if (snapshot) places.set(snapshot.id, [...(places.get(snapshot.id) ?? []), place]);
  });
  const parentOf = (id: string, child: number): number | undefined => {
    const own = places.get(id);
    return own?.findLast((place) => place < child) ?? own?.[0];
  };
  const parents = migrations.map(({ snapshot }, place) =>
    snapshot
      ? snapshot.parents
          .filter((id) => !isNothing(id, snapshot, place, places))
          .map((id) => parentOf(id, place))
      : [],
  );
  const known = parents.map((of) => [...new Set(of)].filter((parent) => parent !== undefined));
  const children = migrations.map((_, place) => known.filter((of) => of.includes(place)).length);
  const continued = new Set(migrations.flatMap(({ snapshot }) => snapshot?.parents ?? []));
  const isLeaf = ({ snapshot }: Migration, place: number) =>
    snapshot !== null && children[place] === 0 && !continued.has(snapshot.id);
  const isRoot = ({ snapshot }: Migration, place: number) =>
    snapshot !== null && parents[place]!.length === 0;
  const leaves = migrations.filter(isLeaf);
  const roots = migrations.filter(isRoot);
  return migrations.map((migration, place) => {
    const { snapshot } = migration;
    const is: Record<Mark, boolean> = {
      fork: children[place]! > 1,
      merge: known[place]!.length > 1,
      'open-leaf': leaves.length > 1 && isLeaf(migration, place),
      root: roots.length > 1 && isRoot(migration, place),
      'no-snapshot': snapshot === null,
      'duplicate-snapshot': snapshot !== null && places.get(snapshot.id)!.length > 1,
      'dangling-parent': parents[place]!.includes(undefined),
      'later-parent': known[place]!.some((parent) => parent >= place),
    };
    return {
      migration,
      parents: known[place]!.map((parent) => migrations[parent]!.tag),
      marks: (Object.keys(is) as Mark[]).filter((mark) => is[mark]),
    };
  });
}
