import type { BaselineEntry } from '../rules/accepted';
import type { Tree } from '../sources/tree';
import { identifiedWorkTree, workTree } from '../sources/work-tree';
import { readBaseline } from '../workspace/baseline';
import type { Configuration } from '../workspace/configuration';
import { findRoot } from '../workspace/root';
import { judgeDatabases } from '../commands/check/run';
import { emptyFolderResult, judgeFolder, type CheckResult } from './check-folder';
import { findFolder, openFolder } from './open-folder';
import { openWorkspace, type DatabaseOptions } from './workspace';
import { failureOf } from '../errors/failure';

/** A database or a bare folder, with all that a check without a base finds of it, accepted or not. */
export interface Examined {
  result: CheckResult;
  tree: Tree;
  /** The migrations folder, from the tree's root; null where it is not known. */
  out: string | null;
}

export interface Examination {
  /** Absolute; where drizzle-guard.json lies. */
  root: string;
  configuration: Configuration;
  baseline: BaselineEntry[];
  examined: Examined[];
}

/**
 * Looks at the work tree as `check` does, and keeps where everything lies.
 * @param migrations a bare folder in place of databases
 */
export async function examine(
  command: string,
  options: DatabaseOptions,
  migrations: string | undefined,
): Promise<Examination> {
  const root = findRoot(options.cwd);
  if (migrations !== undefined) {
    const folder = await openFolder(findFolder(options.cwd, migrations), workTree(root));
    const result = emptyFolderResult(migrations);
    try {
      await judgeFolder(folder, result);
    } catch (thrown) {
      result.error = failureOf(thrown);
    }
    const { configuration, baseline, out } = folder;
    return { root, configuration, baseline, examined: [{ result, tree: folder.tree, out }] };
  }
  const workspace = await openWorkspace(options, identifiedWorkTree);
  const folders = new Map<string, string>();
  const sides = { tree: workspace.tree, landed: null, place: null, close: () => {} };
  const { databases } = await judgeDatabases(command, workspace, sides, {
    onFolder: (name, out) => folders.set(name, out),
  });
  return {
    root,
    configuration: workspace.configuration,
    baseline: await readBaseline(workspace.tree),
    examined: databases.map((result) => ({
      result,
      tree: workspace.tree,
      out: folders.get(result.name) ?? null,
    })),
  };
}
