import type { CommandResult } from '../result';
import { judgeDatabase } from '../verdicts/judge-database';
import type { Verdict } from '../verdicts/structure';
import type { Database } from '../workspace/discover';
import { describe, type CheckResult } from './check-folder';
import {
  emptyResult,
  openWorkspace,
  overDatabases,
  withEvaluator,
  type DatabaseOptions,
  type Workspace,
} from './workspace';

/** What can be said without a database: the structure of each history, and whether the schema has a migration. */
export async function check(options: DatabaseOptions): Promise<CommandResult<CheckResult>> {
  const workspace = await openWorkspace(options);
  return overDatabases(
    'check',
    workspace.databases,
    (database): CheckResult => ({ ...emptyResult(database), migrationCount: 0, notChecked: ['base'] }),
    (database, result) => checkDatabase(workspace, database, result),
  );
}

async function checkDatabase(workspace: Workspace, database: Database, result: CheckResult): Promise<void> {
  const { root, tree, configuration } = workspace;
  await withEvaluator(root, database, async (evaluator) => {
    const onStructure = (verdict: Verdict) => describe(result, verdict);
    describe(result, await judgeDatabase(tree, database, { configuration, evaluator, onStructure }));
  });
}
