import { mergeBase } from '../git/merge-base';
import { counterpartsIn, onlyIn, type Migration } from '../history/history';
import type { Commit } from '../sources/state';
import { readText } from '../sources/tree';
import type { TaggedSql } from '../sql/gone';
import type { Session } from './session';

/**
 * What a side has and another has not, told by names; also what both have made under one name since they went apart, with
 * other SQL.
 * @param out the migrations folder, from the root
 */
export async function ownMigrations(
  session: Session,
  side: Commit,
  opposite: Commit,
  out: string,
): Promise<Migration[]> {
  const [own, other] = [await session.history(side, out), await session.history(opposite, out)];
  const isAlone = new Set<Migration>([
    ...onlyIn(own, other),
    ...(await namesakes(session, side, opposite, out)),
  ]);
  return own.migrations.filter((one) => isAlone.has(one));
}

/** Those of a side that are others than those of their names on another, and that neither had where the two went apart. */
export async function namesakes(
  session: Session,
  side: Commit,
  opposite: Commit,
  out: string,
): Promise<Migration[]> {
  const [own, other] = [await session.history(side, out), await session.history(opposite, out)];
  if (own.layout !== other.layout) return [];
  const counterpart = counterpartsIn(other, own);
  const [tree, otherTree] = [await session.tree(side), await session.tree(opposite)];
  const others = own.migrations.filter((one) => {
    const there = counterpart(one);
    const mayDiffer = there && (own.layout === 'folders' || there.timestamp !== one.timestamp);
    return mayDiffer && tree.idOf(one.sqlFile) !== otherTree.idOf(there.sqlFile);
  });
  if (others.length === 0) return [];
  const apart = mergeBase(session.root, side.commit, [opposite.commit]);
  if (apart === null) return others;
  const before = await session.history({ kind: 'commit', commit: apart, label: apart.slice(0, 10) }, out);
  const known = counterpartsIn(before, own);
  return others.filter((one) => !known(one));
}

/** The SQL of what a side has and another has not. */
export async function ownSql(
  session: Session,
  side: Commit,
  opposite: Commit,
  out: string,
): Promise<TaggedSql[]> {
  const tree = await session.tree(side);
  const texts: TaggedSql[] = [];
  for (const { tag, sqlFile } of await ownMigrations(session, side, opposite, out))
    texts.push({ tag, sql: (await readText(tree, sqlFile)) ?? '' });
  return texts;
}
