import path from 'node:path';
import { checkStructure, settle, type SeverityOverrides } from '../checks/index';
import { staleSchema, staleSchemaFinding } from '../checks/stale-schema';
import { GuardError } from '../errors';
import type { History } from '../history/history';
import { readHistory } from '../history/read-history';
import { failureOf, type CommandResult, type DatabaseResult, type FindingDraft } from '../result';
import { judgeSchema } from '../schema/judge-schema';
import { readSettings } from '../schema/settings';
import { workTree } from '../sources/work-tree';
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
    const settings = await readSettings(tree, database, evaluator);
    result.dialect = settings.dialect;
    const history = await readHistory(tree, settings.out);
    describe(result, history, configuration.checks);
    result.dialect = settings.dialect;
    if (configuration.checks[staleSchema.code] === 'off') {
      result.notChecked.push('schema');
      return;
    }
    const verdict = await judgeSchema(tree, database, settings, history, evaluator());
    if (verdict.kind === 'no-snapshot') result.notChecked.push('schema');
    if (verdict.kind !== 'stale') return;
    const { changes, statements, ambiguous, files } = verdict;
    const finding = staleSchemaFinding(database.name, files[0]!, changes, statements, ambiguous);
    result.findings.push(...settle([finding], database.name, configuration.checks));
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
    describe(result, history, checks);
  } catch (thrown) {
    result.error = failureOf(thrown);
  }
  return { command: 'check', databases: [result] };
}

function describe(result: CheckResult, history: History, checks: SeverityOverrides): void {
  const drafts: FindingDraft[] = checkStructure({ history, now: Date.now() });
  result.layout = history.layout;
  result.dialect = history.dialect;
  result.migrationCount = history.migrations.length;
  result.findings.push(...settle(drafts, result.name, checks));
}
