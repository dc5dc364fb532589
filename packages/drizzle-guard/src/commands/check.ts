import { settle } from '../checks/index';
import { strangeWaiver } from '../checks/unused-waiver';
import type { CommandResult } from '../result';
import { judgeDatabase } from '../verdicts/judge-database';
import type { Verdict } from '../verdicts/structure';
import { readBaseline } from '../workspace/baseline';
import type { Database } from '../workspace/discover';
import { findRoot } from '../workspace/root';
import { accept } from './accept';
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
    const { checks, waivers } = workspace.configuration;
    const accepted = { waivers, baseline: await readBaseline(workspace.tree) };
    const result = await judgeDatabases('check', workspace, sides);
    for (const one of result.databases) accept(one, accepted, checks);
    addStrangeWaivers(workspace, result.databases);
    return result;
  } finally {
    sides.close();
  }
}

/**
 * Judges the databases that a command is about, with what was accepted still among the findings.
 * @param onFolder told of each database's migrations folder, where it is known
 */
export function judgeDatabases(
  command: string,
  workspace: Workspace,
  sides: OpenSides,
  onFolder?: (database: string, out: string) => void,
): Promise<CommandResult<CheckResult>> {
  return overDatabases(
    command,
    workspace.databases,
    (database): CheckResult => ({ ...emptyResult(database), migrationCount: 0, notChecked: ['base'] }),
    (database, result) =>
      checkDatabase(workspace, sides, database, result, (out) => onFolder?.(database.name, out)),
  );
}

/** A waiver that names no database at all would never be told unused. */
function addStrangeWaivers({ configuration, databases, names }: Workspace, results: CheckResult[]): void {
  const { checks, waivers } = configuration;
  if (databases.length < names.length) return;
  // A folder's is for check --migrations.
  const strange = waivers.filter(({ database }) => !names.includes(database) && !database.includes('/'));
  const drafts = strange.map((waiver) => strangeWaiver(waiver, names));
  const [first] = results;
  first!.findings.push(...settle(drafts, first!.name, checks));
}

async function checkDatabase(
  workspace: Workspace,
  sides: OpenSides,
  database: Database,
  result: CheckResult,
  onFolder: (out: string) => void,
): Promise<void> {
  const { root, tree, configuration } = workspace;
  let out: string | undefined;
  const onStructure = (verdict: Verdict) => {
    out = verdict.out;
    onFolder(out);
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
