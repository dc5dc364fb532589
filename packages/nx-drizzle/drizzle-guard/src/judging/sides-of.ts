import type { Base } from '../git/base';
import { counterpartsIn, isUpgradeOf, onlyIn, type History, type Migration } from '../history/history';
import type { Side } from '../results/hook-result';
import type { Commit } from '../sources/state';
import { listOf } from '../text/words';
import { namesakes, ownMigrations } from './own-migrations';
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
  /** Where one side was upgraded to folders, and the other was not. */
  upgrade?: {
    /** Whose. */
    of: 'mine' | 'theirs';
    /** A branch that has in folders what has landed of the other side: it is merged before; null where there is none. */
    first: string | null;
  };
}

/**
 * Which side of a merge is mine and which theirs, by what has landed: the only place that turns HEAD and the others
 * into the two. Where neither side or both have landed, HEAD is mine; a side without migrations of its own has nothing to
 * keep, and counts as mine. Where only one has been upgraded to folders it is theirs, unless what has landed is in the
 * other's journal.
 *
 * @param out the migrations folder, from the root
 */
export async function sidesOf(
  session: Session,
  { name, head, others }: Heads,
  out: string,
  base: Base | null,
): Promise<MergeSides> {
  const landed = base && !base.assumed ? await historyAt(session, base, out) : null;
  const ofHead = await session.history(head, out);
  const sideOf = async (commit: Commit, opposite: Commit, isHead: boolean): Promise<Side> => {
    const own = await session.history(commit, out);
    const isLanded = await landedIn(session, commit, own, out, base, landed);
    return {
      name: isHead ? name : commit.label,
      commit: commit.commit,
      isHead,
      migrations: (await ownMigrations(session, commit, opposite, out)).map((migration) => ({
        tag: migration.tag,
        landed: isLanded(migration),
      })),
    };
  };
  const heads: { other: Commit; history: History }[] = [];
  for (const other of others) heads.push({ other, history: await session.history(other, out) });
  const bringing = heads.filter(({ history }) => onlyIn(history, ofHead).length > 0);
  const [first] = bringing.length > 0 ? bringing : heads;
  const own = await sideOf(head, first!.other, true);
  const several: Side[] = [];
  if (bringing.length > 1) for (const { other } of bringing) several.push(await sideOf(other, head, false));
  several.sort(byName);
  const other = several.length > 0 ? together(several) : await sideOf(first!.other, head, false);
  const opposite = several.length > 0 ? null : first!.history;
  if (opposite && isUpgradeOf(ofHead, opposite)) return acrossLayouts(own, other, base, landed);
  if (opposite && isUpgradeOf(opposite, ofHead)) return acrossLayouts(other, own, base, landed);
  const goesFirst = other.migrations.length === 0 || (hasLanded(own) && !hasLanded(other));
  const [moving, staying] = goesFirst ? [other, own] : [own, other];
  const ofStaying = staying === own ? ofHead : opposite;
  const isTurned = moving.migrations.length === 0 && landed !== null && isBefore(staying, ofStaying, landed);
  const otherMoves = goesFirst !== isTurned;
  return {
    ...(otherMoves ? { mine: other, theirs: own } : { mine: own, theirs: other }),
    isLanded: hasLanded(own) && hasLanded(other),
    several,
  };
}

/** One of its name that was made since, with other SQL, is another migration. */
async function landedIn(
  session: Session,
  commit: Commit,
  own: History,
  out: string,
  base: Base | null,
  landed: History | null,
): Promise<(migration: Migration) => boolean> {
  if (!base || !landed) return () => false;
  const counterpart = counterpartsIn(landed, own);
  const at: Commit = { kind: 'commit', commit: base.commit, label: base.name };
  const others = new Set(await namesakes(session, commit, at, out));
  return (migration) => counterpart(migration) !== undefined && !others.has(migration);
}

/** Whether what a side has alone stands before what both have and has landed: that was picked, without what it followed. */
function isBefore({ migrations }: Side, history: History | null, landed: History): boolean {
  if (!history || migrations.length === 0 || migrations.some((one) => one.landed)) return false;
  const own = new Set(migrations.map(({ tag }) => tag));
  const isAlone = ({ tag }: Migration) => own.has(tag);
  const counterpart = counterpartsIn(landed, history);
  const first = history.migrations.findIndex(isAlone);
  return history.migrations.slice(first).some((one) => !isAlone(one) && counterpart(one) !== undefined);
}

/** What has landed decides which layout stays: nothing of it is moved, and no upgrade of it is taken back. */
function acrossLayouts(upgraded: Side, old: Side, base: Base | null, landed: History | null): MergeSides {
  const isBaseUpgraded = landed?.layout === 'folders';
  const isLanded = hasLanded(upgraded) && hasLanded(old);
  if (hasLanded(old) && !isBaseUpgraded && !isLanded)
    return { mine: upgraded, theirs: old, isLanded, several: [], upgrade: { of: 'mine', first: null } };
  const first = hasLanded(old) ? base!.name : null;
  return { mine: old, theirs: upgraded, isLanded, several: [], upgrade: { of: 'theirs', first } };
}

function historyAt(session: Session, { commit, name }: Base, out: string): Promise<History> {
  return session.history({ kind: 'commit', commit, label: name }, out);
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
