import { withLiveDatabase, type LiveOptions, type LiveResult } from '../../apply/live-database';
import { rightSequences } from '../../apply/right-sequences';
import { noSeed, runSeed, seedOf } from '../../apply/run-seed';
import { requireAllowed } from '../../environments/policy';
import { recordOverride } from '../../environments/record-override';
import { environmentOf, resolveTarget } from '../../environments/resolve-target';
import { failureOf } from '../../errors/failure';
import { openWorkspace } from '../../judging/open-workspace';
import { emptyResult, overDatabases } from '../../judging/over-databases';
import type { CommandResult } from '../../results/command-result';

export interface SeedResult extends LiveResult {
  seeded: boolean;
}

/** Runs the user's program on each database; then Postgres' sequences are set right. */
export async function seed(options: LiveOptions): Promise<CommandResult<SeedResult>> {
  const workspace = await openWorkspace(options);
  return overDatabases(
    'seed',
    workspace.databases,
    (database): SeedResult => ({ ...emptyResult(database), environment: null, target: null, seeded: false }),
    async (database, started) => {
      try {
        const { environment, override, onTarget, onWork } = options;
        const chosen = environmentOf(workspace.configuration, database, environment, override);
        const { policy, name } = chosen;
        requireAllowed(policy, 'seed', 'fill a database of development or staging');
        const program = seedOf(workspace, database);
        if (!program) throw noSeed(database);
        recordOverride(workspace.root, policy, { command: 'seed', database: database.name });
        const resolved = await resolveTarget(workspace, database, 'seed', chosen);
        onTarget?.(database.name, name, resolved.target.description);
        onWork?.(`${database.name}: seeding`);
        await runSeed(workspace, database, name, resolved, program);
        const again = { ...options, override: [], onTarget: () => undefined };
        return await withLiveDatabase(
          workspace,
          database,
          'seed',
          again,
          started,
          async (live, connection) => {
            if (connection) await rightSequences(connection, live.settings.dialect);
            return { seeded: true, findings: [], hint: undefined };
          },
        );
      } catch (thrown) {
        return { ...started, error: failureOf(thrown) };
      }
    },
    { onWork: options.onWork },
  );
}
