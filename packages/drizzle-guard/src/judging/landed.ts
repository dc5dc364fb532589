import type { BaseContext } from '../rules/contexts';
import type { Base } from '../git/base';
import { diverge } from '../history/divergence';
import type { History } from '../history/history';
import { readHistory, type HeadCache } from '../history/read-history';
import type { Tree } from '../sources/tree';
import { openState, type Place } from './state';

/** A migrations folder as it lies in one Tree. */
export interface Lying {
  tree: Tree;
  history: History;
}

/** What has landed, and what it was when the work began: opened once for any number of databases. */
export interface Landed {
  base: Base;
  tree: Tree;
  ancestor: Tree | null;
  close(): void;
}

/** @param ancestor the commit at which the base and the work went apart */
export function openLanded(place: Place, base: Base, ancestor: string | null): Landed {
  const open = (commit: string, label: string) => openState(place, { kind: 'commit', commit, label });
  const landed = open(base.commit, base.name);
  // Nothing has landed since: one Tree is both.
  const before =
    ancestor === null || ancestor === base.commit ? null : open(ancestor, `where ${base.name} went apart`);
  return {
    base,
    tree: landed.tree,
    ancestor: ancestor === base.commit ? landed.tree : (before?.tree ?? null),
    close() {
      landed.close();
      before?.close();
    },
  };
}

/**
 * Sets a history beside the one that has landed in the same folder.
 * @throws GuardError what `readHistory` throws
 */
export async function besideLanded(here: Lying, landed: Landed, heads?: HeadCache): Promise<BaseContext> {
  const lyingIn = async (tree: Tree): Promise<Lying> => ({
    tree,
    history: await readHistory(tree, here.history.dir, heads),
  });
  const there = await lyingIn(landed.tree);
  const before =
    landed.ancestor === null
      ? null
      : landed.ancestor === landed.tree
        ? there
        : await lyingIn(landed.ancestor);
  const sides = [here, there, ...(before ? [before] : [])];
  const texts = await sqlOf(sides);
  const recorded = (side: Lying) => ({ history: side.history, sql: texts[sides.indexOf(side)]! });
  return {
    ...diverge(recorded(here), recorded(there), before && recorded(before)),
    history: here.history,
    base: { name: landed.base.name, history: there.history },
  };
}

/** The SQL of each side, by tag. What git knows to be the same bytes everywhere is not read: its id stands for it. */
async function sqlOf(sides: readonly Lying[]): Promise<Map<string, string>[]> {
  const files = sides.map(
    ({ history }) =>
      new Map(history.migrations.filter(({ hasSql }) => hasSql).map(({ tag, sqlFile }) => [tag, sqlFile])),
  );
  const texts = sides.map(() => new Map<string, string>());
  for (const tag of new Set(files.flatMap((of) => [...of.keys()]))) {
    const ids = sides.map(({ tree }, side) => files[side]!.has(tag) && tree.idOf(files[side]!.get(tag)!));
    const same = ids.every((id) => id && id === ids[0]);
    for (const [side, { tree }] of sides.entries()) {
      const file = files[side]!.get(tag);
      if (file !== undefined) texts[side]!.set(tag, same ? `${ids[0]}` : comparable(await tree.read(file)));
    }
  }
  return texts;
}

/** A character a byte, so that a byte order mark counts; but git may give the same migration other line ends elsewhere. */
function comparable(sql: Buffer | undefined): string {
  return (sql?.toString('latin1') ?? '').replaceAll('\r\n', '\n');
}
