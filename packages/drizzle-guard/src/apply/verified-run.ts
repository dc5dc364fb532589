import type { Connection } from '../engines/connection';
import { failureOf } from '../errors/failure';
import { GuardError } from '../errors/guard-error';
import type { Finding } from '../rules/finding';
import { unrecorded } from './check-recorded';
import type { LiveDatabase } from './live-database';
import { whatStands } from './run-failures';
import { runMigrate, type MigrateOutcome, type MigrateRun, type RunHooks } from './run-migrate';
import { startVerification, type Verification } from './verify-run';

export interface VerifiedOutcome extends MigrateOutcome {
  /** What the run has not made as its migrations say. */
  findings: Finding[];
  /** What was not as they say before it: "column public.users.nick". */
  olderDifferences: string[];
  /** Why the database was not compared with what its migrations give; null where it was, or where nothing was applied. */
  notVerified: string | null;
}

export interface VerifiedHooks extends RunHooks {
  /** Told when all is applied and something is still waited for. */
  onVerify?: (() => void) | undefined;
}

/** As `runMigrate`; then the ledger is read again, and the database compared with what its migrations give. */
export async function runVerified(
  live: LiveDatabase,
  connection: Connection,
  run: MigrateRun,
  { onApplied, onVerify, shouldStop = () => false }: VerifiedHooks,
): Promise<VerifiedOutcome> {
  const verification = await startIfAsked(live, connection, run);
  const byTag = new Map(run.migrations.map((migration) => [migration.tag, migration]));
  try {
    const outcome = await runMigrate(connection, live.settings.ledger, run, {
      onApplied(one) {
        verification?.applied(byTag.get(one.migration)!);
        onApplied?.(one);
      },
      shouldStop,
    });
    const unseen = { ...outcome, findings: [], olderDifferences: [], notVerified: null };
    if (outcome.applied.length === 0) return unseen;
    onVerify?.();
    let now: LiveDatabase;
    try {
      now = await live.look(connection);
    } catch (thrown) {
      const left = run.migrations.slice(outcome.applied.length).map(({ tag }) => tag);
      const failure = outcome.failure ?? whatStands(asGuardError(thrown), outcome.applied, left);
      return { ...unseen, failure, notVerified: NOT_READ };
    }
    const failure = outcome.failure ?? unrecorded(outcome.applied, now.match);
    if (!verification) return { ...unseen, failure };
    const [unfinished] = now.unfinished;
    if (unfinished)
      return {
        ...unseen,
        failure,
        notVerified: `${unfinished.migration} is neither finished nor taken back`,
      };
    const { fresh, older, notVerified } = await verification.finish(() => shouldStop() !== false);
    const findings = live.findingsOfRun(fresh);
    return { ...outcome, failure, findings, olderDifferences: older, notVerified };
  } finally {
    await verification?.close();
  }
}

const NOT_READ = 'the database could not be read any more';

/** Where nothing is applied there is nothing to verify; and where the finding is switched off nobody asks for it. */
async function startIfAsked(
  live: LiveDatabase,
  connection: Connection,
  { migrations }: MigrateRun,
): Promise<Verification | null> {
  const isAsked = migrations.length > 0 && live.findingsOfRun(['anything']).length > 0;
  return isAsked ? startVerification(live, connection, migrations) : null;
}

function asGuardError(thrown: unknown): GuardError {
  const { code, message, help } = failureOf(thrown);
  return new GuardError(code, message, help, { cause: thrown });
}
