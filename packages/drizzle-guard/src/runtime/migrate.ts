import type { AppliedMigration } from '../apply/run-migrate';
import { planFor } from '../apply/plan-run';
import { runPlanned } from '../apply/run-planned';
import { resultOf, type Migrated } from '../commands/migrate/result-of';
import { GuardError } from '../errors/guard-error';
import { failureAsError } from './failure-as-error';
import { unsound, withLive } from './live';
import type { RuntimeOptions } from './options';

export interface RuntimeMigrateOptions extends RuntimeOptions {
  /** The last migration to apply. */
  to?: string;
  /** Whether late migrations are applied too, out of order. */
  late?: 'apply';
  /** Stops between two migrations; what was applied stays. */
  signal?: AbortSignal;
  /** Told of each migration as it is done. The next one may be at work: nothing in here may wait for its tables. */
  onApplied?: (applied: AppliedMigration) => void;
  /** Told who holds the lock, where somebody does. */
  onWait?: (holder: string) => void;
}

export interface RuntimeMigration {
  /** The database in words, without credentials. */
  target: string;
  applied: AppliedMigration[];
  /** Names of those that are left, behind `to`. */
  pending: string[];
}

/**
 * Applies what is pending, in order, under a lock, each migration in a transaction of its own where the database allows
 * it.
 * @throws GuardError where anything is wrong or fails: its message says what is applied and what is not
 */
export async function migrate(options: RuntimeMigrateOptions): Promise<RuntimeMigration> {
  const { signal, onApplied, onWait } = options;
  const shouldStop = () => (signal?.aborted ? interrupted() : false);
  const wish = { to: options.to, late: options.late === 'apply' };
  const hooks = { onApplied, onWork: onWait, shouldStop };
  const { target, result, error } = await withLive<{
    target: string;
    result: Migrated;
    error?: Migrated['error'] & object;
  }>(options, async (live, connection) => {
    const result = resultOf(await runPlanned(live, connection, planFor(wish), hooks), false);
    return { target: live.target.description, result, ...(result.error ? { error: result.error } : {}) };
  });
  if (error) throw failureAsError(error);
  const faults = result.findings.filter(({ severity }) => severity === 'error');
  if (faults.length > 0) throw unsound(faults.map(({ message }) => message));
  return { target, applied: result.applied ?? [], pending: result.pending.map(({ migration }) => migration) };
}

function interrupted(): GuardError {
  return new GuardError(
    'interrupted',
    'the signal ended the run between two migrations',
    'run it again to go on',
  );
}
