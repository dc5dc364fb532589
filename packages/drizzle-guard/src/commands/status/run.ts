import { withLiveDatabase, type LiveOptions, type LiveResult } from '../../apply/live-database';
import { openWorkspace } from '../../judging/open-workspace';
import { emptyResult, overDatabases } from '../../judging/over-databases';
import type { LedgerMatch } from '../../ledger/match-ledger';
import type { CommandResult } from '../../results/command-result';
import type { Values } from '../define-command';
import type { statusOptions } from './row';

export interface StatusOptions extends LiveOptions, Values<typeof statusOptions> {}

export interface MigrationStatus {
  /** Its tag; for a ledger row that no migration explains, the row's name, or its hash where it has none. */
  migration: string;
  state: 'applied' | 'pending' | 'late' | 'edited' | 'missing' | 'unknown' | 'failed';
  /** Null where no base was looked for. */
  landed: boolean | null;
  /** When it was applied (ISO 8601); null where it was not, or where the ledger does not say (drizzle-orm 0.x). */
  appliedAt: string | null;
}

export interface StatusResult extends LiveResult {
  migrations: MigrationStatus[];
}

/** Per database: each migration's state in the database of one environment. Writes nothing. */
export async function status(options: StatusOptions): Promise<CommandResult<StatusResult>> {
  const workspace = await openWorkspace(options);
  return overDatabases(
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
      withLiveDatabase(workspace, database, 'status', options, started, async ({ match }) => {
        const all = statesOf(match);
        const isPending = ({ state }: MigrationStatus) => state === 'pending' || state === 'late';
        return { migrations: options.pending ? all.filter(isPending) : all };
      }),
  );
}

function statesOf({ migrations, strangers }: LedgerMatch): MigrationStatus[] {
  return [
    ...migrations.map(({ tag, state, row }) => ({
      migration: tag,
      state,
      landed: null,
      appliedAt: row?.appliedAt ?? null,
    })),
    ...strangers.map(({ row, state }) => ({
      migration: row.name ?? row.hash.slice(0, 12),
      state,
      landed: null,
      appliedAt: row.appliedAt,
    })),
  ];
}
