import { listOf } from '../text/words';
import type { UndoEdit } from './facts';
import { editJson, withoutKey } from '../text/json-edit';
import { INSTALL_SCRIPTS, type Manifest } from './manifest';
import { HUSKY_RANGE } from './plan-husky';
import { isOwnRange } from './plan-manifest';
import { INSTALL_HOOKS, runsHusky, withoutHusky } from './prepare-script';
import type { UndoStep } from './undo-step';

/** package.json without what init put into it. */
export interface UndoManifest extends UndoStep {
  /** Whether husky goes: init brought it, and nothing else uses it. */
  withoutHusky: boolean;
}

/** @param hooks files that husky runs for others, from the root */
export function undoManifest(manifest: Manifest | null, hooks: readonly string[]): UndoManifest {
  if (manifest === null) return { edits: [], advice: [], withoutHusky: false };
  const { file, text: before, scripts, value } = manifest;
  const dev = (value['devDependencies'] ?? {}) as Record<string, unknown>;
  const own = INSTALL_SCRIPTS.filter((name) => scripts[name]?.includes(INSTALL_HOOKS));
  const left = Object.entries(scripts).map(([name, script]) =>
    own.some((one) => one === name) ? (withoutHusky(script) ?? '') : script,
  );
  const broughtHusky = dev['husky'] === HUSKY_RANGE;
  const isUsed = hooks.length > 0 || left.some(runsHusky);
  const goes = broughtHusky && !isUsed;

  let after = before;
  for (const name of own) {
    const script = scripts[name]!;
    const without = broughtHusky && !goes ? script.replace(` && ${INSTALL_HOOKS}`, '') : withoutHusky(script);
    after =
      without === undefined
        ? withoutKey(after, ['scripts', name])
        : editJson(after, [{ path: ['scripts', name], value: without }]);
  }
  if (goes) after = withoutKey(after, ['devDependencies', 'husky']);
  if (isOwnRange(dev['drizzle-guard'])) after = withoutKey(after, ['devDependencies', 'drizzle-guard']);
  const edits: UndoEdit[] =
    after === before ? [] : [{ file, before, after, why: 'what set the hooks up, as init wrote it' }];
  return {
    edits,
    advice: adviseOnDependencies(manifest, own.length > 0, hooks, broughtHusky, goes),
    withoutHusky: goes,
  };
}

function adviseOnDependencies(
  { dependencies, file, scripts }: Manifest,
  wasSetUp: boolean,
  hooks: readonly string[],
  broughtHusky: boolean,
  goes: boolean,
): string[] {
  const advice: string[] = [];
  const [husky, guard] = [dependencies['husky'], dependencies['drizzle-guard']];
  if (broughtHusky && !goes)
    advice.push(
      `husky stays in ${file}, though init brought it: ${hooks.length > 0 ? `it runs ${listOf([...hooks])}` : 'a script runs it'}`,
    );
  const wasMade = INSTALL_SCRIPTS.some(
    (name) => scripts[name] !== undefined && withoutHusky(scripts[name]) === undefined,
  );
  if (wasSetUp && wasMade && husky !== undefined && !broughtHusky)
    advice.push(
      `husky ${husky} stays in ${file}: init writes ${HUSKY_RANGE}, so this was there or was raised since`,
    );
  if (guard !== undefined && !isOwnRange(guard))
    advice.push(`drizzle-guard ${guard} stays in ${file}: init did not write that`);
  return advice;
}
