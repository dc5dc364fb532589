import { mergeBase } from '../git/merge-base';
import { counterpartsIn, onlyIn, type Migration } from '../history/history';
import type { Commit } from '../sources/state';
import { readText } from '../sources/tree';
import type { TaggedSql } from '../sql/gone';
import type { Session } from './session';

/**
 * What a side has and another has not, told by names; in a journal, where a name is a number and a word, also what both
 * have made under one name since they went apart.
 * @param out the migrations folder, from the root
 */
export async function ownMigrations(
  session: Session,
  side: Commit,
  opposite: Commit,
  out: string,
): Promise<Migration[]> {
  const [own, other] = [await session.history(side, out), await session.history(opposite, out)];
  const named = onlyIn(own, other);
  if (own.layout === 'folders' || other.layout === 'folders') return [...named];
  const isAlone = new Set(named);
  const counterpart = counterpartsIn(other, own);
  const doubtful = own.migrations.filter(
    (one) => counterpart(one) && counterpart(one)!.timestamp !== one.timestamp,
  );
  const [tree, otherTree] = [await session.tree(side), await session.tree(opposite)];
  const others = doubtful.filter(
    (one) => tree.idOf(one.sqlFile) !== otherTree.idOf(counterpart(one)!.sqlFile),
  );
  if (others.length === 0) return [...named];
  const apart = mergeBase(session.root, side.commit, [opposite.commit]);
  const before =
    apart === null
      ? null
      : await session.history({ kind: 'commit', commit: apart, label: apart.slice(0, 10) }, out);
  for (const one of others) if (!before || !counterpartsIn(before, own)(one)) isAlone.add(one);
  return own.migrations.filter((one) => isAlone.has(one));
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
