import { withConnection } from '../../apply/live-database';
import { limitsOf } from '../../apply/limits-of';
import { readMigration } from '../../apply/read-migrations';
import { environmentOf, resolveTarget } from '../../environments/resolve-target';
import { matchLedger } from '../../ledger/match-ledger';
import type { Workspace } from '../../judging/open-workspace';
import type { Refusal } from '../refusal';
import type { Rebasing } from './rebasing';

/**
 * What of the migrations that would move a database has applied: there they have their names and times for good.
 * @throws GuardError what `resolveTarget` and opening the database throw
 */
export async function recordedIn(
  { database, folder, session, mine }: Rebasing,
  workspace: Workspace,
  named: string,
): Promise<Refusal[]> {
  const { configuration } = workspace;
  const chosen = environmentOf(configuration, database, named);
  const { target, settings } = await resolveTarget(workspace, database, 'rebase', chosen);
  if (!target.exists()) return [];
  const { rows } = await withConnection(
    await target.open(limitsOf(configuration, chosen.name, 0)),
    (connection) => connection.readLedger(settings.ledger),
    (_held, why) => {
      throw why;
    },
  );
  const tree = await session.tree(mine.at);
  const history = await session.history(mine.at, folder.out);
  const migrations = [];
  for (const migration of history.migrations)
    migrations.push(
      readMigration(migration, history, (await tree.read(migration.sqlFile))?.toString('utf8') ?? ''),
    );
  const moving = new Set(mine.tags);
  return matchLedger(migrations, rows)
    .migrations.filter(({ tag, row }) => row !== null && moving.has(tag))
    .map(({ tag }) => ({
      migration: tag,
      with: null,
      reason: `${tag} is applied in ${chosen.name} (${target.description}): moved, it would have another name and time than its row there`,
      help: `let it land where it is, and move the other side's instead; where ${chosen.name} can be made anew, leave --environment out`,
    }));
}
