import type { GuardError } from '../errors/guard-error';
import type { Correction } from '../ledger/ledger';
import type { Rehearsal } from '../rehearsal/rehearse';
import type { Finding } from '../rules/finding';
import type { Demanded } from '../workspace/environment-rules';
import type { HealthCheckRun } from './health-checks';
import type { LiveDatabase } from './look-at';
import type { MeasuredPending } from './measure-locks';
import type { Resolution } from './plan-run';
import type { AppliedMigration } from './run-migrate';

/** What a run did, or a dry run would do; everything is filled by the step that it is of. */
export interface RunOutcome {
  applied: AppliedMigration[];
  corrected: readonly Correction[];
  /** What the run has not made as its migrations say. */
  findings: Finding[];
  /** What was not as they say before it: "column public.users.nick". */
  olderDifferences: string[];
  /** Why the database was not compared with what its migrations give; null where it was, or where nothing was applied. */
  notVerified: string | null;
  /** What the environment demanded before: done, or in a dry run what would be. */
  demanded: Demanded[];
  /** The backup that was taken, where one was demanded. */
  backup?: { file: string | null; restore: string | null };
  /** The health checks that were run after it; in a dry run those that would be. */
  healthChecks?: HealthCheckRun[];
  /** What a rehearsal showed, where one was demanded. */
  rehearsal?: Rehearsal;
  /** Migrations that were taken back, newest first; present where a run is to take some back. */
  undone?: AppliedMigration[];
  /** Of a dry run. */
  measured?: MeasuredPending;
  /** Tags of those that were recorded without being run. */
  recorded?: string[];
  /** What was settled, and how the database stands since. */
  settled?: { resolution: Resolution; now: LiveDatabase };
  /** How long another drizzle-guard was waited for, in milliseconds; present where one was. */
  lockWait?: number;
  /** What ended the run; nothing after it was tried. */
  failure: GuardError | null;
}

export const NOTHING_DONE: RunOutcome = {
  ...{
    demanded: [],
    applied: [],
    corrected: [],
    findings: [],
    olderDifferences: [],
    notVerified: null,
    failure: null,
  },
};
