import type { Failure } from '../../errors/failure';
import { prometheusText, type Metric } from '../../report/prometheus';
import { exitCodeOf, type CommandResult, type ExitCode } from '../../results/command-result';
import type { MigrateResult } from './run';

/** What was measured of a run on one database; all of it null where the run did not come that far. */
export interface Measured {
  milliseconds: number | null;
  bytes: { before: number | null; after: number | null };
}

/** What the file of a report says: of each database what was done, how long it took and how large it is. */
export interface RunReport {
  version: 1;
  command: 'migrate';
  exitCode: ExitCode;
  startedAt: string;
  endedAt: string;
  milliseconds: number;
  databases: DatabaseReport[];
}

export interface DatabaseReport extends Measured {
  name: string;
  environment: string | null;
  target: string | null;
  dialect: string | null;
  exitCode: ExitCode;
  applied: MigrateResult['applied'];
  /** Tags. */
  pending: string[];
  /** In milliseconds. */
  lockWait: number;
  backup: string | null;
  healthChecks: NonNullable<MigrateResult['healthChecks']>;
  overridden: readonly string[];
  findings: { code: string; severity: string; migration?: string }[];
  error?: Failure;
}

export interface Times {
  startedAt: Date;
  endedAt: Date;
}

export const NOT_MEASURED: Measured = { milliseconds: null, bytes: { before: null, after: null } };

/** Pure. @param measured by the name of the database */
export function reportOf(
  result: CommandResult<MigrateResult>,
  measured: ReadonlyMap<string, Measured>,
  { startedAt, endedAt }: Times,
): RunReport {
  return {
    ...{ version: 1, command: 'migrate', exitCode: exitCodeOf(result) },
    ...{ startedAt: startedAt.toISOString(), endedAt: endedAt.toISOString() },
    milliseconds: endedAt.getTime() - startedAt.getTime(),
    databases: result.databases.map((one) => ofDatabase(one, measured.get(one.name) ?? NOT_MEASURED)),
  };
}

function ofDatabase(one: MigrateResult, measured: Measured): DatabaseReport {
  return {
    ...{ name: one.name, environment: one.environment, target: one.target, dialect: one.dialect },
    exitCode: exitCodeOf({ command: 'migrate', databases: [one] }),
    ...measured,
    applied: one.applied,
    pending: one.pending.map(({ migration }) => migration),
    lockWait: one.lockWait ?? 0,
    backup: one.backup?.file ?? null,
    healthChecks: one.healthChecks ?? [],
    overridden: one.overridden ?? [],
    findings: one.findings.map(({ code, severity, migration }) => ({
      ...{ code, severity },
      ...(migration === undefined ? {} : { migration }),
    })),
    ...(one.error ? { error: one.error } : {}),
  };
}

/** The same as metrics. Pure. */
export function metricsOf({ databases, endedAt }: RunReport): string {
  const each = (
    name: string,
    help: string,
    of: (one: DatabaseReport) => [labels: Record<string, string>, value: number | null][],
  ): Metric => ({
    name,
    help,
    samples: databases.flatMap((one) =>
      of(one).flatMap(([labels, value]) =>
        value === null
          ? []
          : [{ labels: { database: one.name, environment: one.environment ?? '', ...labels }, value }],
      ),
    ),
  });
  const ended = new Date(endedAt).getTime() / 1000;
  const severity = (one: DatabaseReport, of: string) =>
    one.findings.filter((finding) => finding.severity === of).length;
  return prometheusText([
    each('run_timestamp_seconds', 'When the last migrate ended, in seconds since 1970.', () => [[{}, ended]]),
    each('run_exit_code', 'How it ended: 0 done, 1 findings, 2 could not do it.', (one) => [
      [{}, one.exitCode],
    ]),
    each('run_duration_seconds', 'How long it was at work on the database.', (one) => [
      [{}, seconds(one.milliseconds)],
    ]),
    each('applied_migrations', 'How many migrations it applied.', (one) => [[{}, one.applied.length]]),
    each('pending_migrations', 'How many it left pending.', (one) => [[{}, one.pending.length]]),
    each('migration_duration_seconds', 'How long a migration of it took.', (one) =>
      one.applied.map(({ migration, milliseconds }) => [{ migration }, seconds(milliseconds)]),
    ),
    each('migration_blocked_seconds', 'How much of that was spent in tries that did not get a lock.', (one) =>
      one.applied.map(({ migration, blocked = 0 }) => [{ migration }, seconds(blocked)]),
    ),
    each('lock_wait_seconds', 'How long it waited for another drizzle-guard.', (one) => [
      [{}, seconds(one.lockWait)],
    ]),
    each('database_size_bytes', 'How large the database was, before and after.', ({ bytes }) => [
      [{ when: 'before' }, bytes.before],
      [{ when: 'after' }, bytes.after],
    ]),
    each('health_check_duration_seconds', 'How long a health check took.', (one) =>
      one.healthChecks.map(({ command, milliseconds }) => [{ command }, seconds(milliseconds)]),
    ),
    each('overridden_rules', 'Rules of the environment that were set aside for it.', (one) =>
      one.overridden.map((rule) => [{ rule }, 1]),
    ),
    each('findings', 'What it found.', (one) => [
      [{ severity: 'error' }, severity(one, 'error')],
      [{ severity: 'warning' }, severity(one, 'warning')],
    ]),
  ]);
}

function seconds(milliseconds: number | null): number | null {
  return milliseconds === null ? null : milliseconds / 1000;
}
