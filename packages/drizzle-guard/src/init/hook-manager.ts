import type { InitFacts } from './facts';
import { below } from './home';
import { INSTALL_SCRIPTS, type Manifest } from './manifest';
import { huskyFolderOf } from './prepare-script';

/** What runs a repository's hooks, now or after init. */
export type HookManager =
  | { kind: 'husky'; /** From the root. */ folder: string; isNew: boolean }
  | { kind: 'old-husky'; range: string }
  | { kind: 'lefthook' | 'pre-commit-framework' | 'simple-git-hooks'; file: string }
  | { kind: 'pre-commit-package' | 'ghooks' }
  | { kind: 'hooks-path'; folder: string }
  | { kind: 'own-hooks'; names: string[] }
  | { kind: 'no-manifest' };

const LEFTHOOK = ['yml', 'yaml', 'json', 'jsonc', 'toml'].flatMap((extension) =>
  ['lefthook', '.lefthook', '.config/lefthook'].map((stem) => `${stem}.${extension}`),
);
const PRE_COMMIT = ['.pre-commit-config.yaml', '.pre-commit-config.yml'];
const SIMPLE_GIT_HOOKS = ['', '.'].flatMap((dot) =>
  ['json', 'js', 'cjs', 'mjs'].map((extension) => `${dot}simple-git-hooks.${extension}`),
);

/**
 * husky where it is there already, else any other manager or hook of the user's own, else husky anew: git runs hooks
 * from one folder only, so a second manager would silence the first.
 */
export function chooseHookManager(facts: InitFacts, manifest: Manifest | null): HookManager {
  const { files, hooksPath, ownHooks, huskyFolder } = facts;
  const dependencies = manifest?.dependencies ?? {};
  const range = dependencies['husky'];
  const scripts = INSTALL_SCRIPTS.map((name) => manifest?.scripts[name]).filter(
    (script) => script !== undefined,
  );
  const script = scripts.find((candidate) => /husky/.test(candidate));
  const usual = huskyFolder ? '.husky' : below(manifest?.home ?? '', '.husky');
  const folder = script === undefined ? usual : huskyFolderOf(script);
  if (range !== undefined && Number(/^\D*(\d+)/.exec(range)?.[1] ?? 9) < 9)
    return { kind: 'old-husky', range };
  if (range !== undefined || huskyFolder) return { kind: 'husky', folder, isNew: false };

  const firstOf = (candidates: readonly string[]) => candidates.find((file) => files.has(file));
  const lefthook = firstOf(LEFTHOOK);
  if (lefthook !== undefined) return { kind: 'lefthook', file: lefthook };
  const preCommit = firstOf(PRE_COMMIT);
  if (preCommit !== undefined) return { kind: 'pre-commit-framework', file: preCommit };
  const simple = firstOf(SIMPLE_GIT_HOOKS);
  if (simple !== undefined || has(manifest, 'simple-git-hooks'))
    return { kind: 'simple-git-hooks', file: simple ?? manifest!.file };
  if (has(manifest, 'pre-commit')) return { kind: 'pre-commit-package' };
  if (has(manifest, 'ghooks') || hasConfig(manifest, 'ghooks')) return { kind: 'ghooks' };
  if (hooksPath !== null && !isHuskyPath(hooksPath)) return { kind: 'hooks-path', folder: hooksPath };
  const names = Object.keys(ownHooks);
  if (names.length > 0) return { kind: 'own-hooks', names };
  return manifest === null ? { kind: 'no-manifest' } : { kind: 'husky', folder, isNew: true };
}

/** husky sets `<folder>/_`, where its own scripts are. */
export function isHuskyPath(hooksPath: string): boolean {
  return /(^|[\\/])\.husky([\\/]_)?[\\/]?$/.test(hooksPath) || /[\\/]_[\\/]?$/.test(hooksPath);
}

function has(manifest: Manifest | null, name: string): boolean {
  return manifest !== null && (name in manifest.value || name in manifest.dependencies);
}

function hasConfig(manifest: Manifest | null, name: string): boolean {
  const config = manifest?.value['config'];
  return typeof config === 'object' && config !== null && name in config;
}
