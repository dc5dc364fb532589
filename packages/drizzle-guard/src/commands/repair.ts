import { createHash } from 'node:crypto';
import { checkStructure, settle } from '../checks/index';
import { mendedTree, planRepair } from '../doctor/plan-repair';
import type { RepairPlan } from '../doctor/repair';
import { GuardError } from '../errors';
import type { History } from '../history/history';
import { readHistory } from '../history/read-history';
import type { Finding } from '../result';
import type { Configuration } from '../workspace/configuration';
import { writeFiles } from '../workspace/write-files';
import type { Examined } from './examine';

/**
 * Plans the repair of one history and judges what it would lead to, in memory.
 * @throws GuardError `repair-refused` where that has a finding which is not there now
 */
export async function planFor(
  { result, tree, out }: Examined & { out: string },
  { checks }: Configuration,
): Promise<{ history: History; plan: RepairPlan }> {
  const history = await readHistory(tree, out);
  const judge = (of: History): Finding[] =>
    settle(checkStructure({ history: of, now: Date.now() }), result.name, checks);
  const plan = await planRepair({ tree, history, judge, idOf });
  if (plan.brings.length > 0)
    throw new GuardError(
      'repair-refused',
      `mended as planned, ${result.name} would have ${plan.brings.map(({ code, message }) => `${code}: ${message}`).join('; ')}`,
      `report it, and mend by hand: \`drizzle-guard doctor --database ${result.name}\` says what is wrong; nothing was written`,
    );
  return { history, plan };
}

/**
 * Writes a plan, looks at what is there then, and puts everything back where that is not what was planned.
 * @throws GuardError `cannot-write`, `repair-refused`
 */
export async function applyRepair({ result, tree, out }: Examined & { out: string }, plan: RepairPlan) {
  writeFiles(tree.root, plan.edits, `drizzle-guard doctor --repair --database ${result.name}`);
  const there = await readHistory(tree, out);
  const planned = await readHistory(mendedTree(tree, plan.edits), out);
  if (JSON.stringify(there) === JSON.stringify(planned)) return;
  const back = plan.edits.map(({ file, before }) => ({ file, after: before }));
  writeFiles(tree.root, back, `drizzle-guard doctor --repair --database ${result.name}`);
}

/** In the form of a UUID and always the same: whoever repairs the same history gets the same bytes. */
function idOf(seed: string): string {
  const hex = createHash('sha256').update(`drizzle-guard doctor ${seed}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
