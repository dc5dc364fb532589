import type { BackupSubject } from '../backup/take-backup';
import type { ResolvedTarget } from '../environments/resolve-target';
import { readHistory } from '../history/read-history';
import { sequenceFaults } from '../judging/preflight';
import type { Workspace } from '../judging/open-workspace';
import type { Database } from '../workspace/discover';
import { readMigrations } from './read-migrations';

/** What a backup is taken of. A folder whose sequence is not known names no migration, and hinders nothing. */
export async function subjectOf(
  { root, tree }: Pick<Workspace, 'root' | 'tree'>,
  { name }: Database,
  { environment, target, settings, variables }: ResolvedTarget,
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
