import { setAside } from '../../rules/accepted';
import { diagnose, type Cause } from '../../doctor/diagnose';
import { isAboutSame } from '../../doctor/decisions';
import type { Decision, Repair, RepairPlan } from '../../doctor/repair';
import { GuardError } from '../../errors/guard-error';
import { readHistory } from '../../history/read-history';
import { type CommandResult } from '../../results/command-result';
import { accept } from '../../judging/accept';
import type { CheckResult } from '../../judging/check-folder';
import { examine, type Examination, type Examined } from '../../judging/examine';
import { takenTargets } from '../../doctor/effects/taken-targets';
import { writeBaseline } from './write-baseline';
import type { DatabaseOptions } from '../../judging/workspace';
import { failureOf } from '../../errors/failure';
import type { Finding } from '../../rules/finding';

export interface DoctorOptions extends DatabaseOptions {
  /** A bare migrations folder, in place of databases. */
  migrations?: string | undefined;
  /** Mend what can be mended without losing anything. */
  repair?: boolean | undefined;
  /** Plan it only. */
  dryRun?: boolean | undefined;
  /** Accept what is found today. */
  baseline?: boolean | undefined;
  /** With `repair`: told of each database's diagnosis and plan before anything is written. */
  onPlan?: (result: DoctorResult) => void;
}

export interface DoctorResult extends CheckResult {
  /** What is wrong, in order of cause; what was accepted is among it. */
  causes: Cause[];
  /** What --repair does, or has done. */
  repairs: Repair[];
  /** What is left to people. */
  decisions: Decision[];
  /** Files that the repairs change. */
  edits: string[];
  /** Whether the edits were written. */
  repaired: boolean;
  /** What else is worth knowing, in words. */
  notes: string[];
  /** Findings that were written to the baseline; present after --baseline. */
  accepted?: number;
}

export interface DoctorCommandResult extends CommandResult<DoctorResult> {
  dryRun: boolean;
}

/** Says what is wrong with each history in order of cause, and mends or accepts it where that is asked for. */
export async function doctor(options: DoctorOptions): Promise<DoctorCommandResult> {
  const { repair = false, dryRun = false, baseline = false } = options;
  if (baseline && repair)
    throw new GuardError(
      'usage',
      'what --repair leaves is what --baseline should accept: not both at once',
      'run `drizzle-guard doctor --repair` first, then `drizzle-guard doctor --baseline`; nothing was done',
    );
  if (dryRun && !repair)
    throw new GuardError(
      'usage',
      '--dry-run is about --repair; without it nothing is written anyway',
      'run `drizzle-guard doctor --repair --dry-run`; nothing was done',
    );
  const examination = await examine('doctor', options, options.migrations);
  const databases: DoctorResult[] = [];
  if (baseline) databases.push(...writeBaseline(examination).map((result) => ({ ...UNTOUCHED, ...result })));
  else for (const one of examination.examined) databases.push(await attend(one, examination, options));
  return { command: 'doctor', dryRun, databases };
}

const UNTOUCHED = { causes: [], repairs: [], decisions: [], edits: [], repaired: false, notes: [] };

async function attend(
  { result, tree, out }: Examined,
  { root, configuration, baseline }: Examination,
  options: DoctorOptions,
): Promise<DoctorResult> {
  const one: DoctorResult = { ...UNTOUCHED, ...withoutSchemaError(result) };
  if (out === null || one.layout === null) return one;
  const accepted = { waivers: configuration.waivers, baseline };
  const flag = options.migrations === undefined ? `--database ${one.name}` : `--migrations ${one.name}`;
  const patient = { name: one.name, flag, tree, out, configuration, cwd: options.cwd };
  const { targets } = await import('../targets');
  one.notes = takenTargets(root, one.dir, targets);
  one.causes = diagnose(one.findings, await readHistory(tree, out));
  try {
    const { applyRepair, planFor } = await import('../../doctor/effects/repair-history');
    const plan = await planFor(patient);
    describePlan(one, plan, setAside(plan.left, accepted).findings);
    if (options.repair) options.onPlan?.({ ...one });
    if (options.repair && !options.dryRun && plan.edits.length > 0) {
      await applyRepair(patient, plan);
      one.repaired = true;
      const again = { ...options, ...(options.migrations === undefined ? { database: [one.name] } : {}) };
      const { examined } = await examine('doctor', again, options.migrations);
      one.findings = examined[0]!.result.findings;
    }
  } catch (thrown) {
    one.error = failureOf(thrown);
  }
  accept(one, accepted, configuration.checks);
  return one;
}

/** Where the history is known: whether the schema can be evaluated is not what a doctor is asked. */
function withoutSchemaError(result: CheckResult): CheckResult {
  const { error, ...rest } = result;
  if (!error || result.layout === null) return result;
  return { ...rest, notChecked: [...new Set([...rest.notChecked, 'schema' as const])] };
}

/** @param open the findings that it would leave, without what was accepted */
function describePlan(
  result: DoctorResult,
  { repairs, edits, decisions }: RepairPlan,
  open: readonly Finding[],
): void {
  Object.assign(result, {
    repairs,
    edits: edits.map(({ file }) => file),
    decisions: decisions.filter((decision) => open.some((finding) => isAboutSame(decision, finding))),
  });
}
