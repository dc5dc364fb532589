import path from 'node:path';
import { findGitDir } from '../git/git-dir';
import { readHistory } from '../history/read-history';
import type { CommandResult } from '../result';
import { identifiedWorkTree } from '../sources/work-tree';
import { judgeOne } from '../verdicts/judge-one';
import { openKeptVerdicts, type KeptVerdicts } from '../verdicts/kept-verdicts';
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

export interface CheckOptions extends DatabaseOptions, Sides {
  /** Whether to prove on a shadow that the SQL gives what the snapshots say. */
  replay?: boolean | undefined;
}

/**
 * What can be said without a database: the structure of each history, whether the schema has a migration, and where a
 * base is asked for, what the migrations mean to it; where a replay is, what their SQL gives. Nothing is written but
 * verdicts below the git directory and a started PGlite beside the installed packages, and no work tree is touched.
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
        (database, result) =>
          checkDatabase(workspace, sides, kept, database, result, options.replay ?? false),
      );
    } finally {
      kept.close();
    }
  } finally {
    sides.close();
  }
}

async function checkDatabase(
  { root, tree, configuration }: Workspace,
  sides: OpenSides,
  kept: KeptVerdicts,
  database: Database,
  result: CheckResult,
  isReplayed: boolean,
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
  if (!isReplayed || failure) return;
  const history = await readHistory(tree, verdict.out, kept.keeping.heads);
  const { checkReplay } = await import('./check-replay');
  await withEvaluator(root, database, (evaluator) => {
    const place = { folder: path.join(root, database.dir), evaluator: evaluator() };
    return checkReplay(tree, history, configuration.checks, place, result);
  });
}
