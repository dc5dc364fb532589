import path from 'node:path';
import type { BaselineEntry } from '../checks/accepted';
import { GuardError } from '../errors';
import { isUnreadable, type History } from '../history/history';
import { readHistory } from '../history/read-history';
import { failureOf, type CommandResult, type DatabaseResult } from '../result';
import type { Tree } from '../sources/tree';
import { workTree } from '../sources/work-tree';
import { structureOf, type Verdict } from '../verdicts/structure';
import { readBaseline } from '../workspace/baseline';
import { readConfiguration, type Configuration } from '../workspace/configuration';
import { findRoot, toTreePath } from '../workspace/root';
import { accept } from './accept';
import { openSides, type Sides } from './open-sides';

export interface CheckResult extends DatabaseResult {
  migrationCount: number;
  /** Findings that a waiver takes out; present where there are any. */
  waived?: number;
  /** Findings that the baseline takes out; present where there are any. */
  older?: number;
  /** Entries of the baseline that are no findings any more; present where there are any. */
  gone?: number;
  /** Why a replay that was asked for was not made. */
  notReplayed?: string;
}

export interface CheckFolderOptions extends Sides {
  /** Whether to prove on a shadow that the SQL gives what the snapshots say. */
  replay?: boolean | undefined;
}

/** A bare migrations folder: where it lies, and what judges it. */
export interface Folder {
  tree: Tree;
  /** The folder, from the tree's root. */
  out: string;
  /** The same, absolute. */
  absolute: string;
  configuration: Configuration;
  baseline: BaselineEntry[];
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
  const root = findRoot(cwd);
  const inside = !toTreePath(root, path.resolve(cwd, folder)).startsWith('..');
  if (!inside && (asked.base !== undefined || (asked.head ?? 'worktree') !== 'worktree'))
    throw new GuardError(
      'outside-repository',
      `${folder} lies outside the repository ${root}, so no base and no commit of it has that folder`,
      'leave --base and --head out, or run the command in the repository of that folder; nothing was checked',
    );
  const sides = await openSides(root, asked);
  const result = emptyFolderResult(folder);
  try {
    const opened = await openFolder(cwd, folder, sides.tree);
    const { tree, out, configuration, baseline } = opened;
    const { checks, waivers } = configuration;
    const history = await judgeFolder(opened, result);
    if (sides.landed) await (await import('./check-landed')).checkLanded(sides, out, checks, result);
    if (asked.replay) {
      const { checkReplayOfFolder } = await import('./check-replay');
      await checkReplayOfFolder(tree, history, checks, [opened.absolute, cwd], result);
    }
    accept(result, { waivers, baseline }, checks, asked.replay);
  } catch (thrown) {
    result.error = failureOf(thrown);
  } finally {
    sides.close();
  }
  return { command: 'check', databases: [result] };
}

export function emptyFolderResult(folder: string): CheckResult {
  const nothing = { dialect: null, layout: null, migrationCount: 0, findings: [] };
  return { name: folder, dir: folder, ...nothing, notChecked: ['base', 'schema'] };
}

/**
 * @param tree of the whole repository; a folder outside of it is read from the disk
 * @throws GuardError what `readConfiguration` and `readBaseline` throw
 */
export async function openFolder(cwd: string, folder: string, tree: Tree): Promise<Folder> {
  const absolute = path.resolve(cwd, folder);
  const inside = !toTreePath(tree.root, absolute).startsWith('..');
  return {
    absolute,
    tree: inside ? tree : workTree(absolute),
    out: inside ? toTreePath(tree.root, absolute) : '',
    configuration: await readConfiguration(tree),
    baseline: await readBaseline(tree),
  };
}

/**
 * Fills a result with what a folder alone says, with what was accepted still among the findings.
 * @throws GuardError `no-migrations`, and what `readHistory` throws
 */
export async function judgeFolder(
  { tree, out, configuration }: Folder,
  result: CheckResult,
): Promise<History> {
  const history = await readHistory(tree, out);
  const count = history.migrations.length + history.sqlFiles.length + history.snapshots.length;
  if (count === 0 && !isUnreadable(history))
    throw new GuardError(
      'no-migrations',
      `${result.name} holds no migrations: no journal with entries, no SQL, no snapshot`,
      'give the folder that holds meta/_journal.json, or one folder for each migration; nothing was checked',
    );
  describe(result, structureOf(history, result.name, configuration.checks));
  return history;
}

/** Puts a verdict into a result. */
export function describe(result: CheckResult, verdict: Verdict): void {
  const { dialect, layout, migrationCount, findings, notChecked } = verdict;
  Object.assign(result, { dialect, layout, migrationCount, findings });
  result.notChecked = [...new Set([...result.notChecked, ...notChecked])];
}
