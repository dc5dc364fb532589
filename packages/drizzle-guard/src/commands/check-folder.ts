import path from 'node:path';
import { GuardError } from '../errors';
import { isUnreadable } from '../history/history';
import { readHistory } from '../history/read-history';
import { failureOf, type CommandResult, type DatabaseResult } from '../result';
import type { Tree } from '../sources/tree';
import { workTree } from '../sources/work-tree';
import { structureOf, type Verdict } from '../verdicts/structure';
import { readConfiguration } from '../workspace/configuration';
import { findRoot, toTreePath } from '../workspace/root';
import { openSides, type OpenSides, type Sides } from './open-sides';

export interface CheckResult extends DatabaseResult {
  migrationCount: number;
  /** Why a replay that was asked for proves nothing. */
  notProved?: string;
}

export interface CheckFolderOptions extends Sides {
  /** Whether to prove on a shadow that the SQL gives what the snapshots say. */
  replay?: boolean | undefined;
}

/**
 * Checks a bare migrations folder, without a drizzle config. There is no schema, and a base only where one is asked
 * for; its name and dir are the folder as it was given.
 *
 * @throws GuardError `outside-repository`, and what `openSides` throws
 */
export async function checkFolder(
  cwd: string,
  folder: string,
  asked: CheckFolderOptions = {},
): Promise<CommandResult<CheckResult>> {
  const absolute = path.resolve(cwd, folder);
  const root = findRoot(cwd);
  const inside = !toTreePath(root, absolute).startsWith('..');
  if (!inside && (asked.base !== undefined || (asked.head ?? 'worktree') !== 'worktree'))
    throw new GuardError(
      'outside-repository',
      `${folder} lies outside the repository ${root}, so no base and no commit of it has that folder`,
      'leave --base and --head out, or run the command in the repository of that folder; nothing was checked',
    );
  const sides = await openSides(root, asked);
  try {
    const tree = inside ? sides.tree : workTree(absolute);
    const place = { cwd, folder, root, absolute };
    return await checkOpened(sides, tree, place, asked.replay ?? false);
  } finally {
    sides.close();
  }
}

async function checkOpened(
  sides: OpenSides,
  tree: Tree,
  { cwd, folder, root, absolute }: { cwd: string; folder: string; root: string; absolute: string },
  isReplayed: boolean,
): Promise<CommandResult<CheckResult>> {
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
    const { checks } = await readConfiguration(tree.root === root ? tree : workTree(root));
    const out = toTreePath(tree.root, absolute);
    const history = await readHistory(tree, out);
    const count = history.migrations.length + history.sqlFiles.length + history.snapshots.length;
    if (count === 0 && !isUnreadable(history))
      throw new GuardError(
        'no-migrations',
        `${folder} holds no migrations: no journal with entries, no SQL, no snapshot`,
        'give the folder that holds meta/_journal.json, or one folder for each migration; nothing was checked',
      );
    describe(result, structureOf(history, folder, checks));
    if (sides.landed) await (await import('./check-landed')).checkLanded(sides, out, checks, result);
    if (isReplayed) {
      const { checkReplayOfFolder } = await import('./check-replay');
      await checkReplayOfFolder(tree, history, checks, [absolute, cwd], result);
    }
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
