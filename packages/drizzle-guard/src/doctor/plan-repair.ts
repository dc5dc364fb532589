import type { History, JournalHistory } from '../history/history';
import { readHistory } from '../history/read-history';
import type { Finding } from '../rules/finding';
import { overlayTree } from '../sources/overlay-tree';
import type { Tree } from '../sources/tree';
import { decideOn } from './decisions';
import { mendSnapshots } from './mend-snapshots';
import { planBundle } from './plan-bundle';
import { planIndexes } from './plan-indexes';
import { dropEqualOrphans } from './plan-orphans';
import type { RepairPlan } from './repair';
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
  /** An id in the form of a UUID, the same for the same seed. */
  idOf: (seed: string) => string;
  /** That of the drizzle config, where one is known. */
  driver?: string | null;
}

/**
 * What can be mended without losing anything, and what is left to people. SQL, tags and timestamps are never touched; an
 * SQL file only goes where another, which the journal lists, holds the same bytes.
 */
export async function planRepair({
  tree,
  history,
  judge,
  idOf,
  refuted = new Map(),
  flag,
  driver = null,
}: RepairInput): Promise<RepairPlan> {
  const plan: RepairPlan = {
    repairs: [],
    edits: [],
    decisions: [],
    rebuilt: [],
    left: [],
    brings: [],
    reachesDatabases: false,
  };
  const texts = keepTexts(async (file) => (await tree.read(file))?.toString('utf8'));
  if (isMendable(history)) {
    await mendSnapshots({ history, texts, idOf, refuted, plan });
    await planIndexes(history, texts, plan);
    await dropEqualOrphans(history, texts, plan);
    plan.edits = texts.edits();
  }
  await planBundle(await readHistory(mendedTree(tree, plan.edits), history.dir), driver, texts, plan);
  plan.edits = texts.edits();
  const mended = await readHistory(mendedTree(tree, plan.edits), history.dir);
  const left = (plan.left = judge(mended));
  plan.decisions = plan.decisions.filter(({ code, migration }) =>
    left.some((finding) => finding.code === code && (finding.migration ?? migration) === migration),
  );
  plan.decisions.push(...decideOn(left, mended, plan.decisions, flag));
  const before = new Set(judge(history).map(subjectOf));
  plan.brings = left.filter((finding) => !before.has(subjectOf(finding)));
  plan.reachesDatabases = reachesDatabases(history, mended, plan);
  return plan;
}

/** What a replay would tell at length: the same SQL in the same order ends in the same catalog. */
function reachesDatabases(before: History, after: History, { edits }: RepairPlan): boolean {
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

/** Without a list of migrations nothing can be put in order; the folders layout has no links that are not a matter of opinion. */
function isMendable(history: History): history is JournalHistory {
  return (
    history.layout === 'journal' &&
    !history.journalUnreadable &&
    history.journalProblems.length === 0 &&
    history.foreignFiles.length === 0
  );
}
