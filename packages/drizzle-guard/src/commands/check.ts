import path from 'node:path';
import { readHistory } from '../history/read-history';
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

export interface CheckOptions extends DatabaseOptions, Sides {
  /** Whether to prove on a shadow that the SQL gives what the snapshots say. */
  replay?: boolean | undefined;
}

/**
 * What can be said without a database: the structure of each history, whether the schema has a migration, and where a
 * base is asked for, what the migrations mean to it; where a replay is, what their SQL gives. Nothing is written (but a
 * started PGlite, beside the installed packages), and no work tree is touched.
 */
export async function check(options: CheckOptions): Promise<CommandResult<CheckResult>> {
  const sides = await openSides(findRoot(options.cwd), options);
  try {
    const workspace = await openWorkspace(options, () => sides.tree);
    return await overDatabases(
      'check',
      workspace.databases,
      (database): CheckResult => ({ ...emptyResult(database), migrationCount: 0, notChecked: ['base'] }),
      (database, result) => checkDatabase(workspace, sides, database, result, options.replay ?? false),
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
  isReplayed: boolean,
): Promise<void> {
  const { root, tree, configuration } = workspace;
  let out: string | undefined;
  const onStructure = (verdict: Verdict) => {
    out = verdict.out;
    describe(result, verdict);
  };
  try {
    await withEvaluator(root, database, async (evaluator) => {
      describe(result, await judgeDatabase(tree, database, { configuration, evaluator, onStructure }));
      if (!isReplayed) return;
      const folder = path.join(root, database.dir);
      const history = await readHistory(tree, out!);
      const { checkReplay } = await import('./check-replay');
      const place = { folder, evaluator: evaluator() };
      await checkReplay(tree, history, configuration.checks, place, result);
    });
  } finally {
    // Also where the schema cannot be evaluated: that says nothing about what has landed.
    if (out !== undefined) await checkLanded(sides, out, configuration.checks, result);
  }
}
