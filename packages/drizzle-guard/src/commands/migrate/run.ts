import {
  withConnection,
  withLiveDatabase,
  type LiveOptions,
  type LiveResult,
  type LiveDatabase,
} from '../../apply/live-database';
import { planMigrate, refuseUnclear, refuseUnfinished } from '../../apply/plan-migrate';
import type { ReadMigration } from '../../apply/read-migrations';
import { measurePending, type MeasuredPending } from '../../apply/measure-locks';
import type { AppliedMigration, RunHooks } from '../../apply/run-migrate';
import { runVerified } from '../../apply/verified-run';
import type { Connection } from '../../engines/connection';
import type { StatementLocks } from '../../engines/shadow/locks';
import { failureOf } from '../../errors/failure';
import { GuardError } from '../../errors/guard-error';
import { openWorkspace } from '../../judging/open-workspace';
import { emptyResult, overDatabases } from '../../judging/over-databases';
import { requireFolder } from '../../judging/preflight';
import type { Correction } from '../../ledger/ledger';
import type { CommandResult, NotChecked } from '../../results/command-result';
import { shortened } from '../../text/shorten';
import { listOf } from '../../text/words';
import type { Values } from '../define-command';
import { baseline } from './baseline';
import { notUnfinished, readResolution, resolve, type Resolution } from './resolve';
import type { migrateOptions } from './row';

export interface MigrateOptions extends LiveOptions, Values<typeof migrateOptions> {
  /** Asked before each migration; what is left stays pending. */
  shouldStop?: RunHooks['shouldStop'];
  onApplied?: (database: string, applied: AppliedMigration) => void;
}

export interface PendingMigration {
  migration: string;
  statements: string[];
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
  refuseContradiction(options);
  if (options.resolve !== undefined) readResolution(options.resolve);
  const workspace = await openWorkspace(options);
  if ((options.baseline ?? options.resolve) !== undefined && workspace.databases.length > 1)
    throw new GuardError(
      'several-databases',
      `--${options.baseline === undefined ? 'resolve' : 'baseline'} is about one database, and this is about ${listOf(workspace.databases.map(({ name }) => name))}`,
      'add --database <name>; nothing was recorded',
    );
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
      withLiveDatabase(workspace, database, 'migrate', options, started, async (live, connection) => {
        requireFolder(live.history, database);
        return migrateDatabase(live, connection, options, database.name);
      }),
    { failFast: options.failFast ?? false, onWork: options.onWork },
  );
  return { ...result, dryRun: options.dryRun ?? false };
}

function refuseContradiction({ baseline: last, to, late }: MigrateOptions): void {
  if (last === undefined || (to ?? late) === undefined) return;
  throw new GuardError(
    'usage',
    `--baseline runs nothing, so it does not go with ${to === undefined ? '--late' : '--to'}`,
    'run `drizzle-guard migrate --baseline <migration>` alone, then `drizzle-guard migrate`',
  );
}

export type Migrated = Partial<MigrateResult> & Pick<MigrateResult, 'findings' | 'pending'>;

/** @param isLocked whether what is known of the ledger was read under the lock */
export async function migrateDatabase(
  live: LiveDatabase,
  connection: Connection | null,
  options: MigrateOptions,
  database: string,
  isLocked = false,
): Promise<Migrated> {
  const { target, migrations, match, limits, unfinished } = live;
  const late = options.late === 'apply';
  const findings = live.findings.filter(({ code }) => !late || code !== 'late-migration');
  if (options.resolve !== undefined && !options.dryRun)
    return resolveWith(live, connection, readResolution(options.resolve), options, database);
  const onWait = (holder: string) => options.onWork?.(`${database}: waiting for ${holder}`);
  const underLock = async (open: Connection) => {
    await open.lock(onWait);
    return migrateDatabase(await live.look(open), open, options, database, true);
  };
  // It may be what another process is at this very moment.
  if (unfinished.length > 0 && connection && !isLocked && !options.dryRun) return underLock(connection);
  const blocked = findings.some(({ severity }) => severity === 'error');
  const plan = planMigrate(migrations, match, { to: options.to, late });
  const planned = plan.apply.map(({ tag }) => tag);
  const leftOver = (tags: readonly string[]) => pendingOf(migrations, tags).map(inShort);
  if (blocked) return { findings, pending: leftOver([...planned, ...plan.left]) };
  if (options.baseline !== undefined) {
    const wish = { last: options.baseline, dryRun: options.dryRun ?? false, database };
    const { baselined, left } = await baseline(live, connection, wish, onWait);
    return { findings, baselined, pending: leftOver(left), hint: undefined };
  }
  refuseUnfinished(unfinished);
  refuseUnclear(plan, match);
  if (options.dryRun) {
    options.onWork?.(`${database}: measuring locks`);
    const measured = await measurePending(live, plan.apply);
    return {
      findings,
      pending: pendingOf(migrations, planned, measured),
      ...movedOf(plan.corrections),
      ...unchecked('locks', 'notMeasured', measured.notMeasured),
    };
  }
  if (planned.length === 0 && plan.corrections.length === 0)
    return { findings, pending: leftOver(plan.left) };
  if (!connection)
    return withConnection(await target.open(limits, onWait), async (created) =>
      migrateDatabase(live, created, options, database),
    );
  // Another process may have migrated it since.
  if (!isLocked) return underLock(connection);
  const { applied, corrected, failure, olderDifferences, notVerified, ...seen } = await runVerified(
    live,
    connection,
    {
      migrations: plan.apply,
      before: plan.corrections.filter(({ to }) => 'name' in to),
      after: plan.corrections.filter(({ to }) => !('name' in to)),
    },
    {
      onApplied: (one) => options.onApplied?.(database, one),
      onVerify: () => options.onWork?.(`${database}: verifying`),
      shouldStop: options.shouldStop,
    },
  );
  const done = new Set(applied.map(({ migration }) => migration));
  const left = [...planned.filter((tag) => !done.has(tag)), ...plan.left];
  return {
    findings: [...findings, ...seen.findings],
    applied,
    ...movedOf(corrected),
    pending: leftOver(left),
    ...(olderDifferences.length > 0 ? { olderDifferences } : {}),
    ...unchecked('verification', 'notVerified', notVerified),
    ...(failure ? { error: failureOf(failure) } : { hint: undefined }),
  };
}

/** Settles what is unfinished, and nothing besides. */
async function resolveWith(
  live: LiveDatabase,
  connection: Connection | null,
  resolution: Resolution,
  options: MigrateOptions,
  database: string,
): Promise<Migrated> {
  if (!connection) throw notUnfinished(resolution.migration, []);
  await connection.lock((holder) => options.onWork?.(`${database}: waiting for ${holder}`));
  const applied = await resolve(await live.look(connection), connection, resolution);
  for (const one of applied) options.onApplied?.(database, one);
  const now = await live.look(connection);
  const { apply } = planMigrate(now.migrations, now.match, { late: false });
  const open = apply.map(({ tag }) => tag);
  return {
    ...{ findings: now.findings, applied, resolved: resolution, hint: undefined },
    pending: pendingOf(now.migrations, open).map(inShort),
  };
}

/** What was not looked at, and why. */
function unchecked(
  what: NotChecked,
  key: 'notMeasured' | 'notVerified',
  why: string | null,
): Partial<MigrateResult> {
  return why === null ? {} : { notChecked: ['base', what], [key]: why };
}

/** Rows of drizzle-orm 0.x get a name where they had none: nothing has moved. */
function movedOf(corrections: readonly Correction[]): Pick<MigrateResult, 'moved'> {
  const moved = corrections.flatMap(({ from, migration }) =>
    from === null ? [] : [{ from, to: migration }],
  );
  return moved.length === 0 ? {} : { moved };
}

function pendingOf(
  migrations: readonly ReadMigration[],
  tags: readonly string[],
  measured?: MeasuredPending,
): PendingMigration[] {
  return migrations
    .filter(({ tag }) => tags.includes(tag))
    .map(({ tag, statements }) => ({ migration: tag, statements, locks: measured?.locks.get(tag) ?? null }));
}

/** Only a dry run is asked what it would do, to the last byte. */
function inShort(one: PendingMigration): PendingMigration {
  return { ...one, statements: one.statements.map(shortened) };
}
