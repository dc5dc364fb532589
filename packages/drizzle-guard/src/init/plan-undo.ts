import type { Configuration } from '../workspace/configuration';
import { undoCi } from './ci/plan-ci';
import { pipelineFor } from './plan-edits';
import type { InitFacts, InitFiles, UndoEdit } from './facts';
import { withoutOwnLines } from './hook-file';
import { callsHook, HOOK_NAMES } from './hook-line';
import { chooseHookManager, type HookManager } from './hook-manager';
import { below, findHome } from './home';
import { readManifest } from './manifest';
import { detectPackageManager } from './package-manager';
import { undoAttributes } from './plan-attributes';
import { undoConfiguration } from './plan-configuration';
import { undoIgnores } from './plan-ignores';
import { undoManifest } from './undo-manifest';
import type { UndoStep } from './undo-step';

/** What takes init out again, and what is left to the user. */
export interface UndoEdits {
  edits: UndoEdit[];
  /** What git's core.hooksPath is to be; null for none, undefined where it stays. */
  hooksPath: string | null | undefined;
  /** Whether git's own configuration leaves merges of migrations to the hooks, which then goes too. */
  hasMergeDriver: boolean;
  /** husky's own scripts, where husky goes: it makes them when it is installed. From the root. */
  generated: string | null;
  /** What is left as it is, and why; a text may have several lines. */
  advice: string[];
  /** What to type afterwards, in this order. */
  next: string[];
}

/**
 * Takes out what init wrote, known by its own lines. What others have written to a file since stays; what cannot be told
 * stays too, and is said.
 * @param root absolute
 * @throws GuardError `invalid-package-json`, or what reading a file throws
 */
export function planUndo(facts: InitFacts, root: string, configuration: Configuration): UndoEdits {
  const { files, databases, hooksPath } = facts;
  const manifest = readManifest(files, findHome(facts));
  const home = manifest?.home ?? '';
  const hookManager = chooseHookManager(facts, manifest);
  const folder = hookManager.kind === 'husky' ? hookManager.folder : below(home, '.husky');
  const hooks = undoHookFiles(files, folder);
  const deleted = hooks.edits.filter(({ after }) => after === null).map(({ file }) => file);
  const others = files
    .list(folder)
    .filter((name) => name !== '_' && !name.startsWith('.') && !deleted.includes(`${folder}/${name}`))
    .map((name) => `${folder}/${name}`);
  const script = undoManifest(manifest, others);
  const steps: UndoStep[] = [
    script,
    hooks,
    undoAttributes(files, folder),
    ...undoIgnores(files, databases),
    undoConfiguration(files, home),
    undoCi(files, pipelineFor(facts, configuration)),
  ];
  const { install } = detectPackageManager(files, manifest, facts.hasNode);
  const isChanged = script.edits.length > 0 || hooks.edits.length > 0;
  const isHuskys = [`${folder}/_`, slashed(`${root}/${folder}/_`)].includes(slashed(hooksPath ?? ''));
  const path = script.withoutHusky ? null : `${folder}/_`;
  return {
    edits: steps.flatMap((step) => step.edits),
    hooksPath: isChanged && isHuskys && path !== hooksPath ? path : undefined,
    hasMergeDriver: facts.hasMergeDriver,
    generated: script.withoutHusky && files.has(`${folder}/_/h`) ? `${folder}/_` : null,
    advice: [...steps.flatMap((step) => step.advice), ...adviseOnManager(facts, hookManager)],
    next: script.edits.length > 0 ? [install] : [],
  };
}

function undoHookFiles(files: InitFiles, folder: string): UndoStep {
  const step: UndoStep = { edits: [], advice: [] };
  for (const name of HOOK_NAMES) {
    const file = `${folder}/${name}`;
    const before = files.read(file);
    if (before === null) continue;
    const after = withoutOwnLines(before, name);
    const why = after === null ? 'it held nothing but the lines of init' : 'the lines of init';
    if (after !== before) step.edits.push({ file, before, after, why });
    if (after !== null && callsHook(after, name))
      step.advice.push(
        `${file} calls drizzle-guard in a way of its own, and is left: take that line out by hand`,
      );
  }
  return step;
}

/** Where the lines were added by hand, they are taken out by hand. */
function adviseOnManager({ files, ownHooks }: InitFacts, manager: HookManager): string[] {
  const calls = (text: string) => HOOK_NAMES.some((name) => callsHook(text, name));
  if ('file' in manager && calls(files.read(manager.file) ?? ''))
    return [
      `${manager.file} calls drizzle-guard: take its lines out by hand${manager.kind === 'simple-git-hooks' ? ', then run `npx simple-git-hooks`, which writes the hooks anew' : ''}`,
    ];
  if (manager.kind !== 'hooks-path' && manager.kind !== 'own-hooks') return [];
  const names = Object.keys(ownHooks).filter((name) => calls(ownHooks[name]!));
  const folder = manager.kind === 'hooks-path' ? manager.folder : '.git/hooks';
  return names.map((name) => `${folder}/${name} calls drizzle-guard: take that line out by hand`);
}

const slashed = (path: string) => path.replaceAll('\\', '/');
