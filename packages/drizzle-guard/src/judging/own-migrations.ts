import { mergeBase } from '../git/merge-base';
import { counterpartsIn, onlyIn, type Migration } from '../history/history';
import type { Commit } from '../sources/state';
import { readText } from '../sources/tree';
import { statementsOf } from '../sql/statements';
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

/**
 * Those of a side's migrations that another side has under another name, statement by statement: on a branch that was made
 * from one whose migrations have since been made again.
 * @returns their tags
 */
export async function madeAlready(
  session: Session,
  from: Commit,
  tags: readonly string[],
  taken: Commit,
  out: string,
): Promise<Set<string>> {
  const made = new Set<string>();
  const others = (await ownMigrations(session, taken, from, out)).map(({ sqlFile }) => sqlFile);
  const known = new Set<string>();
  for (const file of others) known.add(await meaningOf(session, taken, file));
  known.delete('');
  if (known.size === 0) return made;
  const { migrations } = await session.history(from, out);
  for (const { tag, sqlFile } of migrations) {
    const meaning = tags.includes(tag) ? await meaningOf(session, from, sqlFile) : '';
    if (known.delete(meaning)) made.add(tag);
  }
  return made;
}

async function meaningOf(session: Session, at: Commit, file: string): Promise<string> {
  const text = (await readText(await session.tree(at), file)) ?? '';
  return statementsOf(text)
    .map(({ meaning }) => meaning)
    .join('\n');
}
