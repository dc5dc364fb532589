import { existsSync, realpathSync, statSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import path from 'node:path';
import { exports as resolveExports, imports as resolveImports } from 'resolve.exports';
import { toTreePath } from '../files/tree-path';
import { readText, type Tree } from '../sources/tree';
import { parseJson } from '../text/json';
import { resolveFile, treeJoin } from './resolve-file';
import { readAliases, type Aliases } from './tsconfig';

/** What an import means. */
type Resolution =
  /** A file of the Tree. */
  | { tree: string }
  /** A built file that no Tree holds (a sibling's git-ignored dist), absolute. */
  | { disk: string }
  /** Loaded by Node as it is: a builtin, or an installed package's absolute file. */
  | { external: string }
  /** An installed package that cannot be required, to be bundled from this absolute folder. */
  | { esmOnlyFrom: string }
  | { problem: string };

export type Resolver = (specifier: string, importer: string) => Promise<Resolution>;

/** Both, because a sibling's source is bundled whichever of the two it is written for; its first match wins. */
const CONDITIONS = ['node', 'require', 'import', 'default'];

/**
 * Resolves the imports of a schema or config within a Tree, in the order: relative, builtin, `#imports`, tsconfig
 * paths (of the importing file, then of the database's package), the package itself, a package of the workspace, an
 * installed package. `drizzle-orm` always comes from the database's package.
 *
 * @param dir the database's package folder; importers are Tree paths
 * @param onDisk told of every path outside the Tree on which an answer rests, whether or not it is there
 */
export function createResolver(
  tree: Tree,
  dir: string,
  onDisk: (absolute: string) => void = () => undefined,
): Resolver {
  const aliases = new Map<string, Promise<Aliases>>();
  const aliasesFor = (folder: string) => {
    const known = aliases.get(folder) ?? readAliases(tree, folder, onDisk);
    aliases.set(folder, known);
    return known;
  };

  return async (specifier, importer) => {
    const folder = path.posix.dirname(importer);
    if (/^\.\.?(\/|$)/.test(specifier)) return relative(tree, specifier, importer);
    if (isBuiltin(specifier)) return { external: specifier };
    if (specifier.startsWith('/')) return { problem: `${importer} imports the absolute path ${specifier}` };
    if (specifier.startsWith('#')) return ownImport(tree, specifier, importer);
    for (const from of [folder, dir])
      for (const target of (await aliasesFor(from)).targets(specifier)) {
        const file = resolveFile(tree.has, target);
        if (file !== undefined) return { tree: file };
      }
    const drizzle = specifier === 'drizzle-orm' || specifier.startsWith('drizzle-orm/');
    const local = drizzle ? null : await workspacePackage(tree, packageNameOf(specifier), folder, onDisk);
    if (local !== null) return exported(tree, local, specifier, importer, onDisk);
    const resolution = installed(tree, specifier, importer, drizzle ? dir : folder, onDisk);
    const missing = (await Promise.all([folder, dir].map(aliasesFor))).flatMap((one) => one.missing);
    return 'problem' in resolution && missing.length > 0
      ? { problem: unknownAlias(specifier, importer, missing[0]!) }
      : resolution;
  };
}

/** Who makes what is extended, by its folder. */
const GENERATORS: readonly [folder: string, command: string][] = [
  ['.svelte-kit', 'npx svelte-kit sync'],
  ['.nuxt', 'npx nuxi prepare'],
  ['.wxt', 'npx wxt prepare'],
  ['.astro', 'npx astro sync'],
  ['.expo', 'npx expo customize tsconfig.json'],
];

function unknownAlias(specifier: string, importer: string, missing: string): string {
  const command = GENERATORS.find(([folder]) => missing.split('/').includes(folder))?.[1];
  const make = command === undefined ? 'run what generates it' : `run \`${command}\``;
  const install = /^@?[a-z]/i.test(specifier)
    ? `, or install ${packageNameOf(specifier)} if it is a package`
    : '';
  return `${importer} imports ${specifier}, which may be an alias: ${missing}, which a tsconfig.json extends, is not there; ${make}${install}`;
}

function relative(tree: Tree, specifier: string, importer: string): Resolution {
  const target = treeJoin(path.posix.dirname(importer), specifier);
  if (target === null)
    return { problem: `${importer} imports ${specifier}, which lies outside the repository` };
  const file = resolveFile(tree.has, target);
  if (file !== undefined) return { tree: file };
  const module = tree.moduleOf?.(target) ?? null;
  const why =
    module === null
      ? `is not in ${tree.label}`
      : `lies in the submodule ${module}, and so not in this repository`;
  return { problem: `${importer} imports ${specifier}, which ${why}` };
}

async function ownImport(tree: Tree, specifier: string, importer: string): Promise<Resolution> {
  const owner = nearestPackage(tree, path.posix.dirname(importer));
  const manifest = owner === null ? null : await readManifest(tree, owner);
  const targets = manifest
    ? attempt(() => resolveImports(manifest, specifier, { unsafe: true, conditions: CONDITIONS }))
    : null;
  for (const target of targets ?? []) {
    const file = target.startsWith('.') ? treeJoin(owner!, target) : null;
    const found = file === null ? undefined : resolveFile(tree.has, file);
    if (found !== undefined) return { tree: found };
  }
  return { problem: `${importer} imports ${specifier}, which its package.json does not map to a file` };
}

/** The Tree folder of a package of this workspace, or null where the name is not one. */
async function workspacePackage(
  tree: Tree,
  name: string,
  from: string,
  onDisk: (absolute: string) => void,
): Promise<string | null> {
  const own = nearestPackage(tree, from);
  if (own !== null && (await readManifest(tree, own))?.name === name) return own;
  for (let folder = path.join(tree.root, from); ; folder = path.dirname(folder)) {
    const link = path.join(folder, 'node_modules', name);
    if (existsSync(link)) {
      onDisk(link);
      const target = toTreePath(realpathSync(tree.root), realpathSync(link));
      return target.startsWith('..') || target.includes('node_modules/') ? null : target;
    }
    if (folder === tree.root || folder === path.dirname(folder)) break;
  }
  // Not installed: the workspace may still hold it.
  for (const file of (await tree.list('')).filter(
    (candidate) => path.posix.basename(candidate) === 'package.json',
  )) {
    const folder = path.posix.dirname(file).replace(/^\.$/, '');
    if ((await readManifest(tree, folder))?.name === name) return folder;
  }
  return null;
}

async function exported(
  tree: Tree,
  folder: string,
  specifier: string,
  importer: string,
  onDisk: (absolute: string) => void,
): Promise<Resolution> {
  const manifest: Partial<Manifest> = (await readManifest(tree, folder)) ?? {};
  const subpath = specifier.slice(packageNameOf(specifier).length + 1);
  const targets =
    manifest.exports === undefined
      ? [subpath || manifest.main || 'index']
      : attempt(() => resolveExports(manifest, subpath || '.', { unsafe: true, conditions: CONDITIONS }));
  for (const target of targets ?? []) {
    const file = treeJoin(folder, target);
    const found = file === null ? undefined : resolveFile(tree.has, file);
    if (found !== undefined) return { tree: found };
    const built =
      file === null ? undefined : resolveFile((candidate) => isFile(path.join(tree.root, candidate)), file);
    if (built === undefined) continue;
    onDisk(path.join(tree.root, built));
    return { disk: path.join(tree.root, built) };
  }
  return {
    problem: `${importer} imports ${specifier}, but ${folder} has no ${targets?.[0] ?? subpath}: it is not built, or does not export that`,
  };
}

function installed(
  tree: Tree,
  specifier: string,
  importer: string,
  from: string,
  onDisk: (absolute: string) => void,
): Resolution {
  const folder = path.join(tree.root, from);
  try {
    const external = createRequire(path.join(folder, 'resolve.js')).resolve(specifier);
    onDisk(external);
    onDisk(manifestOf(external));
    return { external };
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ERR_PACKAGE_PATH_NOT_EXPORTED')
      return { esmOnlyFrom: folder };
    return { problem: `${importer} imports ${specifier}, and ${packageNameOf(specifier)} is not installed` };
  }
}

/** The package.json of the installed package that a file belongs to. */
function manifestOf(file: string): string {
  const inside = /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(file);
  return path.join(inside ? inside[1]! : path.dirname(file), 'package.json');
}

function packageNameOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

function nearestPackage(tree: Tree, from: string): string | null {
  for (let folder = from === '.' ? '' : from; ; folder = path.posix.dirname(folder).replace(/^\.$/, '')) {
    if (tree.has(folder === '' ? 'package.json' : `${folder}/package.json`)) return folder;
    if (folder === '') return null;
  }
}

interface Manifest {
  name: string;
  main?: string;
  exports?: Record<string, unknown>;
  imports?: Record<string, unknown>;
}

async function readManifest(tree: Tree, folder: string): Promise<Manifest | null> {
  const text = await readText(tree, folder === '' ? 'package.json' : `${folder}/package.json`);
  const parsed = text === undefined ? null : parseJson(text);
  return parsed && 'value' in parsed ? (parsed.value as Manifest) : null;
}

/** resolve.exports throws where a map has no answer. */
function attempt(resolve: () => string[] | void): string[] | null {
  try {
    return resolve() ?? null;
  } catch {
    return null;
  }
}

function isFile(absolute: string): boolean {
  return statSync(absolute, { throwIfNoEntry: false })?.isFile() ?? false;
}
