import { isAboutSame } from '../../doctor/decisions';
import { diagnose, type Cause } from '../../doctor/diagnose';
import type { Decision, Repair, RepairPlan } from '../../doctor/repair';
import type { SchemaState } from '../../doctor/effects/find-newest';
import { failureOf } from '../../errors/failure';
import { GuardError } from '../../errors/guard-error';
import { commitOf } from '../../git/base';
import { isInOperation } from '../../git/operation';
import type { Judgement } from '../../judging/judgement';
import type { DatabaseOptions } from '../../judging/open-workspace';
import { foundIn, resultOf, type CheckResult } from '../../judging/result-of';
import type { Session } from '../../judging/session';
import { type CommandResult } from '../../results/command-result';
import { setAside } from '../../rules/accepted';
import type { Finding } from '../../rules/finding';
import type { State } from '../../sources/state';
import { readText, type Tree } from '../../sources/tree';
import type { Json } from '../../state/json';
import { shellWord } from '../../text/shell-word';
import type { Database } from '../../workspace/discover';
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
  const { databases, unseen } = await examine(options, options.migrations, async (examination) => {
    const results: DoctorResult[] = [];
    if (baseline) results.push(...writeBaseline(examination).map((result) => ({ ...UNTOUCHED, ...result })));
    else
      for (const one of examination.examined)
        results.push(await diagnoseAndRepair(one, examination, options));
    return { databases: results, unseen: examination.unseen };
  });
  return { command: 'doctor', dryRun, databases, ...unseen };
}

const UNTOUCHED = { causes: [], repairs: [], decisions: [], edits: [], repaired: false, notes: [] };

/**
 * Diagnoses one history, plans its repair, and carries that out where it is asked for. Whether the schema can be
 * evaluated decides how the command ends, and not whether the folder can be mended.
 */
async function diagnoseAndRepair(
  { judgement, tree, history }: Examined,
  { session, configuration, baseline }: Examination,
  options: DoctorOptions,
): Promise<DoctorResult> {
  const { database } = judgement;
  if (history === null) return { ...UNTOUCHED, ...foundIn(judgement) };
  const one: DoctorResult = { ...UNTOUCHED, ...foundIn(judgement) };
  const accepted = { waivers: configuration.waivers, baseline };
  const flag = database.bare ? `--migrations ${shellWord(one.name)}` : `--database ${shellWord(one.name)}`;
  const schemaStates = () => statesOfSchema(session, judgement, tree);
  const groundWith = async (folders: readonly string[]) =>
    (await import('../../judging/ground-of')).groundOf(session, database, history.dialect, folders);
  const { driver = null } = judgement.folder!;
  const request = {
    ...{ name: one.name, flag, tree, history },
    configuration,
    driver,
    cwd: options.cwd,
    groundWith,
    schemaStates,
  };
  const { targets } = await import('../targets');
  one.notes = await takenTargets((file) => readText(tree, file), one.dir, targets);
  one.causes = diagnose(one.findings, history);
  if (isInOperation(session.root)) {
    const { withNext } = await import('../../judging/in-operation');
    const found = { ...one, ...resultOf(judgement, accepted, configuration.checks) };
    const at: State = { kind: 'worktree' };
    const judgements = new Map([[one.name, judgement]]);
    const [told] = await withNext(session, at, options.cwd, [found], judgements);
    if (told?.next) {
      if (options.repair) options.onPlan?.({ ...told });
      return told;
    }
  }
  let now = judgement;
  try {
    const { applyRepair, planFor, sketchRepair } = await import('../../doctor/effects/repair-history');
    options.onWork?.(
      `${one.name}: ${options.repair ? 'proving what can be mended' : 'looking for what can be mended'}`,
    );
    const plan = await (options.repair ? planFor : sketchRepair)(request);
    if (plan.harm !== null) one.notes.push(`no repair is proposed: ${plan.harm}`);
    describePlan(one, plan, setAside(plan.left, accepted).findings);
    if (options.repair) options.onPlan?.({ ...one });
    if (options.repair && !options.dryRun && plan.edits.length > 0) {
      await applyRepair(request, plan);
      one.repaired = true;
      const again = { ...options, ...(database.bare ? {} : { database: [one.name] }) };
      now = await examine(again, options.migrations, async ({ examined }) => examined[0]!.judgement);
    }
  } catch (thrown) {
    return { ...one, ...resultOf(now, accepted, configuration.checks), error: failureOf(thrown) };
  }
  return { ...one, ...resultOf(now, accepted, configuration.checks) };
}

/** What the schema says here, and said at HEAD; without those that cannot be told. */
async function statesOfSchema(session: Session, judgement: Judgement, tree: Tree): Promise<SchemaState[]> {
  const { database } = judgement;
  if (database.bare) return [];
  const states: SchemaState[] = [];
  const add = async (of: string, read: () => Promise<Json | null>) => {
    try {
      const state = await read();
      if (state) states.push({ state, of });
    } catch (thrown) {
      if (!(thrown instanceof GuardError)) throw thrown;
    }
  };
  await add('the schema', () => stateOfSchema(session, tree, database));
  const commit = commitOf(session.root, 'HEAD');
  if (commit !== null)
    await add('the schema of HEAD', async () => {
      const head: State = { kind: 'commit', commit, label: 'HEAD' };
      const { databases } = await session.workspace(head);
      const there = databases.find(({ name }) => name === database.name);
      return there ? stateOfSchema(session, await session.tree(head), there) : null;
    });
  return states;
}

async function stateOfSchema(session: Session, tree: Tree, database: Database): Promise<Json> {
  const [{ withEvaluator }, { readSettings }, { bundleSchema, schemaState }] = await Promise.all([
    import('../../judging/with-evaluator'),
    import('../../schema/settings'),
    import('../../schema/judge-schema'),
  ]);
  return withEvaluator(session, database, async (evaluator) => {
    const settings = await readSettings(tree, database, evaluator);
    const schema = await bundleSchema(tree, database, settings);
    return (await schemaState(database, schema, evaluator())).state;
  });
}

/** @param open the findings that it would leave, without what was accepted */
function describePlan(
  result: DoctorResult,
  { repairs, edits, later, decisions }: RepairPlan,
  open: readonly Finding[],
): void {
  Object.assign(result, {
    repairs,
    edits: [...edits.map(({ file }) => file), ...later],
    decisions: decisions.filter((decision) => open.some((finding) => isAboutSame(decision, finding))),
  });
}
