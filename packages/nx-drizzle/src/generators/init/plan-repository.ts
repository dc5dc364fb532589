import type { Tree } from '../../nx-api';
import { type InitPlan, planInit } from 'drizzle-guard';
import { isTreeOf, treeFiles } from '../tree-files';

/** Options of `nx g nx-drizzle:init`; init.schema.json says what they mean. */
export interface InitGeneratorOptions {
  readonly base?: string;
  readonly applyAfterMerge?: boolean;
  readonly onMerge?: boolean;
}

/** A plan, and whether its files are in the tree. */
export type RepositoryPlan = InitPlan & { readonly inTree: boolean };

/**
 * What `drizzle-guard init` would do, given the files as the tree has them.
 *
 * @throws GuardError what planInit throws
 */
export async function planRepository(
  tree: Tree,
  { base, applyAfterMerge, onMerge }: InitGeneratorOptions,
): Promise<RepositoryPlan> {
  const alsoChanged = tree.listChanges().map(({ path }) => path);
  const filesAt = (root: string) => treeFiles(tree, root);
  const plan = await planInit({
    cwd: tree.root,
    base,
    applyAfterMerge,
    onMerge,
    filesAt,
    alsoChanged,
    installs: true,
  });
  return { ...plan, inTree: isTreeOf(tree, plan.root) };
}
