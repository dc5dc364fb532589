import path from 'node:path';
import { findingsAbout } from '../../rules/run';
import { strangeWaivers } from '../../rules/configuration/unused-waiver';
import { findGitDir } from '../../git/git-dir';
import { readHistory } from '../../history/read-history';
import type { CommandResult } from '../../results/command-result';
import { identifiedWorkTree } from '../../sources/work-tree';
import { judgeOne } from '../../judging/judge-one';
import { openKeptVerdicts, type KeptVerdicts } from '../../answers/kept-verdicts';
import { readBaseline } from '../../workspace/baseline';
import type { Database } from '../../workspace/discover';
import { findRoot } from '../../workspace/root';
import { accept } from '../../judging/accept';
import { describe, type CheckResult } from '../../judging/check-folder';
import { checkLanded } from '../../judging/check-landed';
import { openSides, type OpenSides, type Sides } from '../../judging/open-sides';
import {
  emptyResult,
  openWorkspace,
  overDatabases,
  withEvaluator,
  type DatabaseOptions,
  type Workspace,
} from '../../judging/workspace';

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
  const sides = await openSides(findRoot(options.cwd), options, identifiedWorkTree);
  try {
    const workspace = await openWorkspace(options, () => sides.tree);
    const { checks, waivers } = workspace.configuration;
    const accepted = { waivers, baseline: await readBaseline(workspace.tree) };
    const result = await judgeDatabases('check', workspace, sides, { replay: options.replay });
    for (const one of result.databases) accept(one, accepted, checks, options.replay);
    addStrangeWaivers(workspace, result.databases);
    return result;
  } finally {
    sides.close();
  }
}

export interface Judging {
  replay?: boolean | undefined;
  /** Told of each database's migrations folder, where it is known. */
  onFolder?: (database: string, out: string) => void;
}

/**
 * Judges the databases that a command is about, with what was accepted still among the findings.
 * @param workspace its Tree knows the ids of its files
 */
export async function judgeDatabases(
  command: string,
  workspace: Workspace,
  sides: OpenSides,
  judging: Judging,
): Promise<CommandResult<CheckResult>> {
  const kept = await openKeptVerdicts(findGitDir(workspace.root), workspace.tree);
  try {
    return await overDatabases(
      command,
      workspace.databases,
      (database): CheckResult => ({ ...emptyResult(database), migrationCount: 0, notChecked: ['base'] }),
      (database, result) => checkDatabase(workspace, sides, kept, database, result, judging),
    );
  } finally {
    kept.close();
  }
}

/** A waiver that names no database at all would never be told unused. */
function addStrangeWaivers({ configuration, databases, names }: Workspace, results: CheckResult[]): void {
  const { checks, waivers } = configuration;
  if (databases.length < names.length) return;
  // A folder's is for check --migrations.
  const strange = waivers.filter(({ database }) => !names.includes(database) && !database.includes('/'));
  const [first] = results;
  first!.findings.push(
    ...findingsAbout('configuration', strangeWaivers(strange, names), first!.name, checks),
  );
}

async function checkDatabase(
  { root, tree, configuration }: Workspace,
  sides: OpenSides,
  kept: KeptVerdicts,
  database: Database,
  result: CheckResult,
  { onFolder, replay }: Judging,
): Promise<void> {
  const known = kept.find(database);
  const { verdict, failure } = known
    ? { verdict: known, failure: null }
    : await judgeOne(tree, database, configuration, kept.keeping);
  if (failure) result.error = failure.error;
  if (!verdict) return;
  onFolder?.(database.name, verdict.out);
  describe(result, verdict);
  // Also where the schema cannot be evaluated: that says nothing about what has landed.
  await checkLanded(sides, verdict.out, configuration.checks, result, kept.keeping.heads);
  if (!replay || failure) return;
  const history = await readHistory(tree, verdict.out, kept.keeping.heads);
  const { checkReplay } = await import('../../judging/check-replay');
  await withEvaluator(root, database, (evaluator) => {
    const place = { folder: path.join(root, database.dir), evaluator: evaluator() };
    return checkReplay(tree, history, configuration.checks, place, result);
  });
}
