import { createHash } from 'node:crypto';
import path from 'node:path';
import { GuardError } from '../../errors/guard-error';
import { writeEdits } from '../../files/write-edits';
import type { History } from '../../history/history';
import { readHistory } from '../../history/read-history';
import type { Finding } from '../../rules/finding';
import { findingsAbout } from '../../rules/run';
import type { Tree } from '../../sources/tree';
import type { Configuration } from '../../workspace/configuration';
import { planRepair } from '../plan-repair';
import type { RepairPlan } from '../repair';
import { proveRebuilt } from './prove-rebuilt';

/** A database whose migrations folder is known. */
export interface RepairRequest {
  name: string;
  /** What names it on the command line: `--database shop`. */
  flag: string;
  tree: Tree;
  /** The migrations folder, from the tree's root. */
  out: string;
  configuration: Configuration;
  /** That of the drizzle config, where one is known. */
  driver: string | null;
  /** Absolute: where the command was called. */
  cwd: string;
}

/**
 * Plans the repair of one history, and judges in memory what it would lead to. What a shadow does not
 * prove becomes a decision.
 * @throws GuardError `repair-refused` where that has a finding which is not there now, or runs other SQL
 */
export async function planFor(request: RepairRequest): Promise<RepairPlan> {
  const { name, tree, out, cwd } = request;
  const history = await readHistory(tree, out);
  const flag = request.flag.startsWith('--database') ? request.flag : '';
  const input = { tree, history, judge: findingsOf(request), idOf, flag, driver: request.driver };
  let plan = await planRepair(input);
  const folders = [path.join(tree.root, out), cwd];
  const refuted = await proveRebuilt(plan.rebuilt, history.dialect, folders);
  if (refuted.size > 0) plan = await planRepair({ ...input, refuted });
  if (plan.brings.length > 0)
    throw refused(
      `mended as planned, ${name} would have ${plan.brings.map(({ code, message }) => `${code}: ${message}`).join('; ')}`,
      request,
    );
  if (plan.reachesDatabases)
    throw refused(`mended as planned, ${name} would run other SQL, or in another order`, request);
  return plan;
}

/**
 * Writes a plan and looks at what is there then; where that is not what was planned, everything is put back.
 * @throws GuardError `cannot-write`, `repair-refused`
 */
export async function applyRepair(request: RepairRequest, { edits, left }: RepairPlan): Promise<void> {
  const { tree, out, flag } = request;
  const again = `drizzle-guard doctor --repair ${flag}`;
  for (const { file, before } of edits)
    if (!isStill(await tree.read(file), before))
      throw refused(`${file} is not UTF-8, or was changed while the repair was planned`, request);
  writeEdits(tree.root, edits, again);
  const found = findingsOf(request)(await readHistory(tree, out));
  if (JSON.stringify(found) === JSON.stringify(left)) return;
  writeEdits(
    tree.root,
    edits.map(({ file, before }) => ({ file, after: before })),
    again,
  );
  throw refused('what was written did not read as it was planned, and was taken back', request);
}

function isStill(bytes: Buffer | undefined, before: string | null): boolean {
  if (!bytes || before === null) return !bytes && before === null;
  return bytes.equals(Buffer.from(before));
}

function findingsOf({ name, configuration, driver }: RepairRequest): (history: History) => Finding[] {
  return (history) =>
    findingsAbout('structure', { history, now: Date.now(), driver }, name, configuration.checks);
}

function refused(message: string, { flag }: RepairRequest): GuardError {
  return new GuardError(
    'repair-refused',
    `${message}; nothing was changed`,
    `run \`drizzle-guard doctor ${flag}\` to see what is wrong, and mend it by hand`,
  );
}

/** In the form of a UUID and always the same: whoever repairs the same history gets the same bytes. */
function idOf(seed: string): string {
  const hex = createHash('sha256').update(`drizzle-guard doctor ${seed}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
