import type { InitEdit, InitFacts, InitStep } from './facts';
import { adviseOnHookFile, planHookFile } from './hook-file';
import { HOOK_NAMES } from './hook-line';
import { INSTALL_SCRIPTS, isHuskyPath, type HookManager } from './hook-manager';
import type { JsonChange } from './json-edit';
import type { Manifest } from './manifest';
import type { PackageManager } from './package-manager';
import { INSTALL_HOOKS, withHusky } from './prepare-script';

/** husky's version where init adds it. */
const HUSKY_RANGE = '^9.1.7';

type Husky = Extract<HookManager, { kind: 'husky' }>;

/** The hook files, and what package.json must say for husky to run them. */
export interface HuskyStep extends InitStep {
  manifestChanges: JsonChange[];
}

/** Our line in each of husky's hook files; nothing that is in them is touched. */
export function planHusky(
  { files, hooksPath }: InitFacts,
  { folder, isNew }: Husky,
  manifest: Manifest | null,
  manager: PackageManager,
): HuskyStep {
  const edits: InitEdit[] = [];
  const advice: string[] = [];
  for (const name of HOOK_NAMES) {
    const file = `${folder}/${name}`;
    const before = files.read(file);
    const lintStaged = name === 'pre-commit' && manifest?.dependencies['lint-staged'] !== undefined;
    const edit = planHookFile(file, name, before, lintStaged ? ['lint-staged'] : []);
    if (edit) edits.push(edit);
    advice.push(...adviseOnHookFile(file, name, before));
  }
  if (!manager.linksCommands)
    advice.push(
      `Yarn's Plug'n'Play makes no node_modules/.bin, where husky looks for commands: write \`yarn drizzle-guard hook …\` in the files of ${folder}, or set nodeLinker: node-modules in .yarnrc.yml`,
    );
  if (!isNew && hooksPath !== null && !isHuskyPath(hooksPath))
    advice.push(
      `git reads its hooks from ${hooksPath} now (core.hooksPath), so those of ${folder} do not run until \`${manager.install}\` sets husky up`,
    );
  if (manifest === null) {
    advice.push(
      `there is no package.json at the root: where husky is set up, run \`${INSTALL_HOOKS}\` after it, and have drizzle-guard among the dependencies`,
    );
    return { edits, advice, manifestChanges: [] };
  }
  const script = planInstallScript(folder, manifest, manager);
  return { edits, advice: [...advice, ...script.advice], manifestChanges: script.changes };
}

function planInstallScript(
  folder: string,
  { scripts, dependencies }: Manifest,
  manager: PackageManager,
): { changes: JsonChange[]; advice: string[] } {
  const name =
    INSTALL_SCRIPTS.find((candidate) => /husky/.test(scripts[candidate] ?? '')) ?? manager.installScript;
  const changes: JsonChange[] = [];
  if (dependencies['husky'] === undefined)
    changes.push({ path: ['devDependencies', 'husky'], value: HUSKY_RANGE, sorted: true });
  if (folder !== '.husky') {
    const advice = `husky's hooks lie in ${folder}, which it sets as a relative path: in a linked worktree no hook runs. \`${INSTALL_HOOKS}\` mends that for .husky only`;
    return { changes, advice: [advice] };
  }
  const after = withHusky(scripts[name]);
  if (after === null) {
    const advice = `let the script \`${name}\` run \`${INSTALL_HOOKS}\` where it runs husky: without it no hook runs in a linked worktree`;
    return { changes, advice: [advice] };
  }
  if (after !== scripts[name]) changes.push({ path: ['scripts', name], value: after });
  return { changes, advice: [] };
}
