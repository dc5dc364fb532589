import { pairsOf, type BranchPair } from '../history/branches';
import { leavesOf, type History, type Snapshot } from '../history/history';
import type { BranchConflict } from '../rules/contexts';
import { findingsAbout } from '../rules/run';
import { readText, type Tree } from '../sources/tree';
import { leavesStateUnknown } from '../schema/newest-state';
import { rebuiltTables } from '../sql/rebuilt-tables';
import { branchesApart, type Branch } from '../state/apart';
import { footprintsApart, footprintsIn, wordsOfFootprint } from '../state/footprints';
import type { Json } from '../state/json';
import type { Held } from './landing';

/**
 * The open branches of a history in the folders layout of which no two may stay: what drizzle-kit calls conflicting, by
 * what their snapshots say. None where it is not known what follows what: a finding says so.
 */
export async function conflictsIn({ tree, history }: Held): Promise<BranchConflict[]> {
  if (history.layout !== 'folders') return [];
  const leaves = leavesOf(history);
  if (leaves.length < 2 || isUnknown(history)) return [];
  return conflictsOf(pairsOf(history.snapshots, leaves), readerOf(tree, history), history.dialect);
}

/** The same of one branch here and one on a base, were the two merged as they are. */
export async function conflictsBetween(mine: Held, theirs: Held): Promise<BranchConflict[]> {
  if (mine.history.layout !== 'folders' || theirs.history.layout !== 'folders') return [];
  const [known, landed] = [mine, theirs].map(
    ({ history }) => new Set(history.snapshots.map(({ id }) => id)),
  ) as [Set<string>, Set<string>];
  const others = theirs.history.snapshots.filter(({ id }) => !known.has(id));
  // Mostly so in a merge, of which the result has all of both.
  if (others.length === 0 || isUnknown(mine.history) || isUnknown(theirs.history)) return [];
  const snapshots = [...mine.history.snapshots, ...others];
  const [reader, other] = [mine, theirs].map(({ tree, history }) => readerOf(tree, history)) as [
    Reader,
    Reader,
  ];
  const isOther = new Set(others);
  const both: Reader = {
    snapshot: (one) => (isOther.has(one) ? other : reader).snapshot(one),
    sql: (one) => (isOther.has(one) ? other : reader).sql(one),
  };
  const pairs = pairsOf(snapshots, leavesOf({ ...mine.history, snapshots })).filter(
    ({ leaves }) => leaves.some(({ id }) => !landed.has(id)) && leaves.some((leaf) => isOther.has(leaf)),
  );
  return conflictsOf(pairs, both, mine.history.dialect);
}

interface Reader {
  snapshot(one: Snapshot): Promise<Json>;
  sql(one: Snapshot): Promise<string>;
}

/** Their heads were read, so they are JSON. */
function readerOf(tree: Tree, { migrations }: History): Reader {
  const known = new Map<Snapshot, Promise<Json>>();
  const files = new Map(migrations.map(({ snapshot, sqlFile }) => [snapshot, sqlFile]));
  const parse = async ({ file }: Snapshot) => JSON.parse((await readText(tree, file)) ?? '{}') as Json;
  return {
    snapshot(one) {
      if (!known.has(one)) known.set(one, parse(one));
      return known.get(one)!;
    },
    sql: async (one) => (await readText(tree, files.get(one) ?? '')) ?? '',
  };
}

/** Asked of the same history for each of its meetings; all rules look at all of it. */
const unknown = new WeakMap<History, boolean>();

function isUnknown(history: History): boolean {
  const known = unknown.get(history);
  if (known !== undefined) return known;
  const found = findingsAbout('structure', { history, now: Infinity }, '', {});
  const is = leavesStateUnknown(found.map(({ code }) => code));
  unknown.set(history, is);
  return is;
}

async function conflictsOf(
  pairs: readonly BranchPair[],
  reader: Reader,
  dialect: string | null,
): Promise<BranchConflict[]> {
  const conflicts: BranchConflict[] = [];
  for (const pair of pairs) {
    const isOfChanges = pair.leaves.some(({ form }) => form !== 'full');
    const found = isOfChanges ? await byFootprints(pair, reader) : await byStates(pair, reader, dialect);
    if (found) conflicts.push(found);
  }
  return conflicts;
}

async function byFootprints({ sides }: BranchPair, reader: Reader): Promise<BranchConflict | null> {
  const all = [];
  for (const side of sides) {
    const own = [];
    for (const snapshot of side)
      for (const footprint of footprintsIn(await reader.snapshot(snapshot)))
        own.push({ ...footprint, tag: snapshot.prefix });
    all.push(own);
  }
  const found = footprintsApart(all[0]!, all[1]!);
  if (!found) return null;
  return conflictOf(sides, [wordsOfFootprint(found[0]), wordsOfFootprint(found[1])]);
}

async function byStates(
  { leaves, fork, sides }: BranchPair,
  reader: Reader,
  dialect: string | null,
): Promise<BranchConflict | null> {
  const branches: Branch[] = [];
  for (const [at, leaf] of leaves.entries()) {
    const rebuilt = new Set<string>();
    if (dialect === 'sqlite')
      for (const snapshot of sides[at]!)
        for (const table of rebuiltTables(await reader.sql(snapshot))) rebuilt.add(table);
    branches.push({ state: await reader.snapshot(leaf), rebuilt });
  }
  const before = fork && (await reader.snapshot(fork));
  const words = branchesApart(before, branches[0]!, branches[1]!, dialect);
  return words && conflictOf(sides, words);
}

/** The side whose newest migration is older comes first. */
function conflictOf(sides: BranchPair['sides'], words: readonly [string, string]): BranchConflict {
  const [one, other] = sides.map((side, at) => ({
    tags: side.map(({ prefix }) => prefix),
    does: words[at]!,
  }));
  const isInOrder = one!.tags.at(-1)! < other!.tags.at(-1)!;
  const { file } = sides[isInOrder ? 1 : 0].at(-1)!;
  return { sides: isInOrder ? [one!, other!] : [other!, one!], file };
}
