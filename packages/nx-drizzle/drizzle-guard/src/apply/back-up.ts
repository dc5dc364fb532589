import type { Backup, BackupSubject } from '../backup/take-backup';
import type { Connection } from '../engines/connection';
import type { ResolvedTarget } from '../environments/resolve-target';
import { readHistory } from '../history/read-history';
import type { Workspace } from '../judging/open-workspace';
import { sequenceFaults } from '../judging/preflight';
import type { Database } from '../workspace/discover';
import { readMigrations } from './read-migrations';

/**
 * Takes a backup through a connection that is open, and locked where nobody is to migrate meanwhile. `restoreCommandFor`
 * says how it is brought back. What it throws is in `takeBackup`.
 */
export type BackUp = (connection: Connection, onWork?: (what: string) => void) => Promise<Backup>;

/** What a step of a run is given. */
export function backUpOf(
  workspace: Workspace,
  database: Database,
  environment: string,
  resolved: ResolvedTarget,
): BackUp {
  return async (connection, onWork) => {
    const { takeBackup } = await import('../backup/take-backup');
    const subject = await subjectOf(workspace, database, environment, resolved);
    const configured = workspace.configuration.environments[environment]?.backup;
    return takeBackup(subject, connection, configured, { onWork });
  };
}

/** What a backup is taken of. A folder whose sequence is not known names no migration, and hinders nothing. */
export async function subjectOf(
  { root, tree }: Pick<Workspace, 'root' | 'tree'>,
  { name }: Database,
  environment: string,
  { target, settings, variables }: ResolvedTarget,
): Promise<BackupSubject> {
  const history = await readHistory(tree, settings.out, null);
  const isKnown = sequenceFaults(history, name).length === 0;
  return {
    ...{ root, database: name, environment, target, variables },
    dialect: settings.dialect,
    ledger: settings.ledger,
    layout: history.files.length === 0 ? null : history.layout,
    migrations: isKnown ? readMigrations(root, history) : [],
  };
}
