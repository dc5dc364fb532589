import { realpathSync } from 'node:fs';
import type { Tree } from '@nx/devkit';
import { type InitPlan, planInit } from 'drizzle-guard';

/** A plan, and whether its files are in the tree. */
export type RepositoryPlan = InitPlan & { readonly inTree: boolean };

/**
 * What `drizzle-guard init` would do, given the files as the tree has them: package.json has been changed there.
 * A workspace may be a folder of its repository; git's files then lie above it, where a tree cannot write.
 *
 * @throws GuardError what planInit throws
 */
export async function planRepository(
  tree: Tree,
  { base, applyAfterMerge }: { readonly base?: string; readonly applyAfterMerge?: boolean },
): Promise<RepositoryPlan> {
  const isTree = (root: string) => realpathSync(root) === realpathSync(tree.root);
  const treeFiles = {
    has: (file: string) => tree.exists(file),
    bytes: (file: string) => (tree.isFile(file) ? tree.read(file) : null),
  };
  const filesAt = (root: string) => (isTree(root) ? treeFiles : undefined);
  const alsoChanged = tree.listChanges().map(({ path }) => path);
  const plan = await planInit({ cwd: tree.root, base, applyAfterMerge, filesAt, alsoChanged });
  return { ...plan, inTree: isTree(plan.root) };
}
