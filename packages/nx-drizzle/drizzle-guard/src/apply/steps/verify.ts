import { failedVerification, runHealthChecks, typedCheck } from '../health-checks';
import type { Step } from '../plan-run';
import type { StepKind } from '../run-steps';

type VerifyStep = Extract<Step, { does: 'verify' }>;

/**
 * Runs the user's health checks where the run has applied something, still under the lock. A check that fails is the
 * outcome's failure; nothing is taken back.
 */
export const verifyStep: StepKind<VerifyStep> = {
  async run({ checks }, { live, connection, hooks }, { applied, backup }) {
    if (applied.length === 0) return {};
    // One process alone may have it open, and the check may want to.
    if (live.target.whereabouts.kind === 'pglite') await connection.close();
    const { runs, failed } = await runHealthChecks(checks, hooks.onWork);
    const tags = applied.map(({ migration }) => migration);
    const failure = failed && failedVerification(checks, failed, tags, backup?.restore ?? null);
    return { healthChecks: runs, failure };
  },
  foresee: async ({ checks: { commands } }) => ({
    healthChecks: commands.map((command) => ({ command: typedCheck(command), milliseconds: null })),
  }),
};
