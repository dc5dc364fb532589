import path from 'node:path';
import type { BaselineEntry } from '../rules/accepted';
import { GuardError } from '../errors/guard-error';
import { isUnreadable, type History } from '../history/history';
import { readHistory } from '../history/read-history';
import type { Tree } from '../sources/tree';
import { workTree } from '../sources/work-tree';
import { readBaseline } from '../workspace/baseline';
import { readConfiguration, type Configuration } from '../workspace/configuration';
import { findRoot } from '../workspace/root';
import { toTreePath } from '../files/tree-path';

/** A bare migrations folder, given without a drizzle config. */
export interface Folder {
  /** The repository's root, absolute. */
  root: string;
  absolute: string;
  /** Whether it lies in the repository: only then branches and commits have it too. */
  isInside: boolean;
}

export function findFolder(cwd: string, folder: string): Folder {
  const absolute = path.resolve(cwd, folder);
  const root = findRoot(cwd);
  return { root, absolute, isInside: !toTreePath(root, absolute).startsWith('..') };
}

export function outsideRepository(folder: string, { root }: Folder): GuardError {
  return new GuardError(
    'outside-repository',
    `${folder} lies outside the repository ${root}, so no base and no commit of it has that folder`,
    'leave --base and --head out, or run the command in the repository of that folder; nothing was checked',
  );
}

/** A Tree that holds the folder: the one given for the repository, or where it lies outside that, its own. */
export function treeOfFolder({ isInside, absolute }: Folder, tree: Tree): Tree {
  return isInside ? tree : workTree(absolute);
}

/** The folder with what judges it. */
export interface OpenFolder {
  tree: Tree;
  /** The folder, from the tree's root. */
  out: string;
  absolute: string;
  configuration: Configuration;
  baseline: BaselineEntry[];
}

/**
 * @param tree of the repository; a folder outside of it is read from the disk
 * @throws GuardError what `readConfiguration` and `readBaseline` throw
 */
export async function openFolder(place: Folder, tree: Tree): Promise<OpenFolder> {
  const { absolute } = place;
  const own = treeOfFolder(place, tree);
  return {
    tree: own,
    out: toTreePath(own.root, absolute),
    absolute,
    configuration: await readConfiguration(tree),
    baseline: await readBaseline(tree),
  };
}

/**
 * @param folder as it was given
 * @throws GuardError `no-migrations` where it holds none
 */
export async function readFolder(tree: Tree, folder: string, absolute: string): Promise<History> {
  const history = await readHistory(tree, toTreePath(tree.root, absolute));
  const count = history.migrations.length + history.sqlFiles.length + history.snapshots.length;
  if (count > 0 || isUnreadable(history)) return history;
  throw new GuardError(
    'no-migrations',
    `${folder} holds no migrations: no journal with entries, no SQL, no snapshot`,
    'give the folder that holds meta/_journal.json, or one folder for each migration; nothing was checked',
  );
}
