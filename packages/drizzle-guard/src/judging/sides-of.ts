import type { Base } from '../git/base';
import { onlyIn, type History } from '../history/history';
import type { Side } from '../results/hook-result';
import type { Commit } from '../sources/state';
import { listOf } from '../text/words';
import type { Session } from './session';

/** The heads of a merge, HEAD first. */
export interface Heads {
  /** The branch that is checked out. */
  name: string;
  head: Commit;
  others: readonly Commit[];
}

export interface MergeSides {
  /** The side that moves: what it has has not landed. */
  mine: Side;
  /** The side that stays. */
  theirs: Side;
  /** Whether both have migrations that have landed, so that neither may move. */
  isLanded: boolean;
  /** The heads that bring migrations of their own, where an octopus merge has several; what follows is decided by two. */
  several: Side[];
}

/**
 * Which side of a merge is mine and which theirs, by what has landed: the only place that turns HEAD and the others
 * into the two. Where neither side or both have landed, HEAD is mine; a side without migrations of its own has nothing to
 * keep, and counts as mine.
 *
 * @param out the migrations folder, from the root
 */
export async function sidesOf(
  session: Session,
  { name, head, others }: Heads,
  out: string,
  base: Base | null,
): Promise<MergeSides> {
  const landed = base && !base.assumed ? await tagsAt(session, base, out) : new Set<string>();
  const ofHead = await session.history(head, out);
  const sideOf = (commit: Commit, own: History, opposite: History, isHead: boolean): Side => ({
    name: isHead ? name : commit.label,
    commit: commit.commit,
    isHead,
    migrations: onlyIn(own, opposite).map(({ tag }) => ({ tag, landed: landed.has(tag) })),
  });
  const heads: { other: Commit; history: History }[] = [];
  for (const other of others) heads.push({ other, history: await session.history(other, out) });
  const bringing = heads.filter(({ history }) => onlyIn(history, ofHead).length > 0);
  const [first] = bringing.length > 0 ? bringing : heads;
  const own = sideOf(head, ofHead, first!.history, true);
  const several =
    bringing.length > 1
      ? bringing.map(({ other, history }) => sideOf(other, history, ofHead, false)).sort(byName)
      : [];
  const other = several.length > 0 ? together(several) : sideOf(first!.other, first!.history, ofHead, false);
  const otherMoves = other.migrations.length === 0 || (hasLanded(own) && !hasLanded(other));
  return {
    ...(otherMoves ? { mine: other, theirs: own } : { mine: own, theirs: other }),
    isLanded: hasLanded(own) && hasLanded(other),
    several,
  };
}

async function tagsAt(session: Session, { commit, name }: Base, out: string): Promise<Set<string>> {
  const { migrations } = await session.history({ kind: 'commit', commit, label: name }, out);
  return new Set(migrations.map(({ tag }) => tag));
}

function hasLanded({ migrations }: Side): boolean {
  return migrations.some(({ landed }) => landed);
}

/** Whichever order git was told them in. */
function byName(one: Side, other: Side): number {
  return one.name.localeCompare(other.name);
}

/** Each migration once, however many of the heads bring it. */
function together(heads: readonly Side[]): Side {
  const migrations = new Map<string, Side['migrations'][number]>();
  for (const migration of heads.flatMap((head) => head.migrations))
    migrations.set(migration.tag, {
      ...migration,
      landed: migration.landed || (migrations.get(migration.tag)?.landed ?? false),
    });
  return {
    ...heads[0]!,
    name: listOf(heads.map(({ name }) => name)),
    migrations: [...migrations.values()],
  };
}
