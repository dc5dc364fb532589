import { findGitDir } from '../git/git-dir';
import type { CommandResult } from '../result';
import { identifiedWorkTree } from '../sources/work-tree';
import { judgeOne } from '../verdicts/judge-one';
import { openKeptVerdicts, type KeptVerdicts } from '../verdicts/kept-verdicts';
import type { Database } from '../workspace/discover';
import { findRoot } from '../workspace/root';
import { describe, type CheckResult } from './check-folder';
import { checkLanded } from './check-landed';
import { openSides, type OpenSides, type Sides } from './open-sides';
import { emptyResult, openWorkspace, overDatabases, type DatabaseOptions, type Workspace } from './workspace';

export interface CheckOptions extends DatabaseOptions, Sides {}

/**
 * What can be said without a database: the structure of each history, whether the schema has a migration, and where a
 * base is asked for, what the migrations mean to it. Nothing is written but verdicts below the git directory, and no
 * work tree is touched.
 */
export async function check(options: CheckOptions): Promise<CommandResult<CheckResult>> {
  const root = findRoot(options.cwd);
  const sides = await openSides(root, options, identifiedWorkTree);
  try {
    const workspace = await openWorkspace(options, () => sides.tree);
    const kept = await openKeptVerdicts(findGitDir(root), sides.tree);
    try {
      return await overDatabases(
        'check',
        workspace.databases,
        (database): CheckResult => ({ ...emptyResult(database), migrationCount: 0, notChecked: ['base'] }),
        (database, result) => checkDatabase(workspace, sides, kept, database, result),
      );
    } finally {
      kept.close();
    }
  } finally {
    sides.close();
  }
}

async function checkDatabase(
  { tree, configuration }: Workspace,
  sides: OpenSides,
  kept: KeptVerdicts,
  database: Database,
  result: CheckResult,
): Promise<void> {
  const known = kept.find(database);
  const { verdict, failure } = known
    ? { verdict: known, failure: null }
    : await judgeOne(tree, database, configuration, kept.keeping);
  if (failure) result.error = failure.error;
  if (!verdict) return;
  describe(result, verdict);
  // Also where the schema cannot be evaluated: that says nothing about what has landed.
  await checkLanded(sides, verdict.out, configuration.checks, result);
}
