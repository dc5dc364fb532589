import path from 'node:path';
import { GuardError } from '../errors';
import { readHistory } from '../history/read-history';
import { failureOf, type CommandResult, type DatabaseResult } from '../result';
import { workTree } from '../sources/work-tree';
import { judgeDatabase, structureOf, type Verdict } from '../verdicts/judge-database';
import { readConfiguration } from '../workspace/configuration';
import type { Database } from '../workspace/discover';
import { findRoot, toTreePath } from '../workspace/root';
import {
  emptyResult,
  openWorkspace,
  overDatabases,
  withEvaluator,
  type DatabaseOptions,
  type Workspace,
} from './workspace';

export interface CheckOptions extends DatabaseOptions {
  /** A bare migrations folder to check instead of databases; relative to `cwd`. */
  migrations?: string;
}

export interface CheckResult extends DatabaseResult {
  migrationCount: number;
}

/** What can be said without a database: the structure of each history, and whether the schema has a migration. */
export async function check(options: CheckOptions): Promise<CommandResult<CheckResult>> {
  if (options.migrations !== undefined) return checkFolder(options.cwd, options.migrations);
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

/** A bare folder has no schema and no base; its name and dir are the folder as it was given. */
async function checkFolder(cwd: string, folder: string): Promise<CommandResult<CheckResult>> {
  const absolute = path.resolve(cwd, folder);
  const root = findRoot(cwd);
  const inside = !toTreePath(root, absolute).startsWith('..');
  const tree = workTree(inside ? root : absolute);
  const result: CheckResult = {
    name: folder,
    dir: folder,
    dialect: null,
    layout: null,
    migrationCount: 0,
    findings: [],
    notChecked: ['base', 'schema'],
  };
  try {
    const { checks } = await readConfiguration(workTree(root));
    const history = await readHistory(tree, toTreePath(tree.root, absolute));
    if (history.files.length === 0)
      throw new GuardError(
        'no-migrations',
        `${folder} holds no migrations: it is empty, or not there`,
        'give the folder that holds meta/_journal.json; nothing was checked',
      );
    describe(result, structureOf(history, folder, checks));
  } catch (thrown) {
    result.error = failureOf(thrown);
  }
  return { command: 'check', databases: [result] };
}

function describe(result: CheckResult, verdict: Verdict): void {
  const { dialect, layout, migrationCount, findings, notChecked } = verdict;
  Object.assign(result, { dialect, layout, migrationCount, findings });
  result.notChecked = [...new Set([...result.notChecked, ...notChecked])];
}
