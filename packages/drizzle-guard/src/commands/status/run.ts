import {
  withLiveDatabase,
  type LiveDatabase,
  type LiveOptions,
  type LiveResult,
} from '../../apply/live-database';
import { openWorkspace } from '../../judging/open-workspace';
import { emptyResult, overDatabases } from '../../judging/over-databases';
import { orphanFaults, requireFolder } from '../../judging/preflight';
import { correctionsOf } from '../../ledger/corrections';
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
  /** What the ledger calls it, where it was moved since: another name or time. `migrate` corrects that. */
  recordedAs?: string;
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
      // Whoever only looks is told at once that somebody else is at work.
      withLiveDatabase(workspace, database, 'status', { ...options, lockWait: 0 }, started, async (live) => {
        requireFolder(live.history, database);
        const all = statesOf(live);
        const isPending = ({ state }: MigrationStatus) => state === 'pending' || state === 'late';
        const orphans = orphanFaults(live.history, database.name, workspace);
        return {
          migrations: options.pending ? all.filter(isPending) : all,
          findings: [...orphans, ...live.findings],
        };
      }),
  );
}

function statesOf({ match, migrations }: LiveDatabase): MigrationStatus[] {
  const moved = new Map(
    correctionsOf(migrations, match, []).flatMap(({ migration, from }) => (from ? [[migration, from]] : [])),
  );
  return [
    ...match.migrations.map(({ tag, state, row }) => ({
      migration: tag,
      state,
      landed: null,
      ...(moved.has(tag) ? { recordedAs: moved.get(tag)! } : {}),
      appliedAt: row?.appliedAt ?? null,
    })),
    ...match.strangers.map(({ row, state }) => ({
      migration: row.name ?? row.hash.slice(0, 12),
      state,
      landed: null,
      appliedAt: row.appliedAt,
    })),
  ];
}
