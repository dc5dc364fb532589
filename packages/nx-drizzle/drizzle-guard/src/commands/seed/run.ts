import type { LiveOptions } from '../../apply/live-database';
import { fillDatabase, type SeededResult } from '../../apply/run-seed';
import { requireAllowed } from '../../environments/policy';
import { recordOverride } from '../../environments/record-override';
import { environmentOf } from '../../environments/resolve-target';
import { failureOf } from '../../errors/failure';
import { openWorkspace } from '../../judging/open-workspace';
import { emptyResult, overDatabases } from '../../judging/over-databases';
import type { CommandResult } from '../../results/command-result';

export type SeedResult = SeededResult;

/** Fills each database as drizzle-guard.json says; then Postgres' sequences are set right. */
export async function seed(options: LiveOptions): Promise<CommandResult<SeedResult>> {
  const workspace = await openWorkspace(options);
  return overDatabases(
    'seed',
    workspace.databases,
    (database): SeedResult => ({ ...emptyResult(database), environment: null, target: null, seeded: false }),
    async (database, started) => {
      try {
        const chosen = environmentOf(
          workspace.configuration,
          database,
          options.environment,
          options.override,
        );
        const { policy } = chosen;
        requireAllowed(policy, 'seed', 'fill a database of development or staging');
        recordOverride(workspace.root, policy, { command: 'seed', database: database.name });
        return await fillDatabase(workspace, database, 'seed', options, chosen, started);
      } catch (thrown) {
        return { ...started, error: failureOf(thrown) };
      }
    },
    { onWork: options.onWork },
  );
}
