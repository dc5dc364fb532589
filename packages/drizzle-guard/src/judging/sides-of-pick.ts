import type { Base } from '../git/base';
import { commitOf } from '../git/base';
import { counterpartsIn, onlyIn, type Migration } from '../history/history';
import type { Side } from '../results/advice';
import type { Commit } from '../sources/state';
import { ownMigrations } from './own-migrations';
import type { Session } from './session';

/**
 * A commit that is put on top of another: by a rebase, a cherry-pick, or the other way round by a revert; also a stash, and all
 * that a branch has, by `merge --squash`.
 */
export interface Pick {
  kind: 'rebase' | 'cherry-pick' | 'revert' | 'squash' | 'stash';
  /** The commit that is put there. */
  commit: string;
  /** Where it comes from, as people say it. */
  name: string;
  /** What is checked out, as people say it. */
  onto: string;
  /** Of a stash: the command that takes it out of the stashes. */
  drop?: string;
}

/**
 * Mine is what the commit does, by itself; theirs is what it is put on, which stays: it is recorded already. All that a branch
 * has is squashed as it is merged: where it has landed, and what is checked out has not, that stays.
 * @param out the migrations folder, from the root
 */
export async function sidesOfPick(
  session: Session,
  { kind, commit, name, onto }: Pick,
  out: string,
  base: Base | null,
): Promise<{ mine: Side; theirs: Side }> {
  const at = (id: string, label: string): Commit => ({ kind: 'commit', commit: id, label });
  const head = commitOf(session.root, 'HEAD')!;
  const before = commitOf(session.root, `${commit}^`);
  const own = await session.history(at(commit, name), out);
  const landed = base && !base.assumed ? await session.history(at(base.commit, base.name), out) : null;
  const tagged = (migrations: readonly { tag: string }[]) =>
    migrations.map(({ tag }) => ({
      tag,
      landed: landed?.migrations.some((migration) => migration.tag === tag) ?? false,
    }));
  const ahead = await ownMigrations(session, at(head, onto), at(commit, name), out);
  const added =
    kind === 'squash'
      ? await ownMigrations(session, at(commit, name), at(head, onto), out)
      : before === null
        ? [...own.migrations]
        : await madeBy(session, at(commit, name), at(before, `before ${name}`), at(head, onto), out);
  const sides = {
    mine: {
      name: kind === 'revert' ? `the revert of ${name}` : name,
      commit,
      isHead: false,
      migrations: kind === 'revert' ? [] : tagged(added),
    },
    theirs: { name: onto, commit: head, isHead: true, migrations: tagged(ahead) },
  };
  const isTurned = kind === 'squash' && hasLanded(sides.mine) && !hasLanded(sides.theirs);
  return isTurned ? { mine: sides.theirs, theirs: sides.mine } : sides;
}

/** What a commit brings along: migrations that it adds, and those that it edits and its new place does not have. */
async function madeBy(
  session: Session,
  commit: Commit,
  before: Commit,
  place: Commit,
  out: string,
): Promise<Migration[]> {
  const [own, earlier, there] = [
    await session.history(commit, out),
    await session.history(before, out),
    await session.history(place, out),
  ];
  const [tree, earlierTree] = [await session.tree(commit), await session.tree(before)];
  const counterpart = counterpartsIn(earlier, own);
  const absent = new Set(onlyIn(own, there));
  return own.migrations.filter((one) => {
    const known = counterpart(one);
    return !known || (absent.has(one) && tree.idOf(one.sqlFile) !== earlierTree.idOf(known.sqlFile));
  });
}

function hasLanded({ migrations }: Side): boolean {
  return migrations.some(({ landed }) => landed);
}
