import type { Connection } from '../engines/connection';
import { asGuardError } from '../errors/failure';
import type { LiveDatabase } from './look-at';
import type { Step } from './plan-run';
import { whatStands } from './run-failures';
import type { RunHooks } from './run-migrate';
import { NOTHING_DONE, type RunOutcome } from './run-outcome';
import type { Demanded } from '../workspace/environment-rules';
import { applyStep } from './steps/apply';
import { demandStep } from './steps/demand';
import { recordStep } from './steps/record';
import { settleStep } from './steps/settle';
import { undoStep } from './steps/undo';
import { verifyStep } from './steps/verify';

export interface StepHooks extends RunHooks {
  /** Told what takes long, in words. */
  onWork?: ((what: string) => void) | undefined;
}

/** What a step is given; `live` was read under the lock, which `connection` holds. */
export interface StepContext {
  live: LiveDatabase;
  connection: Connection;
  hooks: StepHooks;
  demands: Demands;
}

/**
 * How what an environment demands is met, by whoever calls; one that it cannot meet is refused.
 * Error findings in the answer stop the run.
 */
export type Demands = {
  readonly [Rule in Demanded]?: (context: StepContext) => Promise<Partial<RunOutcome>>;
};

/** What is given to a dry run, which holds no lock. */
export type ForeseeContext = Pick<StepContext, 'live' | 'hooks'> & { connection: Connection | null };

/** One kind of step: what it does, and what a dry run says of it. */
export interface StepKind<S extends Step> {
  /**
   * @param before what the steps before it did
   * @throws GuardError where it cannot be done; what it has changed before that is an outcome with a failure
   */
  run(step: S, context: StepContext, before: RunOutcome): Promise<Partial<RunOutcome>>;
  /** Changes nothing. @throws GuardError as `run` would, as far as that can be known */
  foresee(step: S, context: ForeseeContext): Promise<Partial<RunOutcome>>;
}

const KINDS: { [Does in Step['does']]: StepKind<Extract<Step, { does: Does }>> } = {
  demand: demandStep,
  apply: applyStep,
  record: recordStep,
  settle: settleStep,
  undo: undoStep,
  verify: verifyStep,
};

const kindOf = (step: Step) => KINDS[step.does] as StepKind<Step>;

/**
 * Carries steps out, one after another, up to the first that fails.
 * @throws GuardError only where no step has done anything yet; afterwards it is the outcome's `failure`
 */
export async function runSteps(steps: readonly Step[], context: StepContext): Promise<RunOutcome> {
  let outcome = NOTHING_DONE;
  for (const [at, step] of steps.entries()) {
    try {
      outcome = together(outcome, await kindOf(step).run(step, context, outcome));
    } catch (thrown) {
      if (at === 0) throw thrown;
      return { ...outcome, failure: whatStands(asGuardError(thrown), outcome.applied, []) };
    }
    if (outcome.failure || outcome.findings.some(({ severity }) => severity === 'error')) break;
  }
  return outcome;
}

/** What `runSteps` would do. @throws GuardError as it would */
export async function foreseeSteps(steps: readonly Step[], context: ForeseeContext): Promise<RunOutcome> {
  let outcome = NOTHING_DONE;
  for (const step of steps) outcome = together(outcome, await kindOf(step).foresee(step, context));
  return outcome;
}

function together(
  outcome: RunOutcome,
  { demanded = [], findings = [], ...more }: Partial<RunOutcome>,
): RunOutcome {
  return {
    ...{ ...outcome, ...more },
    demanded: [...outcome.demanded, ...demanded],
    findings: [...outcome.findings, ...findings],
  };
}
