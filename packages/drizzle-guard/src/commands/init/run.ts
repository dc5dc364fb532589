import { GuardError } from '../../errors/guard-error';
import { writeEdits } from '../../files/write-edits';
import { openGit, type Git } from '../../git/simple-git';
import { diskFiles, textFiles, type FileBytes } from '../../init/effects/disk-files';
import { readDatabase } from '../../init/effects/read-database';
import { readFacts, repositoryRoot, requireCommit } from '../../init/effects/read-facts';
import type { Provider } from '../../init/ci/providers';
import { planCi } from '../../init/ci/plan-ci';
import type { InitDatabase, InitFacts, InitFiles, InitStep } from '../../init/facts';
import { pipelineFor, planEdits, type InitEdits } from '../../init/plan-edits';
import type { CheckResult } from '../../judging/result-of';
import { withEvaluator } from '../../judging/with-evaluator';
import { offlineEnvironment } from '../../process/variables';
import type { CommandResult } from '../../results/command-result';
import { workTree } from '../../sources/work-tree';
import { readConfiguration, type Configuration } from '../../workspace/configuration';
import { discoverDatabases } from '../../workspace/discover';
import { takenTargets } from '../../workspace/taken-targets';
import { check } from '../check/run';
import type { Question } from './ask';

export interface PlanInitOptions {
  /** Absolute; any folder of the repository. */
  cwd: string;
  /** The branch that work lands on. */
  base?: string | undefined;
  /** Whose pipeline is written; none without it. */
  ci?: Provider | undefined;
  /** Whether the post-merge hook applies what came to the development database; undefined leaves it as it is. */
  applyAfterMerge?: boolean | undefined;
  /** Whether the hooks move migrations that stop a merge; undefined leaves it as it is. */
  onMerge?: boolean | undefined;
  /** Asked where one of the two is not given and nothing is configured; null means that the user gave up. */
  ask?: ((question: Question) => Promise<boolean | null>) | undefined;
  /** The files to edit, where they are not those on disk: an Nx generator has changed some already. */
  filesAt?: (root: string) => FileBytes | undefined;
  /** Whether what package.json says is installed right after. */
  installs?: boolean | undefined;
  /** Files that were changed before, from the root: to be committed with the edits. */
  alsoChanged?: readonly string[] | undefined;
}

/** What init would do to a repository. Nothing is written. */
export interface InitPlan extends InitEdits {
  /** Absolute; the edits' paths begin here. */
  root: string;
  databases: InitDatabase[];
}

export interface InitOptions extends PlanInitOptions {
  dryRun?: boolean;
  /** Told of the plan before anything is written. */
  onPlan?: (plan: InitPlan) => void;
}

export interface InitResult extends CommandResult<CheckResult> {
  dryRun: boolean;
  /** Whether init was taken out. */
  undo: boolean;
  /** Each file that was (in a dry run: would be) written. */
  edits: { file: string; isNew: boolean; isDeleted: boolean; why: string }[];
  advice: string[];
  next: string[];
}

/**
 * Plans hooks, attributes, ignores and configuration for the repository around `cwd`, from what it has already.
 * @throws GuardError `no-repository`, `git-missing`, `unknown-base`, `cancelled`, `not-text`,
 *   `invalid-package-json`, `plug-n-play`, and what `readConfiguration` and `discoverDatabases` throw
 */
export async function planInit(options: PlanInitOptions): Promise<InitPlan> {
  const { git, root, configuration, databases, notes, facts } = await readRepository(options);
  const base = options.base === undefined ? undefined : await requireCommit(git, options.base);
  const stated = {
    applyAfterMerge: configuration.environments['development']?.applyAfterMerge,
    onMerge: configuration.onMerge,
  };
  const answer = async (question: Question) =>
    options[question] ??
    (stated[question] === undefined && databases.length > 0
      ? await answerOf(question, options.ask)
      : undefined);
  const applyAfterMerge = await answer('applyAfterMerge');
  const onMerge = await answer('onMerge');
  const { alsoChanged, installs, ci } = options;
  const choices = { base, applyAfterMerge, onMerge, alsoChanged, installs, ci };
  const plan = planEdits(facts, configuration, choices);
  const advice = [...plan.advice, ...(await adviceOnTargets(facts.files, databases)), ...notes];
  return { root, databases, ...plan, advice };
}

/**
 * The pipeline of a provider alone, and what is left to do for it. Nothing is written.
 * @throws GuardError `pipeline-exists`, and what `planInit` throws
 */
export async function planPipeline({
  ci,
  ...where
}: Pick<PlanInitOptions, 'cwd' | 'filesAt'> & { ci: Provider }): Promise<InitStep & { root: string }> {
  const { root, facts, configuration } = await readRepository(where);
  return { root, ...planCi(facts.files, ci, pipelineFor(facts, configuration)) };
}

/** What a plan goes by; nothing is asked and nothing written. */
export async function readRepository({ cwd, filesAt }: Pick<PlanInitOptions, 'cwd' | 'filesAt'>): Promise<{
  git: Git;
  root: string;
  configuration: Configuration;
  databases: InitDatabase[];
  /** On what was not looked at. */
  notes: string[];
  facts: InitFacts;
}> {
  const root = await repositoryRoot(await openGit(cwd), cwd);
  const git = await openGit(root);
  const tree = workTree(root);
  const configuration = await readConfiguration(tree);
  const environment = offlineEnvironment(process.env);
  const databases: InitDatabase[] = [];
  const found = await discoverDatabases(tree, configuration);
  for (const database of found.databases)
    databases.push(
      await withEvaluator({ root, environment }, database, (evaluator) =>
        readDatabase(git, tree, database, evaluator),
      ),
    );
  const files = textFiles(filesAt?.(root) ?? diskFiles(root));
  const facts = await readFacts(git, root, files, databases);
  return { git, root, configuration, databases, notes: found.notes.map(({ text }) => text), facts };
}

/**
 * Sets a repository up: plans, tells the plan, writes it (unless `dryRun`), and checks every database. What the check
 * finds is told and does not fail init. Run again, it finds nothing to do.
 * @throws GuardError what `planInit` throws, before anything is written; `cannot-write`
 */
export async function init(options: InitOptions): Promise<InitResult> {
  const plan = await planInit(options);
  options.onPlan?.(plan);
  if (!options.dryRun) writeEdits(plan.root, plan.edits, 'drizzle-guard init');
  const checked = plan.databases.length > 0 ? await check({ cwd: plan.root }) : { databases: [] };
  return {
    command: 'init',
    exitCode: 0,
    dryRun: options.dryRun ?? false,
    undo: false,
    edits: plan.edits.map(({ file, before, why }) => ({
      file,
      isNew: before === null,
      isDeleted: false,
      why,
    })),
    advice: plan.advice,
    next: plan.next,
    databases: checked.databases,
  };
}

/** What has the name of a target of ours, by the folder of its project. */
async function adviceOnTargets(files: InitFiles, databases: readonly InitDatabase[]): Promise<string[]> {
  const { targets } = await import('../targets');
  const advice: string[] = [];
  for (const dir of new Set(databases.map((database) => database.dir)))
    for (const line of await takenTargets((file) => files.read(file), dir, targets))
      advice.push(`${dir === '.' ? 'the root' : dir}: ${line}`);
  return advice;
}

async function answerOf(question: Question, ask: PlanInitOptions['ask']): Promise<boolean | undefined> {
  const answer = await ask?.(question);
  if (answer === null)
    throw new GuardError(
      'cancelled',
      'the question was not answered; nothing was written',
      'run it again with --apply-after-merge or --no-apply-after-merge, and --on-merge rebase or --no-on-merge',
    );
  return answer;
}
