import type { InitFacts, InitFiles } from './facts';
import { below } from './home';
import { withoutOwnLines } from './hook-file';
import type { HookName } from './hook-line';
import { INSTALL_SCRIPTS, type Manifest } from './manifest';
import { huskyFolderOf } from './prepare-script';

/** What runs a repository's hooks, now or after init. */
export type HookManager =
  | {
      kind: 'husky';
      /** From the root. */
      folder: string;
      isNew: boolean;
      /** Hook files of others that git does not run, since nothing sets husky up; from the root. */
      dormant: string[];
    }
  | { kind: 'old-husky'; range: string }
  | { kind: 'lefthook' | 'pre-commit-framework' | 'simple-git-hooks'; file: string }
  | { kind: 'pre-commit-package' | 'ghooks' }
  | { kind: 'hooks-path'; folder: string }
  | {
      kind: 'own-hooks';
      names: string[];
      /** husky's folder, to which all of them can be moved as they are, from the root; null where they cannot. */
      husky: string | null;
    }
  | { kind: 'no-manifest' };

const LEFTHOOK = ['yml', 'yaml', 'json', 'jsonc', 'toml'].flatMap((extension) =>
  ['lefthook', '.lefthook', '.config/lefthook'].map((stem) => `${stem}.${extension}`),
);
const PRE_COMMIT = ['.pre-commit-config.yaml', '.pre-commit-config.yml'];
const SIMPLE_GIT_HOOKS = ['', '.'].flatMap((dot) =>
  ['json', 'js', 'cjs', 'mjs'].map((extension) => `${dot}simple-git-hooks.${extension}`),
);

/** What husky runs; a hook of another name would be silent in its folder. */
const OF_HUSKY = new Set([
  ...['pre-commit', 'pre-merge-commit', 'prepare-commit-msg', 'commit-msg', 'post-commit', 'pre-push'],
  ...['applypatch-msg', 'pre-applypatch', 'post-applypatch', 'pre-rebase', 'post-rewrite', 'post-checkout'],
  ...['post-merge', 'pre-auto-gc'],
]);

/**
 * husky where it runs already, or is there and no hook runs; else any other manager or hook of the user's own, else husky anew: git runs hooks
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
  const names = Object.keys(ownHooks);
  const isScripted = Object.values(manifest?.scripts ?? {}).some((one) => /husky/.test(one));
  // What git runs now is not to be silenced by a husky that nothing sets up.
  const runsOthers = !isScripted && (hooksPath === null ? names.length > 0 : !isHuskyPath(hooksPath));
  const isSetUp = isScripted || hooksPath !== null || files.has(`${folder}/_`);
  const sleeping = hooksOfOthers(files, folder);
  if (!runsOthers && (range !== undefined || huskyFolder))
    return sleeping.length > 0 && !isSetUp
      ? { kind: 'husky', folder: below(folder, 'drizzle-guard'), isNew: true, dormant: sleeping }
      : { kind: 'husky', folder, isNew: false, dormant: [] };

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
  if (names.length > 0) {
    const canMove =
      manifest !== null &&
      sleeping.length === 0 &&
      names.every((name) => OF_HUSKY.has(name) && isForShell(ownHooks[name]!));
    return { kind: 'own-hooks', names, husky: canMove ? folder : null };
  }
  return manifest === null ? { kind: 'no-manifest' } : { kind: 'husky', folder, isNew: true, dormant: [] };
}

/** Files of husky's that do something beside what init writes to them. */
function hooksOfOthers(files: InitFiles, folder: string): string[] {
  return files
    .list(folder)
    .filter((name) => /^[a-z][a-z-]*$/.test(name))
    .map((name) => below(folder, name))
    .filter((file) => {
      const name = file.slice(folder.length + 1) as HookName;
      const rest = withoutOwnLines(files.read(file) ?? '', name) ?? '';
      return rest.split('\n').some((line) => !/^\s*(?:#.*|\.\s.*husky\.sh.*)?$/.test(line));
    });
}

/** husky runs a file by sh, whatever its first line says. */
function isForShell(script: string): boolean {
  return !script.startsWith('#!') || /^#! ?(?:\/usr)?\/bin\/(?:env )?sh(?:\s|$)/.test(script);
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
