import type { Base } from '../git/base';
import { mergeBase } from '../git/merge-base';
import { counterpartsIn, isUnreadable, isUpgradeOf, type History, type Migration } from '../history/history';
import { codesWith } from '../rules/codes';
import type { BaseContext } from '../rules/contexts';
import type { Finding } from '../rules/finding';
import { findingsAbout, type Severities } from '../rules/run';
import type { Commit, State } from '../sources/state';
import { folderAt } from './folder-at';
import { besideBase } from './landing';
import { newFindings } from './news-of';
import { hasGrown, remadeIn } from './remade';
import type { Session } from './session';

/** A merge that is about to be recorded, of one database. */
export interface Merge {
  /** What it would result in. */
  state: State;
  /** What it merges, HEAD first, by the names that people know them by. */
  sides: readonly Commit[];
  /** The migrations folder, from the root. */
  out: string;
  database: string;
  severities: Severities;
  /** What stops it already. */
  told: readonly Finding[];
}

/**
 * What a merge does to the migrations of its sides, whether or not they have landed: those that a side has and the result
 * lacks, and, as far as nobody knows what has landed, those that are not what they were. As in git's own merge a side may
 * have done it on purpose before: what one of them has taken out or changed since the two went apart is no loss. Nor
 * is a migration that the result has under another name, or that was made again.
 *
 * @param base what has landed; what it has, or has taken out itself, is judged beside it
 */
export async function lostInMerge(session: Session, merge: Merge, base: Base | null): Promise<Finding[]> {
  // Where the sides have to be put in order, that brings back what is lost, and is the one thing to say.
  if (merge.told.some(({ code }) => codesWith('two-sides').has(code))) return [];
  const known = base?.assumed ? null : base;
  const lost: Finding[] = [];
  for (const side of merge.sides)
    if (side.commit !== known?.commit) lost.push(...(await lostOf(session, merge, side, known)));
  return lost;
}

async function lostOf(session: Session, merge: Merge, side: Commit, base: Base | null): Promise<Finding[]> {
  const { out, database, severities, sides, state } = merge;
  const ofLanded = (context: BaseContext) =>
    findingsAbout('base', context, database, severities, codesWith('of-landed'));
  const beside = async (at: State, ancestor: string | null, dir: string) => {
    const context = await besideBase(session, at, { base: asBase(side), ancestor }, dir);
    return { ...context, base: { ...context.base, isMerged: true } };
  };
  const result = await beside(state, side.commit, out);
  if (isUnreadable(result.history) || isUnreadable(result.base.history) || isWhole(result)) return [];
  const others = sides.filter(({ commit }) => commit !== side.commit);
  // Only what is not what it was is looked for there.
  const isEdited = result.edited.length + result.editedSnapshots.length > 0;
  const tips = isEdited ? others.map(({ commit }) => commit) : [];
  const isShared = await knownAt(session, merge, [mergeBase(session.root, side.commit, tips)]);
  const isOpen = await landedElsewhere(session, merge, base);
  const isShadowed = await shadowedBy(session, merge, base);
  // One that both sides have made under one name is gone where the result has that of the other.
  const shadowed = result.edited.flatMap(({ mine, theirs, line }) =>
    line !== null && isShadowed(mine, theirs) && !isShared(theirs, result.base.history)
      ? [{ theirs, renamed: null }]
      : [],
  );
  const removed = [
    ...result.removed.filter(({ theirs }) => isOpen(theirs, result.base.history)),
    ...shadowed,
  ];
  const remade = await remadeIn(session, state, side, { ...result, removed });
  const isHead = side === sides[0];
  const grown = new Set<string>();
  for (const one of base ? [] : result.edited)
    if (!isShared(one.mine, result.history) && (await hasGrown(session, state, side, one)))
      grown.add(one.mine.tag);
  const lost: BaseContext = {
    ...result,
    removed: removed.filter(({ theirs, renamed }) => renamed === null && !remade.has(theirs.tag)),
    // What has not landed may be edited, and of two sides nobody knows which has: what both had is neither's to change.
    edited: base
      ? []
      : result.edited.filter(
          ({ mine, line }) =>
            isShared(mine, result.history) || (!isHead && line !== null && !grown.has(mine.tag)),
        ),
    editedSnapshots: base ? [] : result.editedSnapshots.filter(({ mine }) => isShared(mine, result.history)),
    isDowngraded: result.isDowngraded && !(await isUpgradedAt(session, base, merge, result.history)),
  };
  const found = ofLanded(lost);
  if (found.length === 0) return [];
  const older: Finding[][] = [];
  for (const other of others) {
    const ancestor = mergeBase(session.root, side.commit, [other.commit]);
    const before = await beside(other, ancestor, await folderAt(session, other, state, out));
    // What both have made under one name since was no matter of either before they meet.
    const isKnown = await knownAt(session, merge, [ancestor]);
    const edited = before.edited.filter(({ mine }) => isKnown(mine, before.history));
    older.push(ofLanded({ ...before, edited }));
  }
  return newFindings(found, older);
}

function asBase({ label, commit }: Commit): Base {
  return { name: label, commit };
}

function isWhole({ removed, edited, editedSnapshots, isDowngraded }: BaseContext): boolean {
  return removed.length + edited.length + editedSnapshots.length === 0 && !isDowngraded;
}

/** Whether the base tells of a downgrade itself. */
async function isUpgradedAt(
  session: Session,
  base: Base | null,
  merge: Merge,
  history: History,
): Promise<boolean> {
  if (!base) return false;
  const at: Commit = { kind: 'commit', commit: base.commit, label: base.name };
  return isUpgradeOf(await historyAt(session, merge, at), history);
}

/** Whether a migration of a history is one that others know, by its name. */
type Knows = (migration: Migration, of: History) => boolean;

/** Whether a migration is not the base's to say: it neither has it nor has taken it out. */
async function landedElsewhere(session: Session, merge: Merge, base: Base | null): Promise<Knows> {
  if (!base) return () => true;
  const apart = mergeBase(
    session.root,
    base.commit,
    merge.sides.map(({ commit }) => commit),
  );
  const isKnown = await knownAt(session, merge, [base.commit, apart]);
  return (migration, of) => !isKnown(migration, of);
}

/** Whether one of a journal is another migration than that of its name in a side, which has not landed. */
async function shadowedBy(
  session: Session,
  merge: Merge,
  base: Base | null,
): Promise<(mine: Migration, theirs: Migration) => boolean> {
  const landed =
    base && (await historyAt(session, merge, { kind: 'commit', commit: base.commit, label: base.name }));
  const times = new Map(landed?.migrations.map(({ tag, timestamp }) => [tag, timestamp]));
  return (mine, theirs) =>
    mine.tag === theirs.tag &&
    mine.timestamp !== theirs.timestamp &&
    landed?.layout !== 'folders' &&
    times.get(theirs.tag) !== theirs.timestamp;
}

async function knownAt(session: Session, merge: Merge, commits: readonly (string | null)[]): Promise<Knows> {
  const histories: History[] = [];
  for (const commit of commits)
    if (commit !== null)
      histories.push(await historyAt(session, merge, { kind: 'commit', commit, label: commit.slice(0, 10) }));
  return (migration, of) => histories.some((history) => counterpartsIn(history, of)(migration) !== undefined);
}

/** What a commit has in the folder, wherever it lies there. */
async function historyAt(session: Session, { state, out }: Merge, at: Commit): Promise<History> {
  return session.history(at, await folderAt(session, at, state, out));
}
