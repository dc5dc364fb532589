import { planMigrate } from '../../apply/plan-migrate';
import { runMigrate, type AppliedMigration } from '../../apply/run-migrate';
import type { Values } from '../define-command';
import { lateMigration } from '../../rules/base/late-migration';
import type { Connection } from '../../database/connection';
import { type CommandResult } from '../../results/command-result';
import {
  withLiveDatabase,
  type LiveOptions,
  type LiveResult,
  type LiveDatabase,
} from '../../apply/live-database';
import { openWorkspace } from '../../judging/open-workspace';
import { emptyResult, overDatabases } from '../../judging/over-databases';
import { failureOf } from '../../errors/failure';
import type { NamedRow } from '../../ledger/ledger';
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
    (database, one) =>
      withLiveDatabase(workspace, database, 'migrate', options, one, (state, connection) =>
        migrateDatabase(state, connection, options, one),
      ),
    { failFast: options.failFast ?? false },
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

async function migrateDatabase(
  state: LiveDatabase,
  connection: Connection | null,
  options: MigrateOptions,
  result: MigrateResult,
): Promise<void> {
  const { settings, target, migrations, match } = state;
  const late = options.late === 'apply';
  if (late) result.findings = result.findings.filter(({ code }) => code !== lateMigration.code);
  const blocked = result.findings.some(({ severity }) => severity === 'error');
  const plan = planMigrate(migrations, match, { to: options.to, late });
  const describe = (tags: readonly string[]): PendingMigration[] =>
    migrations
      .filter(({ tag }) => tags.includes(tag))
      .map(({ tag, statements }) => ({ migration: tag, statements, locks: null }));
  const planned = plan.apply.map(({ tag }) => tag);
  if (options.dryRun && !blocked) {
    result.pending = describe(planned);
    return;
  }
  if (blocked || planned.length === 0) {
    result.pending = describe([...planned, ...plan.left]);
    return;
  }
  if (!connection) {
    const created = await target.open();
    try {
      // It was not there, so it was not locked: another process may have made and migrated it since.
      await migrateDatabase(await state.look(created), created, options, result);
    } finally {
      await created.close();
    }
    return;
  }
  const run = await runMigrate(
    connection,
    settings.ledger,
    plan.apply,
    rowsToName(state),
    (applied) => options.onApplied?.(result.name, applied),
    options.shouldStop,
  );
  result.applied = run.applied;
  const done = new Set(run.applied.map(({ migration }) => migration));
  result.pending = describe([...planned.filter((tag) => !done.has(tag)), ...plan.left]);
  if (run.failure) result.error = failureOf(run.failure);
}
