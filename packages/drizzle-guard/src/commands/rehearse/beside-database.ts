import { likenessOf } from '../../apply/likeness-of';
import { withLiveDatabase } from '../../apply/live-database';
import { planMigrate } from '../../apply/plan-migrate';
import { rehearseLive } from '../../apply/rehearse-live';
import { shadowAt } from '../../apply/shadow-at';
import { readHistory } from '../../history/read-history';
import type { Workspace } from '../../judging/open-workspace';
import { requireFolder } from '../../judging/preflight';
import { foundInRehearsal } from '../../judging/rehearsal-findings';
import type { Database } from '../../workspace/discover';
import type { RehearseOptions, RehearseResult } from './result';
import { wayBack } from './way-back';

/** Begins with the history as far as the database of an environment stands. */
export function besideDatabase(
  workspace: Workspace,
  options: RehearseOptions,
  database: Database,
  started: RehearseResult,
): Promise<RehearseResult> {
  const live = { ...options, lockWait: 0 };
  return withLiveDatabase(workspace, database, 'rehearse', live, started, async (known, connection) => {
    requireFolder(known.history, database);
    const { apply } = planMigrate(known.migrations, known.match, { late: false });
    const rehearsal = await rehearseLive(known, connection, apply);
    const findings = [...known.findings, ...foundInRehearsal(workspace, database.name, rehearsal)];
    const like = await likenessOf(connection, known.settings.dialect);
    const history = await readHistory(workspace.tree, known.settings.out);
    const about = { tree: workspace.tree, history, dialect: known.settings.dialect };
    const back = await wayBack(workspace, database, about, rehearsal, apply, () =>
      shadowAt(known, apply, like),
    );
    return { from: known.target.description, rehearsal, back, findings };
  });
}
