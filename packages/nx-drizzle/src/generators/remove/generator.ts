import { type GeneratorCallback, logger, parseJson, type Tree } from '../../nx-api';
import {
  carryOutUndo,
  GuardError,
  isOwnRange,
  planUndoInit,
  typed,
  type UndoPlan,
  withoutItem,
  withoutKey,
} from 'drizzle-guard';
import { installPackages } from '../install-packages';
import { isTreeOf, treeFiles } from '../tree-files';
import { PLUGIN, positionOfPlugin } from '../plugin-entry';

/**
 * Takes out what `nx add nx-drizzle` put in: what `drizzle-guard init --undo` takes out, the plugin of nx.json, and the
 * package. Run again, it changes nothing.
 *
 * @returns what installs the packages that are left, and puts git's settings back
 * @throws Error where drizzle-guard refuses, with the command to type next
 */
export async function removeGenerator(tree: Tree): Promise<GeneratorCallback> {
  const plan = await planUnlessWithoutGit(tree);
  const inTree = plan !== null && isTreeOf(tree, plan.root);
  if (inTree) carryOut(tree, plan);
  removePlugin(tree);
  // Hooks above the workspace need it until they go.
  const isNeeded = plan?.edits.some(({ file }) => !file.endsWith('package.json')) ?? false;
  removePackages(tree, !inTree && !isNeeded);
  if (plan && !inTree && plan.edits.length > 0)
    logger.warn(
      `The workspace is a folder of its git repository, whose hooks and attributes are at its root: run \`drizzle-guard init --undo\` in ${plan.root} before the packages go.`,
    );
  return async () => {
    if (inTree) await carryOutUndo(plan);
    installPackages(tree);
  };
}

function carryOut(tree: Tree, { edits, advice }: UndoPlan): void {
  for (const { file, after } of edits) {
    if (after === null) tree.delete(file);
    else tree.write(file, after);
  }
  for (const text of advice) logger.warn(`Left to you: ${typed(text)}`);
}

function removePlugin(tree: Tree): void {
  const position = positionOfPlugin(tree);
  if (position !== null)
    tree.write('nx.json', withoutItem(tree.read('nx.json', 'utf8')!, ['plugins'], position));
}

/**
 * `nx add` puts the plugin among the development dependencies, and init puts drizzle-guard there.
 * @param withGuard whether drizzle-guard goes too, where init put it there: in the tree, the plan has done that
 */
function removePackages(tree: Tree, withGuard: boolean): void {
  const text = tree.read('package.json', 'utf8');
  if (text === null) return;
  const { devDependencies = {} } = parseJson(text) as { devDependencies?: Record<string, unknown> };
  const ours =
    withGuard && isOwnRange(devDependencies['drizzle-guard']) ? [PLUGIN, 'drizzle-guard'] : [PLUGIN];
  const left = ours.reduce((now, name) => withoutKey(now, ['devDependencies', name]), text);
  if (left !== text) tree.write('package.json', left);
}

async function planUnlessWithoutGit(tree: Tree): Promise<UndoPlan | null> {
  try {
    return await planUndoInit({ cwd: tree.root, filesAt: (root) => treeFiles(tree, root) });
  } catch (error) {
    if (!(error instanceof GuardError)) throw error;
    if (error.code === 'no-repository') return null;
    throw new Error(`${error.message}\n  help: ${typed(error.help)}`, { cause: error });
  }
}
