import { realpathSync } from 'node:fs';
import type { Tree } from '../nx-api';
import type { FileBytes } from 'drizzle-guard';

/** Whether a folder is the tree's own. */
export function isTreeOf(tree: Tree, root: string): boolean {
  return realpathSync(root) === realpathSync(tree.root);
}

/**
 * The files of a repository as the tree has them: something else may have been changed there. A workspace may be a folder
 * of its repository; git's files then lie above it, where a tree cannot write.
 */
export function treeFiles(tree: Tree, root: string): FileBytes | undefined {
  if (!isTreeOf(tree, root)) return undefined;
  return {
    has: (file) => tree.exists(file),
    bytes: (file) => (tree.isFile(file) ? tree.read(file) : null),
    list: (folder) => tree.children(folder).sort(),
  };
}
