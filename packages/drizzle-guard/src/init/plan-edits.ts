import { shellWord } from '../text/shell-word';
import type { Configuration } from '../workspace/configuration';
import type { InitChoices, InitEdit, InitFacts, InitStep } from './facts';
import { chooseHookManager, type HookManager } from './hook-manager';
import { findHome } from './home';
import { managerAdvice } from './manager-lines';
import { readManifest, type Manifest } from './manifest';
import { detectPackageManager, type PackageManager } from './package-manager';
import { planAttributes } from './plan-attributes';
import { planConfiguration } from './plan-configuration';
import { planHusky, type HuskyStep } from './plan-husky';
import { planIgnores } from './plan-ignores';
import { planManifest } from './plan-manifest';

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
 * @throws GuardError `invalid-package-json`, or what reading a file throws
 */
export function planEdits(facts: InitFacts, configuration: Configuration, choices: InitChoices): InitEdits {
  const { files, databases } = facts;
  const manifest = readManifest(files, findHome(facts));
  const packageManager = detectPackageManager(files, manifest);
  const hookManager = chooseHookManager(facts, manifest);
  const hooks = planHooks(facts, hookManager, manifest, packageManager);
  const manifestEdit = planManifest(manifest, facts.version, hooks.manifestChanges);
  const husky = hookManager.kind === 'husky' ? hookManager.folder : null;
  const steps: InitStep[] = [
    { edits: manifestEdit ? [manifestEdit] : [], advice: [] },
    hooks,
    planAttributes(files, databases, husky),
    planIgnores(files, manifest, databases),
    planConfiguration(facts, configuration, choices, manifest?.home ?? ''),
  ];
  const edits = steps.flatMap((step) => step.edits);
  const isSilent = manifest !== null && husky !== null && facts.hooksPath === null && !manifestEdit;
  const silence = `no hook runs yet: git has no core.hooksPath. \`${packageManager.install}\` runs the script of package.json that sets it`;
  const next = nextCommands(edits, choices.alsoChanged ?? [], packageManager, manifest, husky);
  return {
    edits,
    advice: [
      ...steps.flatMap((step) => step.advice),
      ...(isSilent ? [silence] : []),
      ...adviseOnDatabases(facts),
    ],
    next: isSilent ? [packageManager.install, ...next] : next,
  };
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
    advice: managerAdvice(manager, written, packageManager.hookCommand),
    manifestChanges: [],
  };
}

function adviseOnDatabases({ databases }: InitFacts): string[] {
  if (databases.length === 0)
    return [
      'no drizzle config was found yet. Once there is one, run `drizzle-guard init` again for its attributes and ignores',
    ];
  return databases.flatMap(({ name, problem }) =>
    problem === null
      ? []
      : [
          `${name} was left out of the attributes and ignores. \`drizzle-guard explain cannot-evaluate\` tells how drizzle-guard.json can name its folder; then run \`drizzle-guard init\` again`,
        ],
  );
}

/** Installing rewrites the lock file, so it is to be added too. Of husky's files the folder is named. */
function nextCommands(
  edits: readonly InitEdit[],
  alsoChanged: readonly string[],
  { install, run, lockFile }: PackageManager,
  manifest: Manifest | null,
  husky: string | null,
): string[] {
  const changed = [...alsoChanged, ...edits.map(({ file }) => file)];
  const installs = manifest !== null && changed.includes(manifest.file);
  const paths = changed.map((file) => (husky !== null && file.startsWith(`${husky}/`) ? husky : file));
  if (installs && lockFile !== null) paths.push(lockFile);
  const words = [...new Set(paths)].map(shellWord);
  return [
    ...(installs ? [install] : []),
    run('drizzle-guard check'),
    ...(words.length > 0 ? [`git add ${words.join(' ')}`] : []),
  ];
}
