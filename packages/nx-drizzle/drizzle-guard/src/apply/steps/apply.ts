import { asGuardError } from '../../errors/failure';
import { unrecorded } from '../check-recorded';
import type { LiveDatabase } from '../look-at';
import { measurePending } from '../measure-locks';
import type { Step } from '../plan-run';
import { whatStands } from '../run-failures';
import { runMigrate } from '../run-migrate';
import type { RunOutcome } from '../run-outcome';
import type { StepContext, StepKind } from '../run-steps';
import { startVerification, type Verification } from '../verify-run';

type ApplyStep = Extract<Step, { does: 'apply' }>;

/**
 * Applies migrations; then the ledger is read again, and the database compared with what its migrations give. A dry run
 * measures what they lock. What fails is in the outcome, with what was done before it.
 */
export const applyStep: StepKind<ApplyStep> = {
  async run({ run }, context) {
    const verification = await startIfAsked(run, context);
    try {
      return await applyAndVerify(run, context, verification);
    } finally {
      await verification?.close();
    }
  },
  async foresee({ run }, { live, hooks }) {
    hooks.onWork?.('measuring locks');
    return { corrected: [...run.before, ...run.after], measured: await measurePending(live, run.migrations) };
  },
};

async function applyAndVerify(
  run: ApplyStep['run'],
  { live, connection, hooks }: StepContext,
  verification: Verification | null,
): Promise<Partial<RunOutcome>> {
  const { onApplied, shouldStop = () => false, onWork } = hooks;
  const byTag = new Map(run.migrations.map((migration) => [migration.tag, migration]));
  const done = await runMigrate(connection, live.settings.ledger, run, {
    onApplied(one) {
      verification?.applied(byTag.get(one.migration)!);
      onApplied?.(one);
    },
    shouldStop,
  });
  const outcome: Partial<RunOutcome> = done;
  if (done.applied.length === 0) return outcome;
  onWork?.('verifying');
  let now: LiveDatabase;
  try {
    now = await live.look(connection);
  } catch (thrown) {
    const left = run.migrations.slice(done.applied.length).map(({ tag }) => tag);
    const failure = done.failure ?? whatStands(asGuardError(thrown), done.applied, left);
    return { ...outcome, failure, notVerified: NOT_READ };
  }
  const failure = done.failure ?? unrecorded(done.applied, now.match);
  if (!verification) return { ...outcome, failure };
  const [unfinished] = now.unfinished;
  if (unfinished) {
    const notVerified = `${unfinished.migration} is neither finished nor taken back`;
    return { ...outcome, failure, notVerified };
  }
  const { fresh, older, notVerified } = await verification.finish(() => shouldStop() !== false);
  const findings = live.findingsOfRun(fresh);
  return { ...outcome, failure, findings, olderDifferences: older, notVerified };
}

const NOT_READ = 'the database could not be read any more';

/** Where nothing is applied there is nothing to verify; and where the finding is switched off nobody asks for it. */
async function startIfAsked(
  { migrations }: ApplyStep['run'],
  { live, connection }: StepContext,
): Promise<Verification | null> {
  const isAsked = migrations.length > 0 && live.findingsOfRun(['anything']).length > 0;
  return isAsked ? startVerification(live, connection, migrations) : null;
}
