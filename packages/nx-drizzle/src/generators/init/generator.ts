import { type GeneratorCallback, logger, parseJson, type Tree } from '../../nx-api';
import {
  editJson,
  GuardError,
  guardRange,
  type InitResult,
  renderInit,
  safely,
  styleFor,
  typed,
  version,
} from 'drizzle-guard';
import { installPackages } from '../install-packages';
import { addPlugin } from './add-plugin';
import { lookAfterwards } from './look-afterwards';
import { planRepository, type InitGeneratorOptions, type RepositoryPlan } from './plan-repository';

/**
 * Adds the plugin to nx.json and drizzle-guard to package.json, and then does what `drizzle-guard init` would do, through
 * the tree, so that a dry run of Nx writes nothing. Run again, it changes nothing.
 *
 * @returns what installs the packages, where package.json has changed, and tells what was found and what to type next
 * @throws Error where drizzle-guard refuses, with the command to type next
 */
export async function initGenerator(tree: Tree, options: InitGeneratorOptions): Promise<GeneratorCallback> {
  addPlugin(tree);
  const plan = await planUnlessWithoutGit(tree, options);
  if (plan?.inTree) carryOut(tree, plan);
  else addGuard(tree);
  if (plan && !plan.inTree)
    logger.warn(
      `The workspace is a folder of its git repository, which has hooks and attributes at its root: run \`drizzle-guard init\` in ${plan.root}.`,
    );
  const installs = tree.listChanges().some(({ path }) => path === 'package.json');
  return async () => {
    installPackages(tree);
    if (plan) logger.info(conclude(plan, installs));
  };
}

/** What was found, and what to type next; told once everything is written. */
function conclude({ root, databases, next, inTree }: RepositoryPlan, installs: boolean): string {
  const result: InitResult = {
    command: 'init',
    exitCode: 0,
    dryRun: false,
    undo: false,
    edits: [],
    // Told already, before the packages were installed.
    advice: [],
    // What has changed Nx installs by itself; where the plan is for another folder, that was said.
    next: inTree ? next.filter((command) => !(installs && command.endsWith(' install'))) : [],
    databases: databases.length > 0 ? lookAfterwards(root) : [],
  };
  const style = styleFor(process.stdout.isTTY, process.env);
  return typed(renderInit(safely(result), style));
}

/** The plan does this too. A version that is there stays: it may be an address of one's own (`file:`, `workspace:`). */
function addGuard(tree: Tree): void {
  const text = tree.read('package.json', 'utf8');
  if (text === null) return;
  const { dependencies = {}, devDependencies = {} } = parseJson(text) as Record<string, object | undefined>;
  if ('drizzle-guard' in dependencies || 'drizzle-guard' in devDependencies) return;
  const change = { path: ['devDependencies', 'drizzle-guard'], value: guardRange(version), sorted: true };
  tree.write('package.json', editJson(text, [change]));
}

/** A workspace without git has targets, and no hooks. Anything else that is wrong is for the user to mend first. */
async function planUnlessWithoutGit(
  tree: Tree,
  options: InitGeneratorOptions,
): Promise<RepositoryPlan | null> {
  try {
    return await planRepository(tree, options);
  } catch (error) {
    if (!(error instanceof GuardError)) throw error;
    if (error.code !== 'no-repository')
      throw new Error(`${error.message}\n  help: ${typed(error.help)}`, { cause: error });
    logger.warn(
      'Without a git repository only the targets were set up. For hooks run `git init`, then this again.',
    );
    return null;
  }
}

function carryOut(tree: Tree, { edits, advice }: RepositoryPlan): void {
  for (const { file, after } of edits) tree.write(file, after);
  for (const text of advice) logger.warn(`Left to you: ${typed(text)}`);
}
