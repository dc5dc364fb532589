import path from 'node:path';
import { GuardError } from '../errors';
import { readHistory } from '../history/read-history';
import { failureOf, type CommandResult, type DatabaseResult } from '../result';
import { workTree } from '../sources/work-tree';
import { structureOf, type Verdict } from '../verdicts/structure';
import { readConfiguration } from '../workspace/configuration';
import { findRoot, toTreePath } from '../workspace/root';

export interface CheckResult extends DatabaseResult {
  migrationCount: number;
}

/**
 * Checks a bare migrations folder, without a drizzle config. There is no schema and no base; its name and dir are the
 * folder as it was given.
 */
export async function checkFolder(cwd: string, folder: string): Promise<CommandResult<CheckResult>> {
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
        'give the folder that holds meta/_journal.json, or one folder for each migration; nothing was checked',
      );
    describe(result, structureOf(history, folder, checks));
  } catch (thrown) {
    result.error = failureOf(thrown);
  }
  return { command: 'check', databases: [result] };
}

/** Puts a verdict into a result. */
export function describe(result: CheckResult, verdict: Verdict): void {
  const { dialect, layout, migrationCount, findings, notChecked } = verdict;
  Object.assign(result, { dialect, layout, migrationCount, findings });
  result.notChecked = [...new Set([...result.notChecked, ...notChecked])];
}
