import { shellWord } from '../text/shell-word';
import type { Configuration } from '../workspace/configuration';
import { listOf } from '../text/words';
import type { InitChoices, InitEdit, InitFacts, InitFiles, InitStep } from './facts';
import { chooseHookManager, type HookManager } from './hook-manager';
import { findHome } from './home';
import { managerAdvice } from './manager-lines';
import { readManifest, type Manifest } from './manifest';
import { detectPackageManager, type PackageManager } from './package-manager';
import { planAttributes } from './plan-attributes';
import { pipelineOf, type Pipeline } from './ci/pipeline';
import { planCi } from './ci/plan-ci';
import { landingOf, planConfiguration } from './plan-configuration';
import { planHusky, type HuskyStep } from './plan-husky';
import { planIgnores } from './plan-ignores';
import { planManifest } from './plan-manifest';
import { requireModules } from './plug-and-play';

/** What init would do, and what it leaves to the user. */
export interface InitEdits {
  edits: InitEdit[];
  /** What only the user can do, and why; a text may have several lines. */
  advice: string[];
  /** What to type afterwards, in this order. */
  next: string[];
}

/**
 * From what was read to what is to be written: one edit a file, in the order in which they are shown.
 * @throws GuardError `invalid-package-json`, `plug-n-play`, or what reading a file throws
 */
export function planEdits(facts: InitFacts, configuration: Configuration, choices: InitChoices): InitEdits {
  const { files, databases } = facts;
  const manifest = readManifest(files, findHome(facts));
  const packageManager = detectPackageManager(files, manifest, facts.hasNode);
  requireModules(facts, manifest?.home ?? '', packageManager);
  const hookManager = chooseHookManager(facts, manifest);
  const hooks = planHooks(facts, hookManager, manifest, packageManager);
  const manifestEdit = planManifest(manifest, facts.version, hooks.manifestChanges);
  const husky = hookManager.kind === 'husky' ? hookManager.folder : null;
  const isSettled = choices.onMerge ?? configuration.onMerge === 'rebase';
  const steps: InitStep[] = [
    { edits: manifestEdit ? [manifestEdit] : [], advice: [] },
    hooks,
    planAttributes(files, databases, husky, isSettled),
    planIgnores(files, manifest, databases),
    planConfiguration(facts, configuration, choices, manifest?.home ?? ''),
    ...(choices.ci === undefined
      ? []
      : [planCi(files, choices.ci, pipelineFor(facts, configuration, choices.base))]),
  ];
  const edits = steps.flatMap((step) => step.edits);
  const paths = [...(choices.alsoChanged ?? []), ...edits.map(({ file }) => file)];
  const silence = whyNoHookRuns(facts, manifest, husky, paths, choices, packageManager.install);
  const installs = silence !== null || (manifest !== null && paths.includes(manifest.file));
  return {
    edits,
    advice: [
      ...steps.flatMap((step) => step.advice),
      ...(silence === null ? [] : [silence]),
      ...adviseOnRuntime(facts, packageManager),
      ...adviseOnDatabases(facts),
    ],
    next: [
      ...(installs ? [packageManager.install] : []),
      // What installs does so too, where husky is.
      ...(facts.hasMergeDriver === isSettled || (installs && husky !== null)
        ? []
        : [packageManager.run('drizzle-guard hook install')]),
      ...databases
        .filter(({ out }) => out !== null && isEmpty(files, out))
        .map(({ name }) => packageManager.run(`drizzle-guard generate --database ${shellWord(name)}`)),
      // About nothing it would end with an error.
      ...(databases.length > 0 ? [packageManager.run('drizzle-guard check')] : []),
      ...addCommand(paths, facts.uncommitted, packageManager, manifest, husky),
    ],
  };
}

/** What a pipeline of this repository is written from. @param base --base */
export function pipelineFor(facts: InitFacts, configuration: Configuration, base?: string): Pipeline {
  const manifest = readManifest(facts.files, findHome(facts));
  const manager = detectPackageManager(facts.files, manifest, facts.hasNode);
  return pipelineOf(configuration, manager, manifest?.home ?? '', base ?? landingOf(facts, configuration));
}

/** Why no hook runs after init, and nothing in what it writes makes that plain; null where hooks run. */
function whyNoHookRuns(
  { hooksPath, installedIn }: InitFacts,
  manifest: Manifest | null,
  husky: string | null,
  changed: readonly string[],
  { installs }: InitChoices,
  install: string,
): string | null {
  if (manifest === null) return null;
  if (!installedIn.includes(manifest.home) && !installs)
    return `no hook runs yet, and no commit is checked: drizzle-guard is not installed here (the one that runs now came from elsewhere, as npx brings it). \`${install}\` has to work first`;
  if (husky === null || hooksPath !== null || changed.includes(manifest.file)) return null;
  return `no hook runs yet: git has no core.hooksPath. \`${install}\` runs the script of package.json that sets it`;
}

function adviseOnRuntime({ hasNode }: InitFacts, { name }: PackageManager): string[] {
  return hasNode || name !== 'bun'
    ? []
    : [
        'node is not on the path here: the hooks run drizzle-guard by bun where that is so, and by node elsewhere',
      ];
}

/** Whether a migrations folder holds none yet, in either layout. */
function isEmpty(files: InitFiles, out: string): boolean {
  return !files.list(out).some((name) => name.endsWith('.sql') || files.has(`${out}/${name}/migration.sql`));
}

function planHooks(
  facts: InitFacts,
  manager: HookManager,
  manifest: Manifest | null,
  packageManager: PackageManager,
): HuskyStep {
  if (manager.kind === 'husky') return planHusky(facts, manager, manifest, packageManager);
  const settings = 'file' in manager ? facts.files.read(manager.file) : (manifest?.text ?? '');
  const scripts = manager.kind === 'hooks-path' || manager.kind === 'own-hooks';
  const written = scripts ? Object.values(facts.ownHooks).join('\n') : (settings ?? '');
  return {
    edits: [],
    advice: managerAdvice(manager, written, packageManager.hookCommand, manifest?.dependencies),
    manifestChanges: [],
  };
}

function adviseOnDatabases({ databases }: InitFacts): string[] {
  if (databases.length === 0)
    return [
      'no drizzle config was found yet. Once there is one, run `drizzle-guard init` again for its attributes and ignores',
    ];
  const unasked = databases.filter((database) => database.unasked !== null);
  const silent = unasked.map(({ name, unasked: engine }) => `${name} (${engine})`);
  const untold = `${listOf(silent)}: what is applied there cannot be asked, so after a merge the hooks tell what arrived and not what is pending`;
  return [
    ...(silent.length === 0 ? [] : [untold]),
    ...databases.flatMap(({ name, problem }) =>
      problem === null
        ? []
        : [
            `${name} was left out of the attributes and ignores. \`drizzle-guard explain cannot-evaluate\` tells how drizzle-guard.json can name its folder; then run \`drizzle-guard init\` again`,
          ],
    ),
  ];
}

/**
 * Installing rewrites the lock file, so it is to be added too; what brought drizzle-guard may have changed both before.
 * Of husky's files the folder is named.
 */
function addCommand(
  changed: readonly string[],
  uncommitted: readonly string[],
  { lockFile }: PackageManager,
  manifest: Manifest | null,
  husky: string | null,
): string[] {
  if (changed.length === 0) return [];
  const paths = changed.map((file) => (husky !== null && file.startsWith(`${husky}/`) ? husky : file));
  const brings = [manifest?.file, lockFile].filter((file) => typeof file === 'string');
  paths.push(...brings.filter((file) => uncommitted.includes(file)));
  if (manifest !== null && paths.includes(manifest.file) && lockFile !== null) paths.push(lockFile);
  return [`git add ${[...new Set(paths)].map(shellWord).join(' ')}`];
}
