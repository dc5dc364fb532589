import type { Base } from '../git/base';
import { commitOf } from '../git/base';
import { onlyIn } from '../history/history';
import type { OperationAdvice } from '../results/advice';
import { shellWord } from '../text/shell-word';
import { titleOf } from '../text/tag';
import { aborting as abortingOf } from './going-on';
import { makeAgain, undoneAnew } from './make-again';
import type { Advised } from './merge-advice';
import { rebaseAdvice } from './rebase-advice';
import type { Commit } from '../sources/state';
import type { Session } from './session';
import { sidesOfPick, type Pick } from './sides-of-pick';

/**
 * How to go on in a rebase, a cherry-pick or a revert that is stopped. What it is put on is recorded, so that stays as it is,
 * and the migrations of the commit are moved behind it, or made again there; a revert becomes a migration that undoes it.
 */
export async function adviseOnPick(
  session: Session,
  { database, out, isBare, isApart }: Advised,
  pick: Pick,
  base: Base | null,
): Promise<OperationAdvice & { isWhole: boolean }> {
  const sides = await sidesOfPick(session, pick, out, base);
  const { mine, theirs } = sides;
  const tags = mine.migrations.map(({ tag }) => tag);
  const [own, other] = [mine, theirs].map(({ commit: id, name }): Commit => ({
    ...{ kind: 'commit', commit: id, label: name },
  }));
  const isUpgrade = (await session.history(own!, out)).layout !== (await session.history(other!, out)).layout;
  if (tags.length > 0 && !isApart && !isUpgrade)
    return { ...sides, ...rebaseAdvice({ database, isBare, tags, behind: theirs.name }) };
  const aborting = abortingOf(pick.kind);
  const remaking = { ...{ database, out, taken: theirs, from: mine.commit }, tags, aborting };
  const { notes, steps, isWhole } = await makeAgain(session, remaking);
  if (tags.length > 0) return { ...sides, notes, steps, isWhole };
  const undone = pick.kind === 'revert' ? await undoneBy(session, pick, out) : [];
  const name = undone.length === 0 ? '' : ` --name ${shellWord(`revert_${titleOf(undone.at(-1)!)}`)}`;
  const undoing = undone.length === 0 ? [] : [undoneAnew(undone)];
  return {
    ...sides,
    notes: [...notes, ...undoing],
    steps: [...steps, `drizzle-guard generate --database ${shellWord(database)}${name}`],
    isWhole: false,
  };
}

/** The migrations that the commit had made. */
async function undoneBy(session: Session, { commit, name }: Pick, out: string): Promise<string[]> {
  const before = commitOf(session.root, `${commit}^`);
  const own = await session.history({ kind: 'commit', commit, label: name }, out);
  if (before === null) return own.migrations.map(({ tag }) => tag);
  const earlier = await session.history({ kind: 'commit', commit: before, label: `before ${name}` }, out);
  return onlyIn(own, earlier).map(({ tag }) => tag);
}
