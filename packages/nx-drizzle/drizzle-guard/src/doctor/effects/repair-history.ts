import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Ground } from '../../engines/shadow/ground';
import { GuardError } from '../../errors/guard-error';
import { writeEdits } from '../../files/write-edits';
import type { History } from '../../history/history';
import type { Finding } from '../../rules/finding';
import { findingsAbout } from '../../rules/run';
import type { Tree } from '../../sources/tree';
import type { Configuration } from '../../workspace/configuration';
import { statementsOf } from '../../sql/statements';
import { planRepair, type RepairInput } from '../plan-repair';
import type { Rebuilt, RepairPlan } from '../repair';
import { rereadHistory } from '../reread-history';
import { findNewest, type SchemaState } from './find-newest';
import { EXTENSION, openProver } from './prover';

/** A database whose migrations folder is known. */
export interface RepairRequest {
  name: string;
  /** What names it on the command line: `--database shop`. */
  flag: string;
  tree: Tree;
  /** As the tree has it. */
  history: History;
  configuration: Configuration;
  /** That of the drizzle config, where one is known. */
  driver: string | null;
  /** Absolute: where the command was called. */
  cwd: string;
  /** What a shadow may be made on. @param folders where a driver is looked for, absolute */
  groundWith: (folders: readonly string[]) => Promise<Ground>;
  /** The states that the schema has here, and had at HEAD, as drizzle-kit would write them; as far as they can be told. */
  schemaStates: () => Promise<SchemaState[]>;
}

/**
 * Plans the repair of one history, and judges in memory what it would lead to. Nothing is proved: what has yet to be is
 * marked.
 */
export async function sketchRepair(request: RepairRequest): Promise<RepairPlan> {
  const plan = await planRepair({ ...inputOf(request), isSketch: true });
  const waiting = new Set(plan.rebuilt.map(({ migration }) => migration));
  return {
    ...plan,
    repairs: plan.repairs.map((repair) =>
      repair.migration !== undefined && waiting.has(repair.migration)
        ? { ...repair, unproved: true as const }
        : repair,
    ),
  };
}

/**
 * The same with everything proved: what is not becomes a decision.
 * @throws GuardError `repair-refused` where it would do harm
 */
export async function planFor(request: RepairRequest): Promise<RepairPlan> {
  const { history, tree, cwd } = request;
  const places = [path.join(tree.root, history.dir), cwd, __dirname];
  const prover = openProver(
    history,
    places,
    () => request.groundWith(places),
    () => extensionsIn(request),
  );
  const refuted = new Map<string, string>();
  const proved = new Set<string>();
  try {
    const newest = await findNewest(request, prover);
    for (;;) {
      const plan = await planRepair({ ...inputOf(request), refuted, newest });
      if (plan.harm !== null) throw refused(`of ${request.name}: ${plan.harm}`, request);
      const open = plan.rebuilt.filter((one) => !proved.has(keyOf(one)));
      // Without what is refuted now, others may be planned otherwise, and have to be proved again.
      const before = refuted.size;
      for (const one of open) {
        const words = await prover.refutes(one);
        if (words === null) proved.add(keyOf(one));
        else if (!refuted.has(one.migration)) refuted.set(one.migration, words);
      }
      if (refuted.size === before) return plan;
    }
  } finally {
    await prover.close();
  }
}

async function extensionsIn({ tree, history }: RepairRequest): Promise<string[]> {
  const statements: string[] = [];
  for (const { sqlFile } of history.migrations) {
    const text = (await tree.read(sqlFile))?.toString('utf8') ?? '';
    if (EXTENSION.test(text)) statements.push(...statementsOf(text).map(({ sql }) => sql));
  }
  return [...new Set(statements.filter((sql) => /^\s*CREATE\s+EXTENSION\b/i.test(sql)))];
}

function inputOf(request: RepairRequest): RepairInput {
  const { tree, history, flag } = request;
  const judge = findingsOf(request);
  const { driver } = request;
  return { tree, history, judge, idOf, driver, flag: flag.startsWith('--database') ? flag : '' };
}

function keyOf(rebuilt: Rebuilt): string {
  return createHash('sha256').update(JSON.stringify(rebuilt)).digest('hex');
}

/**
 * Writes a plan and looks at what is there then; where that is not what was planned, everything is put back.
 * @throws GuardError `cannot-write`, `repair-refused`
 */
export async function applyRepair(request: RepairRequest, { edits, left }: RepairPlan): Promise<void> {
  const { tree, history, flag } = request;
  const again = `drizzle-guard doctor --repair ${flag}`;
  for (const { file, before } of edits)
    if (!isStill(await tree.read(file), before))
      throw refused(`${file} is not UTF-8, or was changed while the repair was planned`, request);
  writeEdits(tree.root, edits, again);
  const changed = new Set(edits.map(({ file }) => file));
  const found = findingsOf(request)(await rereadHistory(tree, history, changed));
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
