import { withLiveDatabase, type LiveOptions, type LiveResult } from '../../apply/live-database';
import type { HealthCheckRun } from '../../apply/health-checks';
import { planFor, type Resolution, type Wish } from '../../apply/plan-run';
import type { AppliedMigration, RunHooks } from '../../apply/run-migrate';
import { foreseeRun, runPlanned } from '../../apply/run-planned';
import type { StatementLocks } from '../../engines/shadow/locks';
import { requireAllowed, type Policy } from '../../environments/policy';
import { GuardError } from '../../errors/guard-error';
import { openWorkspace } from '../../judging/open-workspace';
import { emptyResult, overDatabases } from '../../judging/over-databases';
import { orphanFaults, requireFolder } from '../../judging/preflight';
import type { Rehearsal } from '../../rehearsal/rehearse';
import type { CommandResult } from '../../results/command-result';
import type { Finding } from '../../rules/finding';
import { listOf } from '../../text/words';
import type { Demanded } from '../../workspace/environment-rules';
import type { Values } from '../define-command';
import { afterwards } from './afterwards';
import { demandsOf } from './demands';
import { readResolution } from './resolution';
import { resultOf, type Migrated } from './result-of';
import type { migrateOptions } from './row';

export interface MigrateOptions extends LiveOptions, Values<typeof migrateOptions> {
  /** Asked before each migration; what is left stays pending. */
  shouldStop?: RunHooks['shouldStop'];
  onApplied?: (database: string, applied: AppliedMigration) => void;
}

export interface PendingMigration {
  migration: string;
  statements: readonly string[];
  /**
   * In a dry run what each statement locks of what is there before it: `{ statement, tables, rewrites, transaction }`,
   * where `statement` is its place in `statements`, counted from 0; `tables` is a list of `{ table, mode }` (the strongest
   * lock on each, in the words of Postgres' manual), or null where the statement forbids a transaction and nobody can
   * look; `rewrites` names tables that are written anew; `transaction` is false where it forbids one. It is measured on a
   * shadow at the state of the database, without its rows.
   *
   * Null outside of a dry run; of SQLite, which has one lock for the whole database; and where nothing could be
   * measured: then `notChecked` has "locks", and `notMeasured` says why.
   */
  locks: StatementLocks[] | null;
}

/** A migration that the ledger knew by another name or time, and what it is called here. */
export interface MovedMigration {
  from: string;
  to: string;
}

export interface MigrateResult extends LiveResult {
  applied: AppliedMigration[];
  /** Those whose ledger row was corrected, where there are some; in a dry run those whose row would be. */
  moved?: MovedMigration[];
  /** What the environment demanded before anything was applied, where it did; in a dry run what would be done. */
  demanded?: Demanded[];
  /** The backup that was taken, where one was demanded: its file, and how it is brought back; null where a command of the user's has made it. */
  backup?: { file: string | null; restore: string | null };
  /** What the rehearsal showed, where one was demanded. */
  rehearsal?: Rehearsal;
  /**
   * The health checks of the environment that were run when migrations had been applied: `{ command, milliseconds }`, the
   * one that failed among them; in a dry run those that would be, whose `milliseconds` are null.
   */
  healthChecks?: HealthCheckRun[];
  /** How long another drizzle-guard was waited for under the lock, in milliseconds; present where one was. */
  lockWait?: number;
  /** With --resolve: what was settled. */
  resolved?: Resolution;
  /** With --baseline: those that were recorded and not run; in a dry run those that would be. */
  baselined?: string[];
  /** What is still to be applied afterwards; in a dry run what would be applied. */
  pending: PendingMigration[];
  /** In a dry run why the locks of some are not known, where that is so. */
  notMeasured?: string;
  /** Why the database was not compared with what its migrations give, where something was applied and it was not. */
  notVerified?: string;
  /** What was not as the migrations say before this run, where there is something: "column public.users.nick". */
  olderDifferences?: string[];
}

export interface MigrateCommandResult extends CommandResult<MigrateResult> {
  dryRun: boolean;
}

/**
 * Applies what is pending, each migration in its own transaction, recorded in drizzle's ledger. Anything late, edited,
 * missing or unknown stops it before the first statement: what drizzle skips in silence is said here.
 */
export async function migrate(options: MigrateOptions): Promise<MigrateCommandResult> {
  const wish = wishOf(options);
  const workspace = await openWorkspace(options);
  if ((options.baseline ?? options.resolve) !== undefined && workspace.databases.length > 1)
    throw new GuardError(
      'several-databases',
      `--${options.baseline === undefined ? 'resolve' : 'baseline'} is about one database, and this is about ${listOf(workspace.databases.map(({ name }) => name))}`,
      'add --database <name>; nothing was recorded',
    );
  const dryRun = options.dryRun ?? false;
  const live = wish.late ? { ...options, requires: requireLate } : options;
  const after = afterwards(workspace, options.report ?? [], options.cwd);
  const result = await overDatabases(
    'migrate',
    workspace.databases,
    (database): MigrateResult => ({
      ...emptyResult(database),
      notChecked: ['base'],
      environment: null,
      target: null,
      applied: [],
      pending: [],
    }),
    (database, started) =>
      withLiveDatabase(workspace, database, 'migrate', live, started, async (live, connection) => {
        requireFolder(live.history, database);
        const told = withOrphans(orphanFaults(live.history, database.name, workspace));
        const hooks = {
          onApplied: (one: AppliedMigration) => options.onApplied?.(database.name, one),
          onWork: (what: string) => options.onWork?.(`${database.name}: ${what}`),
          shouldStop: options.shouldStop,
        };
        if (dryRun) return told(resultOf(await foreseeRun(live, connection, planFor(wish), hooks), dryRun));
        const demands = demandsOf(workspace, database, options.cwd);
        const run = () => runPlanned(live, connection, planFor(wish), hooks, demands);
        return told(resultOf(await after.watch(live, connection, run), dryRun));
      }),
    { failFast: options.failFast ?? false, onWork: options.onWork },
  );
  return { ...(dryRun ? result : await after.write(result)), dryRun };
}

/** @throws GuardError `usage` where wishes contradict each other */
function wishOf({ baseline, resolve, to, late }: MigrateOptions): Wish {
  if (baseline !== undefined && (to ?? late ?? resolve) !== undefined)
    throw new GuardError(
      'usage',
      `--baseline runs nothing, so it does not go with ${to !== undefined ? '--to' : late !== undefined ? '--late' : '--resolve'}`,
      'run `drizzle-guard migrate --baseline <migration>` alone, then `drizzle-guard migrate`',
    );
  return {
    ...{ to, late: late === 'apply', baseline },
    resolve: resolve === undefined ? undefined : readResolution(resolve),
  };
}

/** SQL that is no migration stops none, but "nothing is pending" says nothing of it; where an error does, that is told. */
function withOrphans(orphans: readonly Finding[]): (ran: Migrated) => Migrated {
  const warnings = orphans.map((orphan) => ({ ...orphan, severity: 'warning' as const }));
  return (ran) =>
    ran.findings.some(({ severity }) => severity === 'error')
      ? ran
      : { ...ran, findings: [...warnings, ...ran.findings] };
}

function requireLate(policy: Policy): void {
  requireAllowed(policy, 'late', 'move the late migration behind the newest, as `drizzle-guard status` says');
}
