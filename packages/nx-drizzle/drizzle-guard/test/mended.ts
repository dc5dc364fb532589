import { createHash } from 'node:crypto';
import { findingsAbout } from '../src/rules/run';
import { mendedTree, planRepair, type RepairInput } from '../src/doctor/plan-repair';
import type { RepairPlan } from '../src/doctor/repair';
import type { History } from '../src/history/history';
import { readHistory } from '../src/history/read-history';
import { memoryTree } from '../src/sources/memory-tree';
import type { Tree } from '../src/sources/tree';
import { NOW } from './histories';
import type { Finding } from '../src/rules/finding';

export interface Mended {
  plan: RepairPlan;
  /** The files as the plan leaves them. */
  tree: Tree;
  findings: Finding[];
  history: History;
}

/** Plans the repair of these files and carries it out in memory. */
export async function mended(
  files: Readonly<Record<string, string>>,
  known: Pick<RepairInput, 'refuted' | 'newest' | 'isSketch'> = {},
): Promise<Mended> {
  const tree = memoryTree(files);
  const judge = (of: History) => findingsAbout('structure', { history: of, now: NOW }, 'shop', {});
  const before = await readHistory(tree, 'drizzle');
  const idOf = (seed: string) => createHash('sha256').update(seed).digest('hex').slice(0, 12);
  const plan = await planRepair({ tree, history: before, judge, idOf, flag: '', ...known });
  const after = mendedTree(tree, plan.edits);
  const history = await readHistory(after, 'drizzle');
  return { plan, tree: after, findings: judge(history), history };
}

/** What is done, and what is left, a line each. */
export function wordsOf({ repairs, decisions }: RepairPlan): string[] {
  return [
    ...repairs.map(({ what }) => what),
    ...decisions.map(({ code, what }) => `left to people: ${code}: ${what}`),
  ];
}
