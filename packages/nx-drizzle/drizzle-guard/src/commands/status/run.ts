import { inTurn } from '../../apply/in-turn';
import { withLiveDatabase, type LiveOptions, type LiveResult } from '../../apply/live-database';
import { statesOf, type MigrationStatus } from '../../apply/states-of';
import { openWorkspace } from '../../judging/open-workspace';
import { emptyResult, overDatabases } from '../../judging/over-databases';
import { orphanFaults, requireFolder } from '../../judging/preflight';
import { exitCodeOf, type CommandResult } from '../../results/command-result';
import type { Values } from '../define-command';
import type { statusOptions } from './row';

export interface StatusOptions extends LiveOptions, Values<typeof statusOptions> {}

export interface StatusResult extends LiveResult {
  migrations: MigrationStatus[];
}

const AT_ONCE = 8;

/**
 * Per database: each migration's state in the database of one environment. Writes nothing. Asked for what is pending,
 * it ends with 1 where there is something: a server's check before it starts.
 */
export async function status(options: StatusOptions): Promise<CommandResult<StatusResult>> {
  const workspace = await openWorkspace(options);
  const live = { ...options, turn: inTurn() };
  const result = await overDatabases(
    'status',
    workspace.databases,
    (database): StatusResult => ({
      ...emptyResult(database),
      notChecked: ['base'],
      environment: null,
      target: null,
      migrations: [],
    }),
    (database, started) =>
      // Whoever only looks is told at once that somebody else is at work.
      withLiveDatabase(workspace, database, 'status', { ...live, lockWait: 0 }, started, async (live) => {
        requireFolder(live.history, database);
        const all = statesOf(live);
        const orphans = orphanFaults(live.history, database.name, workspace);
        return {
          migrations: options.pending ? all.filter(isPending) : all,
          findings: [...orphans, ...live.findings],
        };
      }),
    { atOnce: AT_ONCE, onWork: options.onWork },
  );
  const isBehind = options.pending && result.databases.some(({ migrations }) => migrations.length > 0);
  return isBehind && exitCodeOf(result) === 0 ? { ...result, exitCode: 1 } : result;
}

function isPending({ state }: MigrationStatus): boolean {
  return state === 'pending' || state === 'late';
}
