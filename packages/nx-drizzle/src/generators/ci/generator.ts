import { logger, type Tree } from '../../nx-api';
import { GuardError, planPipeline, typed } from 'drizzle-guard';
import { isTreeOf, treeFiles } from '../tree-files';

/** Options of `nx g nx-drizzle:ci`; ci.schema.json says what they mean. */
export type CiGeneratorOptions = { readonly provider: 'github' | 'gitlab' };

/**
 * Writes the pipeline that `drizzle-guard init --ci` writes, and nothing else, through the tree. Run again, it changes
 * nothing.
 *
 * @throws Error where drizzle-guard refuses, with the command to type next
 */
export async function ciGenerator(tree: Tree, { provider }: CiGeneratorOptions): Promise<void> {
  try {
    const plan = await planPipeline({
      cwd: tree.root,
      ci: provider,
      filesAt: (root) => treeFiles(tree, root),
    });
    if (!isTreeOf(tree, plan.root)) {
      logger.warn(
        `The workspace is a folder of its git repository, whose pipelines are at its root: run \`drizzle-guard init --ci ${provider}\` in ${plan.root}.`,
      );
      return;
    }
    for (const { file, after } of plan.edits) tree.write(file, after);
    for (const text of plan.advice) logger.warn(`Left to you: ${typed(text)}`);
  } catch (error) {
    if (!(error instanceof GuardError)) throw error;
    throw new Error(`${error.message}\n  help: ${typed(error.help)}`, { cause: error });
  }
}
