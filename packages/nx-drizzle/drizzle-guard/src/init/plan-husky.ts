import { listOf } from '../text/words';
import type { InitEdit, InitFacts, InitStep } from './facts';
import { adviseOnHookFile, planHookFile } from './hook-file';
import { HOOK_NAMES } from './hook-line';
import { isHuskyPath, type HookManager } from './hook-manager';
import type { JsonChange } from '../text/json-edit';
import { INSTALL_SCRIPTS, type Manifest } from './manifest';
import type { PackageManager } from './package-manager';
import { INSTALL_HOOKS, withHusky } from './prepare-script';

/**
 * husky's version where init adds it. No package manager writes a range of two numbers: so `init --undo` knows it from one
 * that somebody installed.
 */
export const HUSKY_RANGE = '^9.1';

type Husky = Extract<HookManager, { kind: 'husky' }>;

/** The hook files, and what package.json must say for husky to run them. */
export interface HuskyStep extends InitStep {
  manifestChanges: JsonChange[];
}

/** Our lines in each of husky's hook files; nothing else that is in them is touched. */
export function planHusky(
  { files, hooksPath }: InitFacts,
  { folder, isNew, dormant }: Husky,
  manifest: Manifest | null,
  manager: PackageManager,
): HuskyStep {
  const edits: InitEdit[] = [];
  const advice: string[] = [];
  for (const name of HOOK_NAMES) {
    const file = `${folder}/${name}`;
    const before = files.read(file);
    const edit = planHookFile(file, name, before, manager.hookCommand);
    if (edit) edits.push(edit);
    advice.push(...adviseOnHookFile(file, name, before, manager.hookCommand));
  }
  if (dormant.length > 0)
    advice.push(
      `git does not run ${listOf(dormant)}, since nothing sets husky up here, and that stays so: the hooks of drizzle-guard are in ${folder}`,
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
  const script = planInstallScript(manifest, manager, folder);
  return { edits, advice: [...advice, ...script.advice], manifestChanges: script.changes };
}

function planInstallScript(
  { scripts, dependencies, home }: Manifest,
  manager: PackageManager,
  folder: string,
): { changes: JsonChange[]; advice: string[] } {
  const name =
    INSTALL_SCRIPTS.find((candidate) => /husky/.test(scripts[candidate] ?? '')) ?? manager.installScript;
  const changes: JsonChange[] = [];
  if (dependencies['husky'] === undefined)
    changes.push({ path: ['devDependencies', 'husky'], value: HUSKY_RANGE, sorted: true });
  const after = withHusky(scripts[name], home, folder);
  if (after === null) {
    const advice = `let the script \`${name}\` end with \`${INSTALL_HOOKS}\`, after husky: without it no hook runs in a linked worktree`;
    return { changes, advice: [advice] };
  }
  if (after !== scripts[name]) changes.push({ path: ['scripts', name], value: after });
  return { changes, advice: [] };
}
