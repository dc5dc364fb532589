import { failureAsError } from './failure-as-error';
import { statesOf, type MigrationStatus } from '../apply/states-of';
import type { Failure } from '../errors/failure';
import { withLive } from './live';
import type { RuntimeOptions } from './options';

/** What a database has of its migrations. */
export interface RuntimeStatus {
  /** The database in words, without credentials. */
  target: string;
  migrations: MigrationStatus[];
  /** Names of those that `migrate` would apply. */
  pending: string[];
  /** What is wrong (a migration that is late, edited, missing, unknown), in words; `migrate` refuses then. */
  faults: { code: string; message: string; help: string }[];
  /** Whether nothing is pending and nothing is wrong. */
  isUpToDate: boolean;
}

/**
 * Says which migrations a database has. Writes nothing.
 * @throws GuardError where that cannot be known
 */
export async function getStatus(options: RuntimeOptions): Promise<RuntimeStatus> {
  const { status, error } = await withLive<{ status: RuntimeStatus; error?: Failure }>(
    options,
    async (live) => {
      const migrations = statesOf(live);
      const pending = migrations.filter(({ state }) => state === 'pending').map(({ migration }) => migration);
      const faults = live.findings
        .filter(({ severity }) => severity === 'error')
        .map(({ code, message, help }) => ({ code, message, help }));
      const isUpToDate = pending.length === 0 && faults.length === 0;
      return { status: { target: live.target.description, migrations, pending, faults, isUpToDate } };
    },
  );
  if (error) throw failureAsError(error);
  return status;
}
