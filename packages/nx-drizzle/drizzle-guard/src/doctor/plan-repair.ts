import type { FoldersHistory, History, JournalHistory } from '../history/history';
import type { Finding } from '../rules/finding';
import { overlayTree } from '../sources/overlay-tree';
import type { Tree } from '../sources/tree';
import { decideOn } from './decisions';
import { mendFolders } from './mend-folders';
import { mendSnapshots } from './mend-snapshots';
import { planBundle } from './plan-bundle';
import { planIndexes } from './plan-indexes';
import { dropEqualOrphans } from './plan-orphans';
import type { Newest, RepairPlan } from './repair';
import { rereadHistory } from './reread-history';
import { keepTexts } from './texts';

export interface RepairInput {
  tree: Tree;
  history: History;
  /** What the structure checks say of a history. */
  judge: (history: History) => Finding[];
  /** What names the database on the command line; "" for a bare folder. */
  flag: string;
  /** Migrations whose state was worked out before and is not proved, and why. */
  refuted?: ReadonlyMap<string, string>;
  /** The state after a newest migration without a snapshot; left out where nobody has looked for it yet. */
  newest?: Newest | undefined;
  /** True for a plan that is told and not carried out: what follows from a repair in later files is left out. */
  isSketch?: boolean;
  /** An id in the form of a UUID, the same for the same seed. */
  idOf: (seed: string) => string;
  /** That of the drizzle config, where one is known. */
  driver?: string | null;
}

/**
 * What can be mended without losing anything, and what is left to people. SQL, tags and timestamps are never touched; an
 * SQL file only goes where another, which the journal lists, holds the same bytes. A plan that would do harm is none: it
 * says why, and everything is left to people.
 */
export async function planRepair(input: RepairInput): Promise<RepairPlan> {
  const {
    tree,
    history,
    judge,
    idOf,
    refuted = new Map(),
    newest,
    isSketch = false,
    flag,
    driver = null,
  } = input;
  const found = judge(history);
  const plan = emptyPlan(found);
  if (found.length === 0 && !history.snapshots.some(({ doubleKeys }) => doubleKeys)) return plan;
  const texts = keepTexts(async (file) => (await tree.read(file))?.toString('utf8'));
  if (isMendable(history)) {
    await mendSnapshots({ history, texts, idOf, refuted, newest, isSketch, plan });
    await planIndexes(history, texts, plan);
    await dropEqualOrphans(history, texts, plan);
    plan.edits = texts.edits();
  } else if (isInFolders(history))
    await mendFolders({ history, texts, idOf, refuted, newest, isSketch, plan });
  const indexed = await rereadAfter(tree, texts.edits(), history);
  await planBundle(indexed, driver, texts, plan);
  plan.edits = texts.edits();
  const mended = await rereadAfter(tree, plan.edits, history);
  plan.left = judge(mended);
  plan.harm = harmOf(plan, { before: history, found, after: mended });
  if (plan.harm !== null)
    return { ...emptyPlan(found), harm: plan.harm, decisions: decideOn(found, history, [], flag) };
  const open = plan.left.filter((finding) => !isPromised(finding, plan));
  plan.decisions = plan.decisions.filter(({ code, migration }) =>
    open.some((finding) => finding.code === code && (finding.migration ?? migration) === migration),
  );
  plan.decisions.push(...decideOn(open, mended, plan.decisions, flag));
  return plan;
}

function rereadAfter(tree: Tree, edits: RepairPlan['edits'], history: History): Promise<History> {
  return rereadHistory(mendedTree(tree, edits), history, new Set(edits.map(({ file }) => file)));
}

function emptyPlan(left: Finding[]): RepairPlan {
  return { repairs: [], edits: [], later: [], decisions: [], rebuilt: [], left, harm: null };
}

/** Whether it goes with a file whose text is only worked out when the plan is carried out. */
function isPromised({ code, migration }: Finding, { repairs, later }: RepairPlan): boolean {
  return repairs.some((one) => one.code === code && one.migration === migration && later.includes(one.file));
}

interface Outcome {
  before: History;
  found: readonly Finding[];
  after: History;
}

function harmOf({ left, edits }: RepairPlan, { before, found, after }: Outcome): string | null {
  const known = new Set(found.map(subjectOf));
  // A hole in the indexes that is one of the numbers, too, keeps drizzle-kit from giving a number twice.
  const brought = left.filter((finding) => finding.code !== 'index-gap' && !known.has(subjectOf(finding)));
  if (brought.length > 0)
    return `mended as planned, it would have ${brought.map(({ code, message }) => `${code}: ${message}`).join('; ')}`;
  return reachesDatabases(before, after, edits)
    ? 'mended as planned, it would run other SQL, or in another order'
    : null;
}

/** What a replay would tell at length: the same SQL in the same order ends in the same catalog. */
function reachesDatabases(before: History, after: History, edits: RepairPlan['edits']): boolean {
  const appliedOf = ({ migrations }: History) =>
    JSON.stringify(
      migrations.map(({ tag, timestamp, sqlFile, hasSql }) => [tag, timestamp, sqlFile, hasSql]),
    );
  const sqlFiles = new Set(before.migrations.map(({ sqlFile }) => sqlFile));
  return appliedOf(before) !== appliedOf(after) || edits.some(({ file }) => sqlFiles.has(file));
}

/** What a finding is about; its words may change with what was mended around it. */
function subjectOf({ code, migration, file }: Finding): string {
  return `${code} ${migration ?? file}`;
}

/** The files as a plan leaves them. */
export function mendedTree(tree: Tree, edits: RepairPlan['edits']): Tree {
  return overlayTree(tree, new Map(edits.map(({ file, after }) => [file, after])));
}

function isInFolders(history: History): history is FoldersHistory {
  return history.layout === 'folders' && history.misnamed.length === 0 && history.foreignFiles.length === 0;
}

/** Without a list of migrations nothing can be put in order. */
function isMendable(history: History): history is JournalHistory {
  return (
    history.layout === 'journal' &&
    !history.journalUnreadable &&
    history.journalProblems.length === 0 &&
    history.foreignFiles.length === 0
  );
}
