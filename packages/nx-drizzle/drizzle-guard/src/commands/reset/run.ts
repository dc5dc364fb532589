import { emptyDatabase } from '../../apply/empty-database';
import { withLiveDatabase, type LiveOptions } from '../../apply/live-database';
import { planFor } from '../../apply/plan-run';
import type { AppliedMigration } from '../../apply/run-migrate';
import { runPlanned } from '../../apply/run-planned';
import { fillDatabase, seedOf, type SeededResult } from '../../apply/run-seed';
import { requireConsent, type Consent } from '../../environments/confirm';
import { requireAllowed } from '../../environments/policy';
import { environmentOf } from '../../environments/resolve-target';
import { failureOf } from '../../errors/failure';
import { GuardError } from '../../errors/guard-error';
import { openWorkspace, type Workspace } from '../../judging/open-workspace';
import { emptyResult, overDatabases } from '../../judging/over-databases';
import type { CommandResult } from '../../results/command-result';
import { shellWord } from '../../text/shell-word';
import { listOf } from '../../text/words';
import type { Database } from '../../workspace/discover';
import { demandsOf } from '../migrate/demands';

export interface ResetOptions extends LiveOptions, Consent {
  onApplied?: (database: string, applied: AppliedMigration) => void;
}

export interface ResetResult extends SeededResult {
  /** Whether it was emptied; what comes after may have failed. */
  emptied: boolean;
  applied: AppliedMigration[];
}

/** Empties a database under the lock, applies all of its migrations, and fills it, where something says how. */
export async function reset(options: ResetOptions): Promise<CommandResult<ResetResult>> {
  const workspace = await openWorkspace(options);
  if (workspace.databases.length > 1)
    throw new GuardError(
      'several-databases',
      `reset is about one database, and this is about ${listOf(workspace.databases.map(({ name }) => name))}`,
      'add --database <name>; nothing was changed',
    );
  return overDatabases(
    'reset',
    workspace.databases,
    (database): ResetResult => ({
      ...emptyResult(database),
      ...{ environment: null, target: null, emptied: false, applied: [], seeded: false },
    }),
    async (database, started) => {
      const done = await emptyAndMigrate(workspace, database, options, started);
      return done.error || !seedOf(workspace, database)
        ? done
        : seedAfter(workspace, database, options, done);
    },
    { onWork: options.onWork },
  );
}

function emptyAndMigrate(
  workspace: Workspace,
  database: Database,
  options: ResetOptions,
  started: ResetResult,
): Promise<ResetResult> {
  const { onWork, onApplied } = options;
  const own: LiveOptions = {
    ...options,
    requires: (policy) =>
      requireAllowed(policy, 'reset', '`drizzle-guard restore` brings a backup into its place'),
  };
  return withLiveDatabase(workspace, database, 'reset', own, started, async (live, connection) => {
    const { name } = database;
    const { environment } = live.policy;
    onWork?.(null);
    await requireConsent(
      { database: name, environment },
      options,
      `This takes away all that ${live.target.description} (${environment}) holds.`,
      `drizzle-guard reset --database ${shellWord(name)} --environment ${shellWord(environment)}`,
    );
    onWork?.(`${name}: resetting`);
    const open = connection ?? (await live.target.open(live.limits));
    try {
      await open.lock((holder) => onWork?.(`${name}: waiting for ${holder}`));
      await emptyDatabase(open, live.settings.dialect);
      const emptied = { emptied: true, findings: [], hint: undefined };
      try {
        const hooks = { onApplied: (one: AppliedMigration) => onApplied?.(name, one) };
        const demands = demandsOf(workspace, database, options.cwd);
        const ran = await runPlanned(await live.look(open), open, planFor({ late: false }), hooks, demands);
        const { applied, failure } = ran.outcome;
        return { ...emptied, applied, ...(failure ? { error: failureOf(failure) } : {}) };
      } catch (thrown) {
        return { ...emptied, error: failureOf(thrown) };
      }
    } finally {
      if (!connection) await open.close();
    }
  });
}

async function seedAfter(
  workspace: Workspace,
  database: Database,
  options: ResetOptions,
  done: ResetResult,
): Promise<ResetResult> {
  try {
    const chosen = environmentOf(workspace.configuration, database, options.environment, options.override);
    const quiet = { ...options, onTarget: () => undefined };
    return await fillDatabase(workspace, database, 'reset', quiet, chosen, done);
  } catch (thrown) {
    return { ...done, error: failureOf(thrown) };
  }
}
