import type { CommandResult } from '../result';
import { judgeDatabase } from '../verdicts/judge-database';
import type { Verdict } from '../verdicts/structure';
import type { Database } from '../workspace/discover';
import { findRoot } from '../workspace/root';
import { describe, type CheckResult } from './check-folder';
import { checkLanded } from './check-landed';
import { openSides, type OpenSides, type Sides } from './open-sides';
import {
  emptyResult,
  openWorkspace,
  overDatabases,
  withEvaluator,
  type DatabaseOptions,
  type Workspace,
} from './workspace';

export interface CheckOptions extends DatabaseOptions, Sides {}

/**
 * What can be said without a database: the structure of each history, whether the schema has a migration, and where a
 * base is asked for, what the migrations mean to it. Nothing is written, and no work tree is touched.
 */
export async function check(options: CheckOptions): Promise<CommandResult<CheckResult>> {
  const sides = await openSides(findRoot(options.cwd), options);
  try {
    const workspace = await openWorkspace(options, () => sides.tree);
    return await overDatabases(
      'check',
      workspace.databases,
      (database): CheckResult => ({ ...emptyResult(database), migrationCount: 0, notChecked: ['base'] }),
      (database, result) => checkDatabase(workspace, sides, database, result),
    );
  } finally {
    sides.close();
  }
}

async function checkDatabase(
  workspace: Workspace,
  sides: OpenSides,
  database: Database,
  result: CheckResult,
): Promise<void> {
  const { root, tree, configuration } = workspace;
  let out: string | undefined;
  const onStructure = (verdict: Verdict) => {
    out = verdict.out;
    describe(result, verdict);
  };
  try {
    await withEvaluator(root, database, async (evaluator) =>
      describe(result, await judgeDatabase(tree, database, { configuration, evaluator, onStructure })),
    );
  } finally {
    // Also where the schema cannot be evaluated: that says nothing about what has landed.
    if (out !== undefined) await checkLanded(sides, out, configuration.checks, result);
  }
}
