import { isAboutSame } from '../../doctor/decisions';
import { diagnose, type Cause } from '../../doctor/diagnose';
import type { Decision, Repair, RepairPlan } from '../../doctor/repair';
import { failureOf } from '../../errors/failure';
import { GuardError } from '../../errors/guard-error';
import { readHistory } from '../../history/read-history';
import type { Judgement } from '../../judging/judgement';
import type { DatabaseOptions } from '../../judging/open-workspace';
import { foundIn, resultOf, type CheckResult } from '../../judging/result-of';
import { type CommandResult } from '../../results/command-result';
import { setAside } from '../../rules/accepted';
import type { Finding } from '../../rules/finding';
import { readText } from '../../sources/tree';
import { takenTargets } from '../../workspace/taken-targets';
import type { Values } from '../define-command';
import { examine, type Examination, type Examined } from './examine';
import type { doctorOptions } from './row';
import { writeBaseline } from './write-baseline';

export interface DoctorOptions extends DatabaseOptions, Values<typeof doctorOptions> {
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
  const examination = await examine(options, options.migrations);
  const databases: DoctorResult[] = [];
  if (baseline) databases.push(...writeBaseline(examination).map((result) => ({ ...UNTOUCHED, ...result })));
  else
    for (const one of examination.examined)
      databases.push(await diagnoseAndRepair(one, examination, options));
  return { command: 'doctor', dryRun, databases, ...examination.unseen };
}

const UNTOUCHED = { causes: [], repairs: [], decisions: [], edits: [], repaired: false, notes: [] };

/** Diagnoses one history, plans its repair, and carries that out where it is asked for. */
async function diagnoseAndRepair(
  { judgement, tree }: Examined,
  { configuration, baseline }: Examination,
  options: DoctorOptions,
): Promise<DoctorResult> {
  const { folder, database } = judgement;
  if (folder === null) return { ...UNTOUCHED, ...foundIn(judgement) };
  const known = withoutSchemaError(judgement);
  const one: DoctorResult = { ...UNTOUCHED, ...foundIn(known) };
  const accepted = { waivers: configuration.waivers, baseline };
  const flag = database.bare ? `--migrations ${one.name}` : `--database ${one.name}`;
  const { out, driver = null } = folder;
  const request = { name: one.name, flag, tree, out, configuration, driver, cwd: options.cwd };
  const { targets } = await import('../targets');
  one.notes = await takenTargets((file) => readText(tree, file), one.dir, targets);
  one.causes = diagnose(one.findings, await readHistory(tree, folder.out));
  let now = known;
  try {
    const { applyRepair, planFor } = await import('../../doctor/effects/repair-history');
    const plan = await planFor(request);
    describePlan(one, plan, setAside(plan.left, accepted).findings);
    if (options.repair) options.onPlan?.({ ...one });
    if (options.repair && !options.dryRun && plan.edits.length > 0) {
      await applyRepair(request, plan);
      one.repaired = true;
      const again = { ...options, ...(database.bare ? {} : { database: [one.name] }) };
      const { examined } = await examine(again, options.migrations);
      now = withoutSchemaError(examined[0]!.judgement);
    }
  } catch (thrown) {
    return { ...one, ...resultOf(now, accepted, configuration.checks), error: failureOf(thrown) };
  }
  return { ...one, ...resultOf(now, accepted, configuration.checks) };
}

/** Where the history is known: whether the schema can be evaluated is not what a doctor is asked. */
function withoutSchemaError(judgement: Judgement): Judgement {
  const parts = judgement.parts.map((part) =>
    part.about === 'schema' && part.error
      ? ({ about: 'schema', findings: [], missing: 'schema' } as const)
      : part,
  );
  return { ...judgement, parts };
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
