import type { Connection } from '../engines/connection';
import type { GuardError } from '../errors/guard-error';
import { withConnection } from './live-database';
import type { LiveDatabase } from './look-at';
import type { Planner, RunPlan } from './plan-run';
import { NOTHING_DONE, type RunOutcome } from './run-outcome';
import { foreseeSteps, runSteps, type Demands, type StepHooks } from './run-steps';

/** A run that is over: what it was planned from, the plan, and what became of it. */
export interface Ran {
  live: LiveDatabase;
  plan: RunPlan;
  outcome: RunOutcome;
}

/**
 * Plans a run and carries it out: what there is to do is planned once more under the lock, because another process may
 * have done it since.
 *
 * @param connection null where there is no database yet: it is made where there is something to do
 * @param planner asked before the lock, and under it
 * @param demands how what the environment demands is met
 * @throws GuardError what hinders it, where nothing was done
 */
export async function runPlanned(
  live: LiveDatabase,
  connection: Connection | null,
  planner: Planner,
  hooks: StepHooks,
  demands: Demands = {},
): Promise<Ran> {
  const plan = planner(live, connection !== null);
  if (plan.steps.length === 0 && !(plan.mayPass && connection)) return over(live, plan, NOTHING_DONE);
  const onWait = (holder: string) => hooks.onWork?.(`waiting for ${holder}`);
  if (connection) return underLock(connection);
  return withConnection(await live.target.open(live.limits, onWait), underLock, withFailure);

  async function underLock(open: Connection): Promise<Ran> {
    const waited = await lockedAfter(open, onWait);
    const now = await live.look(open);
    const planned = planner(now, true);
    const context = { live: now, connection: open, hooks, demands };
    const outcome = await runSteps(planned.steps, context);
    return over(now, planned, waited === null ? outcome : { ...outcome, lockWait: waited });
  }
}

/** Takes the lock. @returns for how many milliseconds somebody was waited for; null for nobody */
async function lockedAfter(open: Connection, onWait: (holder: string) => void): Promise<number | null> {
  const start = performance.now();
  let isWaiting = false;
  await open.lock((holder) => {
    isWaiting = true;
    onWait(holder);
  });
  return isWaiting ? Math.round(performance.now() - start) : null;
}

/** What `runPlanned` would do, without a lock and without changing anything. */
export async function foreseeRun(
  live: LiveDatabase,
  connection: Connection | null,
  planner: Planner,
  hooks: StepHooks,
): Promise<Ran> {
  const plan = planner(live, connection !== null);
  if (plan.steps.length === 0) return over(live, plan, NOTHING_DONE);
  return over(live, plan, await foreseeSteps(plan.steps, { live, connection, hooks }));
}

function withFailure(ran: Ran, why: GuardError): Ran {
  return { ...ran, outcome: { ...ran.outcome, failure: ran.outcome.failure ?? why } };
}

function over(live: LiveDatabase, plan: RunPlan, outcome: RunOutcome): Ran {
  if (plan.refusal) throw plan.refusal;
  return { live, plan, outcome };
}
