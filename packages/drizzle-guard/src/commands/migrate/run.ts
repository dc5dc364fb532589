import {
  withLiveDatabase,
  type LiveOptions,
  type LiveResult,
  type LiveDatabase,
} from '../../apply/live-database';
import { planMigrate } from '../../apply/plan-migrate';
import type { ReadMigration } from '../../apply/read-migrations';
import { runMigrate, type AppliedMigration } from '../../apply/run-migrate';
import type { Connection } from '../../database/connection';
import { failureOf } from '../../errors/failure';
import { openWorkspace } from '../../judging/open-workspace';
import { emptyResult, overDatabases } from '../../judging/over-databases';
import type { NamedRow } from '../../ledger/ledger';
import { type CommandResult } from '../../results/command-result';
import type { Values } from '../define-command';
import type { migrateOptions } from './row';

export interface MigrateOptions extends LiveOptions, Values<typeof migrateOptions> {
  /** Asked before each migration; what is left stays pending. */
  shouldStop?: () => boolean;
  onApplied?: (database: string, applied: AppliedMigration) => void;
}

export interface PendingMigration {
  migration: string;
  statements: string[];
  /** Which tables each statement locks; null because nothing looks at it yet. */
  locks: null;
}

export interface MigrateResult extends LiveResult {
  applied: AppliedMigration[];
  /** What is still to be applied afterwards; in a dry run what would be applied. */
  pending: PendingMigration[];
}

export interface MigrateCommandResult extends CommandResult<MigrateResult> {
  dryRun: boolean;
}

/**
 * Applies what is pending, each migration in its own transaction, recorded in drizzle's ledger. Anything late, edited,
 * missing or unknown stops it before the first statement: what drizzle skips in silence is said here.
 */
export async function migrate(options: MigrateOptions): Promise<MigrateCommandResult> {
  const workspace = await openWorkspace(options);
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
      withLiveDatabase(workspace, database, 'migrate', options, started, (live, connection) =>
        migrateDatabase(live, connection, options, database.name),
      ),
    { failFast: options.failFast ?? false, onWork: options.onWork },
  );
  return { ...result, dryRun: options.dryRun ?? false };
}

/** Rows of drizzle-orm 0.x whose migration is a folder now. */
function rowsToName({ migrations, match }: LiveDatabase): NamedRow[] {
  return match.migrations.flatMap(({ row }, position) => {
    const { name } = migrations[position]!;
    return row && row.name === null && name !== null ? [{ id: row.id, name }] : [];
  });
}

type Migrated = Partial<MigrateResult> & Pick<MigrateResult, 'findings' | 'pending'>;

async function migrateDatabase(
  live: LiveDatabase,
  connection: Connection | null,
  options: MigrateOptions,
  database: string,
): Promise<Migrated> {
  const { settings, target, migrations, match } = live;
  const late = options.late === 'apply';
  const findings = live.findings.filter(({ code }) => !late || code !== 'late-migration');
  const blocked = findings.some(({ severity }) => severity === 'error');
  const plan = planMigrate(migrations, match, { to: options.to, late });
  const planned = plan.apply.map(({ tag }) => tag);
  if (options.dryRun && !blocked) return { findings, pending: pendingOf(migrations, planned) };
  if (blocked || planned.length === 0)
    return { findings, pending: pendingOf(migrations, [...planned, ...plan.left]) };
  if (!connection) {
    const created = await target.open();
    try {
      // It was not there, so it was not locked: another process may have made and migrated it since.
      return await migrateDatabase(await live.look(created), created, options, database);
    } finally {
      await created.close();
    }
  }
  const { applied, failure } = await runMigrate(
    connection,
    settings.ledger,
    plan.apply,
    rowsToName(live),
    (one) => options.onApplied?.(database, one),
    options.shouldStop,
  );
  const done = new Set(applied.map(({ migration }) => migration));
  const left = [...planned.filter((tag) => !done.has(tag)), ...plan.left];
  return {
    findings,
    applied,
    pending: pendingOf(migrations, left),
    ...(failure ? { error: failureOf(failure) } : {}),
  };
}

function pendingOf(migrations: readonly ReadMigration[], tags: readonly string[]): PendingMigration[] {
  return migrations
    .filter(({ tag }) => tags.includes(tag))
    .map(({ tag, statements }) => ({ migration: tag, statements, locks: null }));
}
